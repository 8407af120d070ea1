"""Days, months and moments. A day is a day in every zone; a moment is kept in UTC."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, narrow, refusal

if TYPE_CHECKING:
    from artifacts.declaration import Column

FIRST_YEAR, LAST_YEAR = 1900, 2199
# Years within which every day of the calendar comes, 29 February across 2100 included.
LEAP_GAP = 9
_DAY = re.compile(
    r"(\d{4})\s?([-/.年])\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?"
    r"(?:[ (（]*(?:星期|周)[一二三四五六日天][)）]?)?",
    re.ASCII,
)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]", re.ASCII)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s?[-/.年]?\s?(\d{1,2})\s?月?", re.ASCII)
_ENGLISH_DAY = re.compile(r"(?:(\d{1,2})[- ]([a-z]{3,9})[-, ]+(\d{4})|([a-z]{3,9}) (\d{1,2}),? (\d{4}))", re.ASCII)
_CLOCK = re.compile(
    r"(上午|下午|晚上|凌晨|早上|中午|am|pm)?\s?(\d{1,2})[:时点](\d{2})?分?(?::(\d{2})(?:\.\d+)?)?\s?(am|pm)?"
)
_ENGLISH_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def read_day(raw: object) -> datetime.date:
    """The day that ``raw`` means: 2026-02-03, 2026/2/3, 2026.2.3, 2026年2月3日, 20260203, 3-Feb-2026.

    12月20日 names no year and means the next such day, today included: plans look ahead. Raises
    ``ValidationError`` for a day the calendar does not have, and for 2/3 and 2/3/2026, which are different
    days to different readers.
    """
    if isinstance(raw, datetime.datetime):
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    text = narrow(str(raw)).lower()
    # Excel and JSON give a day as midnight.
    text = re.sub(r"[t ]0{1,2}:00(:00(\.0+)?)?(z)?$", "", text)
    found = _DAY.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]), raw)
    yearless = _DAY_OF_YEAR.fullmatch(text)
    if yearless:
        return _next_day(int(yearless[1]), int(yearless[2]), raw)
    compact = _COMPACT_DAY.fullmatch(text)
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]), raw)
    english = _ENGLISH_DAY.fullmatch(text)
    month = _ENGLISH_MONTHS.get((english[2] or english[4])[:3]) if english else None
    if english and month:
        return _day(int(english[3] or english[6]), month, int(english[1] or english[5]), raw)
    raise refusal(_("“%(value)s” is not a date. Write the year first, like 2026-02-03."), raw, "not_date")


def _next_day(month: int, day: int, raw: object) -> datetime.date:
    """The next day of this name in the zone of the reader; a 29 February may be years away."""
    today = timezone.localdate()
    for year in range(today.year, today.year + LEAP_GAP):
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return _day(today.year, month, day, raw)


def _day(year: int, month: int, day: int, raw: object) -> datetime.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refusal(_("The year of “%(value)s” is not between 1900 and 2199."), raw, "not_date")
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        sentence = _("“%(value)s” is not in the calendar: that month has no such day.")
        raise refusal(sentence, raw, "no_such_day") from error


class Day(ColumnType):
    code = "date"
    widget = "date"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        return read_day(raw).isoformat()

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class Month(ColumnType):
    code = "month"
    widget = "month"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        if isinstance(raw, datetime.date):
            return f"{raw:%Y-%m}"
        found = _MONTH.fullmatch(narrow(str(raw)))
        if not found or not (1 <= int(found[2]) <= 12 and FIRST_YEAR <= int(found[1]) <= LAST_YEAR):
            raise refusal(_("“%(value)s” is not a month. Write it like 2026-02."), raw, "not_month")
        return f"{int(found[1])}-{int(found[2]):02d}"

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "example": "2026-02"}


class Moment(ColumnType):
    """Day and time. Without a zone it means the zone of the person who wrote it."""

    code = "moment"
    widget = "datetime-local"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        moment = raw if isinstance(raw, datetime.datetime) else self._read(raw)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=resolver.zone)
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @staticmethod
    def _read(raw: object) -> datetime.datetime:
        text = narrow(str(raw))
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
            try:
                return datetime.datetime.fromisoformat(text)
            except ValueError:
                # Not ISO after all (2026-02-30 10:00, 25:00): the reading below finds the words for it.
                text = text.replace("T", " ")
        found = re.fullmatch(r"(.*?[\d日])[ ]?" + f"(?P<clock>{_CLOCK.pattern})", text.lower())
        clock = _CLOCK.fullmatch(found["clock"].strip()) if found else None
        if not found or not clock:
            raise refusal(
                _("“%(value)s” is not a date with a time. Write it like 2026-02-03 14:30."), raw, "not_moment"
            )
        day = read_day(found[1].strip())
        hour, minute, second = int(clock[2]), int(clock[3] or 0), int(clock[4] or 0)
        if (clock[1] or clock[5]) in ("下午", "晚上", "pm") and hour < 12:
            hour += 12
        if hour > 23 or minute > 59 or second > 59:
            raise refusal(
                _("“%(value)s” is not a date with a time. Write it like 2026-02-03 14:30."), raw, "not_moment"
            )
        return datetime.datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - the caller sets the zone

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{datetime.datetime.fromisoformat(stored).astimezone(resolver.zone):%Y-%m-%d %H:%M}"

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{datetime.datetime.fromisoformat(stored).astimezone(resolver.zone):%Y-%m-%d %H:%M:%S}"

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}
