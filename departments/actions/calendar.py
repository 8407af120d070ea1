"""Overrides of the working calendar, for administrators."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.people import require_administrator
from accounts.models import User
from departments import working_days
from departments.models import CalendarDay
from events import actions as events

YEARS = range(2000, 2101)


def set_day(*, actor: User, day: dt.date, is_working: bool, name: str = "") -> CalendarDay:
    """Say that a day is worked or not, whatever the national calendar says."""
    require_administrator(actor)
    if day.year not in YEARS:
        raise ValidationError({"day": _("This year is out of range.")})
    with transaction.atomic():
        row = CalendarDay.objects.select_for_update().filter(day=day).first()
        if row and (row.is_working, row.name) == (is_working, name.strip()):
            return row
        old = row.is_working if row else None
        row = row or CalendarDay(day=day)
        row.is_working, row.name = is_working, name.strip()
        row.full_clean()
        row.save()
        changes = {"day": day.isoformat(), "is_working": [old, is_working], "name": row.name}
        events.record("calendar.day_set", actor=actor, subject=row, changes=changes)
        _forget()
    return row


def clear_day(*, actor: User, day: dt.date) -> None:
    """Let the national calendar decide about a day again."""
    require_administrator(actor)
    with transaction.atomic():
        row = CalendarDay.objects.select_for_update().filter(day=day).first()
        if row is None:
            return
        changes = {"day": day.isoformat(), "is_working": [row.is_working, None]}
        events.record("calendar.day_cleared", actor=actor, subject=row, changes=changes)
        row.delete()
        _forget()


def _forget() -> None:
    working_days.forget()
    transaction.on_commit(working_days.forget)
