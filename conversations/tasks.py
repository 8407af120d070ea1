"""Celery shells of this floor."""

from __future__ import annotations

from celery import shared_task

from conversations.actions import tidying


@shared_task(name="conversations.tidy", ignore_result=True)
def tidy() -> None:
    """Remove files nobody can reach any more. Every six hours."""
    tidying.tidy()
