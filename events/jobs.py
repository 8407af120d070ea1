"""Long work (import, export, bulk): rows that say what is asked, how far it is and what came out.

A kind of job is a function that its floor registers. ``start`` writes the row and rings the worker;
``run`` claims the row by a conditional update, so a task delivered twice runs once. The function gets a
``Progress`` and calls ``step`` as it goes: that stores the figures, at most once a second, and stops the
work by ``Cancelled`` when the owner asked for it. What the function wrote belongs into one transaction
of its own, so that a cancelled or failed job leaves nothing behind. A job whose worker died is failed
by the sweep after ``DEAD_AFTER`` without a step.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import actions, bell
from events.models import Job
from pmcomms.ground.database import retry_on_deadlock
from pmcomms.ground.problems import Conflict, InvalidTransition

log = structlog.get_logger("pmcomms.jobs")
DEAD_AFTER = dt.timedelta(minutes=15)
Work = Callable[["Job", "Progress"], dict[str, Any]]
_works: dict[str, Work] = {}
OPEN = (Job.State.PLANNED, Job.State.WAITING, Job.State.RUNNING)


class Cancelled(Exception):
    """The owner asked the job to stop."""


class Progress:
    """How far a job is; ``step`` also tells when to stop."""

    def __init__(self, job: Job) -> None:
        self._job_id = job.pk
        self._stored_at = 0.0

    def step(self, done: int, total: int) -> None:
        """Store the figures (once a second and at the end). Raises ``Cancelled`` when that was asked."""
        if done < total and time.monotonic() - self._stored_at < 1:
            return
        self._stored_at = time.monotonic()
        row = Job.objects.filter(pk=self._job_id)
        row.update(progress_done=done, progress_total=total, beat_at=timezone.now())
        if row.filter(is_cancel_asked=True).exists():
            raise Cancelled


def register(kind: str, work: Work) -> None:
    """Name the function that does a kind of job. Raises ``ValueError`` for a kind taken by another."""
    if _works.get(kind, work) is not work:
        raise ValueError(f"Job kind {kind} is registered twice.")
    _works[kind] = work


def start(*, actor: models.Model | None, kind: str, arguments: dict[str, Any] | None = None) -> Job:
    """Write a job and ring the worker after commit; ``actor`` None is the system.

    Raises ``KeyError`` for an unknown kind.
    """
    _works[kind]
    with transaction.atomic():
        owner_id = actor.pk if actor is not None else None
        job = Job.objects.create(kind=kind, owner_id=owner_id, arguments=arguments or {})
        actions.record("job.started", actor=actor, subject=job, changes={"kind": kind})
        transaction.on_commit(lambda: bell.ring_with("events.run_job", job.pk))
    return job


def plan(*, actor: models.Model, kind: str, arguments: dict[str, Any], result: dict[str, Any]) -> Job:
    """Keep a dry run: what would be done and what came out. ``confirm`` makes it real."""
    _works[kind]
    return Job.objects.create(kind=kind, owner_id=actor.pk, arguments=arguments, result=result, state=Job.State.PLANNED)


def confirm(job: Job, *, actor: models.Model) -> Job:
    """Let a planned job run; pressed twice, it runs once. Owner only."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.owner_id != actor.pk:
            raise PermissionDenied(_("Only the person who planned it can start it."))
        if job.state in (Job.State.CANCELLED, Job.State.FAILED):
            raise InvalidTransition(_("This is finished already."))
        if job.state != Job.State.PLANNED:
            return job
        job.state, job.created_at = Job.State.WAITING, timezone.now()
        job.save(update_fields=["state", "created_at"])
        actions.record("job.started", actor=actor, subject=job, changes={"kind": job.kind})
        transaction.on_commit(lambda: bell.ring_with("events.run_job", job.pk))
    return job


def cancel(job: Job, *, actor: models.Model) -> Job:
    """Ask a job to stop; one that has not begun stops at once. Owner only."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.owner_id != actor.pk:
            raise PermissionDenied(_("Only the person who started it can stop it."))
        if job.state == Job.State.CANCELLED or (job.is_cancel_asked and job.state in OPEN):
            return job
        if job.state not in OPEN:
            raise InvalidTransition(_("This is finished already."))
        job.is_cancel_asked = True
        if job.state != Job.State.RUNNING:
            job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
        job.save(update_fields=["is_cancel_asked", "state", "finished_at"])
        actions.record("job.cancelled", actor=actor, subject=job, changes={"kind": job.kind})
    return job


def run(job_id: int) -> None:
    """Do the job unless somebody else does or did; the outcome is in the row."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=now, beat_at=now
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    work = _works.get(job.kind)
    if work is None:
        _finish(job, Job.State.FAILED, error=_("This kind of work is not known any more."))
        return
    try:
        result = retry_on_deadlock(work)(job, Progress(job))
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except ValidationError as error:
        _finish(job, Job.State.FAILED, error=" ".join(error.messages))
    except (Conflict, PermissionDenied) as error:
        _finish(job, Job.State.FAILED, error=str(error))
    except (DatabaseError, OSError) as error:
        log.exception("job.failed", job=job.pk, kind=job.kind)
        _finish(
            job,
            Job.State.FAILED,
            error=_("The server could not finish this (%(name)s). Nothing was changed.")
            % {"name": type(error).__name__},
        )
    else:
        _finish(job, Job.State.DONE, result=result)


def _finish(job: Job, state: str, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    values: dict[str, Any] = {"state": state, "error": error, "finished_at": timezone.now()}
    if result is not None:
        values["result"] = result
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(**values)


def sweep() -> None:
    """Run jobs the bell did not wake; fail those whose worker gave no sign for ``DEAD_AFTER``."""
    now = timezone.now()
    Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=now - DEAD_AFTER).update(
        state=Job.State.FAILED,
        error=_("The server stopped in the middle. Nothing was changed; start it again."),
        finished_at=now,
    )
    late = Job.objects.filter(state=Job.State.WAITING, created_at__lt=now - dt.timedelta(minutes=1))
    for pk in late.order_by("pk").values_list("pk", flat=True)[:20]:
        run(pk)
