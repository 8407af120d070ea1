"""Celery shells of this floor. Beat says "look now"; what is due stands in the rows."""

from __future__ import annotations

from celery import shared_task

from artifacts import nightly


@shared_task(name="artifacts.freeze_periods")
def freeze_periods() -> int:
    """Freeze the last period that is over, of every living record. May run any number of times."""
    return nightly.freeze_periods()


@shared_task(name="artifacts.look_for_stale")
def look_for_stale() -> int:
    """Find what went out of date, and compute the signals that count days."""
    return nightly.look_for_stale()


@shared_task(name="artifacts.lapse_due")
def lapse_due() -> int:
    """Take acknowledgements past their due moment as read, where the kind lets them."""
    return nightly.lapse_due()
