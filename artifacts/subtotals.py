"""What those may know of a masked column who may not see its cells.

Never what gives a single cell away: a subtotal covers at least three cells hidden from the viewer. Of a price or
rate only the amounts it makes are added up (quantity × price), which says nothing without the quantities and is
what one wants to know. A quantity is seen by everybody, so a row without an amount does not count among the three.
Other computed columns have none: beside the subtotals of what they are computed from, they would give away rows
in which something is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from artifacts.columns import COMPUTED
from artifacts.declaration import Column

FEWEST_ROWS = 3

Cells = Mapping[str, Any]


def subtotal(column: Column, rows: Sequence[Cells], masked: Sequence[Cells]) -> Any:
    """The sum of a masked column over ``rows`` as a stored value.

    None where there is nothing to add up, for mixed currencies, and when fewer than three of the ``masked`` rows,
    whose cells the viewer may not see, are in it.
    """
    if column.is_rate or len(_values(column, masked)) < FEWEST_ROWS:
        return None
    values = _values(column, rows)
    if _type_of(column) == "money":
        if len({value["currency"] for value in values}) != 1:
            return None
        amount = sum((Decimal(value["amount"]) for value in values), Decimal())
        return {"amount": str(amount), "currency": values[0]["currency"]}
    if column.type == "decimal":
        return str(sum((Decimal(value) for value in values), Decimal()))
    return sum(values) if column.type == "integer" else None


def _type_of(column: Column) -> str:
    computed = COMPUTED.get(column.computed or "")
    return computed.type if computed is not None and computed.rate else column.type


def _values(column: Column, rows: Sequence[Cells]) -> list[Any]:
    if column.computed is None:
        return [row[column.key] for row in rows if row.get(column.key) is not None]
    amounts = [COMPUTED[column.computed].of(row) for row in rows]
    return [value for value in amounts if value is not None and _is_something(value)]


def _is_something(value: Any) -> bool:
    return bool(Decimal(value["amount"])) if isinstance(value, dict) else bool(value)
