"""Columns that are computed from the other cells of their row by a named function; never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, refusal
from artifacts.columns.money import stored_money

if TYPE_CHECKING:
    from artifacts.declaration import Column

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Computed:
    """A named function over the cells of one row; gives a stored value of ``type`` or None.

    ``rate``: the column with a price per unit of which this is the amount.
    """

    of: Callable[[Cells], Any]
    type: str
    rate: str = ""


def _rounded(number: Decimal, places: int) -> str:
    return format(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize(), "f")


def _decimal(cells: Cells, key: str) -> Decimal | None:
    value = cells.get(key)
    return None if value is None else Decimal(str(value))


def _amounts(cells: Cells, *keys: str) -> tuple[list[Decimal], str] | None:
    """The amounts under the keys when all are there and of one currency."""
    found = [cells.get(key) for key in keys]
    currencies = {money["currency"] for money in found if money}
    if not all(found) or len(currencies) != 1:
        return None
    return [Decimal(money["amount"]) for money in found if money], currencies.pop()


def _product(quantity: str, price: str) -> Callable[[Cells], Any]:
    def of(cells: Cells) -> Any:
        count, money = _decimal(cells, quantity), cells.get(price)
        if count is None or not money:
            return None
        cent = Decimal("0.01")
        return stored_money((count * Decimal(money["amount"])).quantize(cent, ROUND_HALF_UP), money["currency"])

    return of


def _difference(left: str, right: str) -> Callable[[Cells], Any]:
    def of(cells: Cells) -> Any:
        found = _amounts(cells, left, right)
        return stored_money(found[0][0] - found[0][1], found[1]) if found else None

    return of


def _share(part: str, whole: str) -> Callable[[Cells], Any]:
    def of(cells: Cells) -> Any:
        found = _amounts(cells, part, whole)
        return _rounded(found[0][0] / found[0][1] * 100, 1) if found and found[0][1] else None

    return of


def _unit_cost(total: str, count: str) -> Callable[[Cells], Any]:
    def of(cells: Cells) -> Any:
        money, number = cells.get(total), _decimal(cells, count)
        if not money or not number:
            return None
        return stored_money(
            (Decimal(money["amount"]) / number).quantize(Decimal("0.01"), ROUND_HALF_UP), money["currency"]
        )

    return of


def _months_total(cells: Cells) -> Any:
    """Sum of the month cells; None when they are empty or of several currencies."""
    months = [f"m{number:02d}" for number in range(1, 13) if cells.get(f"m{number:02d}")]
    found = _amounts(cells, *months) if months else None
    return stored_money(sum(found[0], Decimal(0)), found[1]) if found else None


def _count_share(part: str, whole: str) -> Callable[[Cells], Any]:
    def of(cells: Cells) -> Any:
        some, every = _decimal(cells, part), _decimal(cells, whole)
        return _rounded(some / every * 100, 1) if some is not None and every else None

    return of


def _ice(cells: Cells) -> Any:
    """Impact × confidence × ease, each 1 to 10."""
    parts = [_decimal(cells, key) for key in ("impact", "confidence", "ease")]
    found = [part for part in parts if part is not None]
    return int(found[0] * found[1] * found[2]) if len(found) == 3 else None


COMPUTED: dict[str, Computed] = {
    "quantity_times_price": Computed(_product("quantity", "unit_price"), "money", rate="unit_price"),
    "months_total": Computed(_months_total, "money"),
    "budget_minus_actual": Computed(_difference("budget", "actual"), "money"),
    "revenue_minus_cost": Computed(_difference("revenue", "direct_cost"), "money"),
    "actual_of_budget": Computed(_share("actual", "budget"), "percent"),
    "actual_of_target": Computed(_share("actual", "target"), "percent"),
    "spend_per_lead": Computed(_unit_cost("actual_spend", "actual_leads"), "money"),
    "passed_of_run": Computed(_count_share("passed", "run"), "percent"),
    "score_ice": Computed(_ice, "integer"),
}


class ComputedColumn(ColumnType):
    code = "computed"
    widget = "none"

    def _result(self, column: Column) -> ColumnType:
        from artifacts.columns import TYPES  # the list of types holds this one

        return TYPES[COMPUTED[str(column.computed)].type]

    def parse(self, raw: object, column: Column, resolver: Resolver) -> Any:
        raise refusal(_("This column is computed and cannot be filled in."), raw, "computed")

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return self._result(column).display(stored, column, resolver)

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return self._result(column).to_text(stored, column, resolver)

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return ""

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {**self._result(column).api_schema(column), "readOnly": True}
