"""Celery shells of the lowest floor."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from events import dispatch as dispatcher
from events import jobs, tidying
from events.models import Heartbeat


@shared_task(name="events.dispatch", ignore_result=True)
def dispatch() -> None:
    """Give positions to waiting events; rung after commit and every 30 s by beat."""
    dispatcher.dispatch()


@shared_task(name="events.beat", ignore_result=True)
def beat() -> None:
    """A sign of life of beat and worker together; ``/readyz`` reads it."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"beat_at": timezone.now()})


@shared_task(name="events.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="events.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Run what waits and fail what died: rung every minute by beat."""
    jobs.sweep()


@shared_task(name="events.tidy", ignore_result=True)
def tidy() -> None:
    """Throw away what nobody asks for any more: old answers, counters, sessions. Hourly."""
    tidying.tidy()
