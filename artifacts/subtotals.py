"""What those may know of a masked column who may not see its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from artifacts.declaration import Column

# A subtotal over fewer rows would give a single cell away.
FEWEST_ROWS = 3


def subtotal(rows: Sequence[Mapping[str, Any]], column: Column) -> Any:
    """The sum of a masked column as a stored value, or None: other type, mixed currencies, too few rows."""
    values = [row[column.key] for row in rows if row.get(column.key) is not None]
    if len(values) < FEWEST_ROWS:
        return None
    if column.type == "money":
        if len({value["currency"] for value in values}) != 1:
            return None
        amount = sum((Decimal(value["amount"]) for value in values), Decimal())
        return {"amount": str(amount), "currency": values[0]["currency"]}
    if column.type == "decimal":
        return str(sum((Decimal(value) for value in values), Decimal()))
    return sum(values) if column.type == "integer" else None
