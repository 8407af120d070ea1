"""Working days in China: public holidays, make-up working days, and an administrator's overrides.

The national calendar comes from the ``holidays`` package; a ``CalendarDay`` row wins over it. The rows
are few and read once per request (``forget`` is called at its start) or every 30 seconds elsewhere.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from zoneinfo import ZoneInfo

import holidays

from departments.models import CalendarDay

SHANGHAI = "Asia/Shanghai"
DUE_TIME = dt.time(18, 0)
_KEPT_SECONDS = 30.0
# Further than this no due day lies; a calendar without any working day must not loop for ever.
_FARTHEST_DAYS = 3660

_national = holidays.country_holidays("CN")
_national_lock = threading.Lock()
_kept = threading.local()


def forget() -> None:
    """Read the overrides again at the next question."""
    _kept.until = 0.0


def _overrides() -> dict[dt.date, bool]:
    if getattr(_kept, "until", 0.0) < time.monotonic():
        _kept.days = dict(CalendarDay.objects.values_list("day", "is_working"))
        _kept.until = time.monotonic() + _KEPT_SECONDS
    days: dict[dt.date, bool] = _kept.days
    return days


def national_day(day: dt.date) -> tuple[bool, str]:
    """Is it a working day by the national calendar, and the holiday's name (English) if it has one."""
    with _national_lock:  # the package fills a year when it is first asked for
        name = _national.get(day) or ""
        return bool(_national.is_working_day(day)), name


def is_working_day(day: dt.date) -> bool:
    override = _overrides().get(day)
    return national_day(day)[0] if override is None else override


def add_working_days(moment: dt.datetime, days: int, tz: str = SHANGHAI) -> dt.datetime:
    """18:00 local on the ``days``-th working day after the local day of ``moment``, in UTC.

    Zero days: that day itself if it is a working day, else the next one.
    """
    zone = ZoneInfo(tz)
    day = moment.astimezone(zone).date()
    last = day + dt.timedelta(days=_FARTHEST_DAYS)
    left = days
    while left > 0 or not is_working_day(day):
        day += dt.timedelta(days=1)
        if day > last:
            raise ValueError("No working day within ten years: check the working calendar.")
        left -= is_working_day(day)
    return dt.datetime.combine(day, DUE_TIME, zone).astimezone(dt.UTC)


def working_days_between(start: dt.date | dt.datetime, end: dt.date | dt.datetime, tz: str = SHANGHAI) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before."""
    first, last = _local_day(start, tz), _local_day(end, tz)
    sign = 1 if first <= last else -1
    first, last = min(first, last), max(first, last)
    span = (last - first).days
    return sign * sum(is_working_day(first + dt.timedelta(days=step)) for step in range(1, span + 1))


def due_after_pause(due_at: dt.datetime, paused_at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The due moment after a pause: as many working days ahead as at its beginning, at least the end of a day.

    What was overdue before the pause stays as much overdue.
    """
    if due_at <= paused_at:
        return due_at + (now - paused_at)
    left = working_days_between(paused_at, due_at)
    later = add_working_days(now, left)
    return later if later > now else add_working_days(now, left + 1)


def _local_day(moment: dt.date | dt.datetime, tz: str) -> dt.date:
    return moment.astimezone(ZoneInfo(tz)).date() if isinstance(moment, dt.datetime) else moment
