"""Background work: one Celery application, and the ticks that make it certain.

Celery is only the bell. What is due stands in rows; a task lost with its worker, its broker or a
purged queue is found by the next tick, so tasks are acknowledged early, never retried by the broker
and never asked for a result. A tick says "look now", not "do the 09:00 work": missed ticks are not
replayed, and one that waited until the next is thrown away.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task
from celery.beat import EmbeddedService
from celery.signals import worker_ready
from django.conf import settings

from pmcomms.ground.database import retry_on_deadlock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
if not settings.configured:  # in the worker; the web server has read its settings before it comes here
    os.environ.setdefault("STATEMENT_SECONDS", "600")

LOOK_SECONDS = 30


class PatientTask(Task):
    """A task reads anew what is due, so it may run twice: a deadlock's victim does."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return retry_on_deadlock(super().__call__, is_repeatable=True)(*args, **kwargs)


app = Celery("pmcomms", task_cls=PatientTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # threads of the web server ring the same application
app.autodiscover_tasks()


def every(seconds: int, task: str) -> dict[str, object]:
    """A tick that is worth nothing any more when the next one comes."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds - 1}}


app.conf.update(
    task_ignore_result=True,
    result_backend=None,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    task_time_limit=600,
    task_soft_time_limit=540,
    task_publish_retry=False,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=1,
    # A Redis that accepts and never answers must not hold a request: every socket gives up after a second.
    broker_transport_options={
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "health_check_interval": 30,
        "visibility_timeout": 3600,
    },
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # The ticks need no memory of the last run, so no schedule file either.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "give events their positions": every(LOOK_SECONDS, "events.dispatch"),
        "sign of life": every(LOOK_SECONDS, "events.beat"),
        "run what waits": every(60, "events.sweep_jobs"),
        "throw old things away": every(3600, "events.tidy"),
        "throw deleted files away": every(21600, "conversations.tidy"),
        "take as read what lapsed": every(300, "artifacts.lapse_due"),
        "freeze periods that are over": every(900, "artifacts.freeze_periods"),
        "look for what went out of date": every(1800, "artifacts.look_for_stale"),
    },
)


@worker_ready.connect
def look_at_once(**_: object) -> None:
    """What fell due while nobody worked does not wait for the first tick.

    With ``BEAT_IN_WORKER=1`` the ticks come from a thread of this worker: one process less on a small
    machine, and none left behind when the worker is killed. Use it for one worker only.
    """
    for tick in app.conf.beat_schedule.values():
        app.send_task(tick["task"])
    if os.environ.get("BEAT_IN_WORKER") == "1":
        EmbeddedService(app, thread=True, scheduler_cls=app.conf.beat_scheduler).start()
