"""Whole numbers, decimals, percentages and durations, read as people and Excel write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, narrow, refusal

if TYPE_CHECKING:
    from artifacts.declaration import Column

# A browser keeps integers exact below this.
LIMIT = Decimal(10) ** 15
PLACES = 6
SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?P<fraction>\.\d+)?"
    r"\s?(?P<scale>百万|千万|千|万|亿)?",
    re.ASCII,
)
DURATION_UNITS = {
    "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "分": 1, "分钟": 1,
    "h": 60, "hour": 60, "hours": 60, "小时": 60, "时": 60,
    "d": 1440, "day": 1440, "days": 1440, "天": 1440, "日": 1440,
}  # fmt: skip
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+|分钟?|小时|时|天|日)")


def read_decimal(raw: object) -> Decimal:
    """The number that ``raw`` means.

    Takes numbers, full-width digits, thousands in groups of three, 万 and 亿, and an accountant's
    ``(1,234.50)`` for a negative. Raises ``ValidationError`` for anything else, ``1,2,3`` among it.
    """
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise refusal(_("“%(value)s” is not a number. Write it like 1234.5 or 1,234.50."), raw, "not_number")
    text = narrow(format(raw, "f") if isinstance(raw, Decimal) else _plain(raw) if isinstance(raw, float) else str(raw))
    if len(text) > 60:
        raise refusal(_("“%(value)s” is too large a number."), raw, "too_large")
    bracketed = re.fullmatch(r"\((.+)\)", text)
    found = _NUMBER.fullmatch(bracketed[1] if bracketed else text)
    if not found or not (found["digits"] or found["fraction"]) or (bracketed and found["sign"]):
        raise refusal(_("“%(value)s” is not a number. Write it like 1234.5 or 1,234.50."), raw, "not_number")
    digits = re.sub(r"[, ]", "", found["digits"] or "0")
    number = Decimal(digits + (found["fraction"] or "")) * SCALES[found["scale"] or ""]
    if abs(number) >= LIMIT:
        raise refusal(_("“%(value)s” is too large a number."), raw, "too_large")
    negative = bool(bracketed) or found["sign"] == "-"
    return -number if negative and number else number


def _plain(number: float) -> str:
    """A float without exponent; ``nan`` and ``inf`` stay words and are refused by the reader."""
    return format(Decimal(repr(number)), "f")


def check_places(number: Decimal, raw: object, places: int = PLACES) -> Decimal:
    """The same number without needless zeros; refuses more than ``places`` digits after the point."""
    number = number.normalize()
    if -int(number.as_tuple().exponent) > places:
        raise refusal(
            _("“%(value)s” has more than %(places)s digits after the point."),
            raw,
            "too_precise",
            places=places,
        )
    return number


def grouped(number: Decimal) -> str:
    """1234.5 → 1,234.5"""
    return format(number, ",f")


class Integer(ColumnType):
    code = "integer"
    widget = "number"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> int:
        number = read_decimal(raw)
        if number != number.to_integral_value():
            raise refusal(_("“%(value)s” is not a whole number."), raw, "not_integer")
        return int(number)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored) if column.is_year else grouped(Decimal(stored))

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "integer"}


class DecimalNumber(ColumnType):
    """Exact; stored as text such as ``"12.5"``."""

    code = "decimal"
    widget = "number"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        return format(check_places(read_decimal(raw), raw), "f")

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return grouped(Decimal(stored))

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d{1,6})?$"}


class Percent(DecimalNumber):
    """Percentage points: ``12.5`` and ``12.5%`` both mean 12.5 %."""

    code = "percent"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        if isinstance(raw, str):
            raw = re.sub(r"\s?%$", "", narrow(raw))
        return super().parse(raw, column, resolver)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{grouped(Decimal(stored))}%"

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{stored}%"


class Duration(ColumnType):
    """Elapsed time, stored in minutes. A day is 24 hours."""

    code = "duration"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < LIMIT:
            return raw
        text = narrow(str(raw)).lower()
        clock = re.fullmatch(r"(\d{1,4}):([0-5]\d)", text)
        if clock:
            return int(clock[1]) * 60 + int(clock[2])
        parts = _DURATION_PART.findall(text)
        left = _DURATION_PART.sub("", text).strip()
        if not parts or left or any(unit not in DURATION_UNITS for _amount, unit in parts):
            raise refusal(
                _("“%(value)s” is not a length of time. Write it like 30 min, 4 h or 2 days."),
                raw,
                "not_duration",
            )
        minutes = sum((Decimal(amount) * DURATION_UNITS[unit] for amount, unit in parts), Decimal(0))
        if minutes != minutes.to_integral_value() or minutes >= LIMIT:
            raise refusal(_("“%(value)s” is not a whole number of minutes."), raw, "not_duration")
        return int(minutes)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        days, rest = divmod(int(stored), 1440)
        hours, minutes = divmod(rest, 60)
        parts = [
            _now("%(number)s d") % {"number": days} if days else "",
            _now("%(number)s h") % {"number": hours} if hours else "",
            _now("%(number)s min") % {"number": minutes} if minutes or not stored else "",
        ]
        return " ".join(part for part in parts if part)

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        days, rest = divmod(int(stored), 1440)
        return " ".join(
            part
            for part in (
                f"{days}d" if days else "",
                f"{rest // 60}:{rest % 60:02d}" if not days else f"{rest}m",
            )
            if part
        )

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "description": "Minutes."}
