"""Waking workers after commit.

The database is the queue and Celery only the bell: a sweep every 30 s finds what the bell did not
wake, so an unreachable broker costs time and never a request.
"""

from __future__ import annotations

import time

import structlog
from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
_SILENCE_SECONDS = 15.0
_silent_until = 0.0


def ring(task: str = "events.dispatch") -> None:
    """Ask the worker to look now; shrug when the broker does not answer."""
    ring_with(task)


def ring_with(task: str, *arguments: int) -> None:
    """The same with ids for the task."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task, args=arguments, ignore_result=True, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _silent_until = time.monotonic() + _SILENCE_SECONDS
        log.warning("bell.unreachable", error=str(error))
