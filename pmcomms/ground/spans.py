"""Days in words (``today``, ``-7d``, ``this-week``) as spans of days, and the fields that ask for them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pmcomms.ground.filter_fields import Field

if TYPE_CHECKING:
    from pmcomms.ground.filters import Asker

Span = tuple[dt.date, dt.date]
STEPS = re.compile(r"([+-]?\d{1,4})([dwmy])")
UNITS = re.compile(r"(last|this|next)-(week|month|quarter|year)")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ONE_DAY = dt.timedelta(days=1)
# So that neither a zone nor a further day leads out of the calendar.
YEARS = range(1900, 2200)


def read_span(text: str, today: dt.date) -> Span:
    """First and last day of what ``text`` names. Raises ``ValidationError`` for anything else.

    ``today yesterday tomorrow`` · ``7d -2w 3m 1y`` from today · ``this-week last-month next-quarter``
    (weeks begin on Monday) · ``2026-01-31``.
    """
    text = text.strip()
    try:
        span = _read(text, today)
        if span[0].year not in YEARS:
            raise ValueError(text)
        return span
    except (ValueError, OverflowError) as error:
        raise ValidationError(
            _("“%(text)s” is no day. Write 2026-01-31, today, -7d or this-week.") % {"text": text[:40]}
        ) from error


def _read(text: str, today: dt.date) -> Span:
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if text in near:
        return _day(today + dt.timedelta(days=near[text]))
    if match := STEPS.fullmatch(text):
        count, unit = int(match[1]), match[2]
        if unit in "dw":
            return _day(today + dt.timedelta(days=count * (7 if unit == "w" else 1)))
        return _day(add_months(today, count * (12 if unit == "y" else 1)))
    if match := UNITS.fullmatch(text):
        return _unit(match[2], {"last": -1, "this": 0, "next": 1}[match[1]], today)
    if not ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return _day(dt.date.fromisoformat(text))


def _day(day: dt.date) -> Span:
    return day, day


def _unit(unit: str, offset: int, today: dt.date) -> Span:
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=offset)
        return monday, monday + dt.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first_month = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    first = add_months(first_month, offset * months)
    return first, add_months(first, months) - dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later; the month's last when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


class Day(Field):
    """A date: ``due=this-week``, ``due.before=today``, ``due.after=``, ``due.from=``, ``due.until=``."""

    operators = ("before", "after", "from", "until")

    def equal(self, values: list[str], asker: Asker) -> Q:
        found = Q()
        for value in values:
            first, last = self._span(value)
            found |= self._since(first) & self._before(last + ONE_DAY)
        return found

    def compare(self, operator: str, value: str, asker: Asker) -> Q:
        first, last = self._span(value)
        if operator in ("before", "until"):
            return self._before(first if operator == "before" else last + ONE_DAY)
        return self._since(first if operator == "from" else last + ONE_DAY)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "example": "2026-01-31, today, -7d, this-week"}

    def _span(self, text: str) -> Span:
        return read_span(text, timezone.localdate())

    def _since(self, day: dt.date) -> Q:
        return Q(**{f"{self.column}__gte": self.start_of(day)})

    def _before(self, day: dt.date) -> Q:
        return Q(**{f"{self.column}__lt": self.start_of(day)})

    def start_of(self, day: dt.date) -> dt.date:
        return day


class Moment(Day):
    """A point in time, asked by days of the asker's zone."""

    def start_of(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())
