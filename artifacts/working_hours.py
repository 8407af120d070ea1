"""Working hours, for what may not come twice too soon: 09:00 to 18:00 in Shanghai on working days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from departments.working_days import is_working_day

_OPENS, _CLOSES = dt.time(9), dt.time(18)
_ZONE = ZoneInfo("Asia/Shanghai")


def passed(since: dt.datetime, until: dt.datetime, hours: int) -> bool:
    """Have at least ``hours`` working hours gone by between the two moments?"""
    wanted = dt.timedelta(hours=hours)
    start, end = since.astimezone(_ZONE), until.astimezone(_ZONE)
    day, total = start.date(), dt.timedelta()
    while day <= end.date() and total < wanted:
        if is_working_day(day):
            opens = max(start, dt.datetime.combine(day, _OPENS, _ZONE))
            closes = min(end, dt.datetime.combine(day, _CLOSES, _ZONE))
            total += max(closes - opens, dt.timedelta())
        day += dt.timedelta(days=1)
    return total >= wanted
