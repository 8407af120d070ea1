"""The periods of rolling kinds: weeks from Monday to Sunday, calendar months, in Shanghai."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from artifacts.declaration import MONTH

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> dt.date:
    return timezone.now().astimezone(SHANGHAI).date()


def period_of(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the week or month that ``day`` lies in."""
    if period == MONTH:
        first = day.replace(day=1)
        return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    first = day - dt.timedelta(days=day.weekday())
    return first, first + dt.timedelta(days=6)


def last_complete(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The last period that is over on ``day``."""
    first, _last = period_of(period, day)
    return period_of(period, first - dt.timedelta(days=1))


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after a day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), SHANGHAI)
