"""Jobs: claimed once, honest about their end, stopped by their owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from events import jobs
from events.models import Event, Job
from pmcomms.ground.problems import InvalidTransition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> dict[str, jobs.Work]:
    found: dict[str, jobs.Work] = {}
    monkeypatch.setattr(jobs, "_works", found)
    return found


def count_to_three(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    for done in range(4):
        progress.step(done, 3)
    return {"counted": 3}


def test_a_job_runs_once_however_often_it_is_delivered(works: dict[str, jobs.Work]) -> None:
    runs: list[int] = []

    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        runs.append(job.pk)
        return count_to_three(job, progress)

    works["count"] = work
    job = jobs.start(actor=make.make_user(), kind="count")
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert runs == [job.pk]
    assert (job.state, job.result, job.progress_done, job.progress_total) == ("done", {"counted": 3}, 3, 3)
    assert job.finished_at is not None


def test_starting_writes_an_event_and_an_unknown_kind_is_refused(works: dict[str, jobs.Work]) -> None:
    user = make.make_user()
    with pytest.raises(KeyError):
        jobs.start(actor=user, kind="unknown")
    works["count"] = count_to_three
    jobs.start(actor=user, kind="count")
    assert [(event.kind, event.changes) for event in Event.objects.all()] == [("job.started", {"kind": "count"})]


def test_a_refused_job_says_why(works: dict[str, jobs.Work]) -> None:
    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        raise ValidationError("Row 3 has no name.")

    works["bad"] = work
    job = jobs.start(actor=make.make_user(), kind="bad")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "Row 3 has no name.")


def test_the_owner_stops_a_waiting_job_at_once(works: dict[str, jobs.Work]) -> None:
    works["count"] = count_to_three
    owner = make.make_user()
    job = jobs.start(actor=owner, kind="count")
    assert jobs.cancel(job, actor=owner).state == "cancelled"
    jobs.cancel(job, actor=owner)
    assert Event.objects.filter(kind="job.cancelled").count() == 1
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_running_job_stops_at_its_next_step(works: dict[str, jobs.Work]) -> None:
    owner = make.make_user()

    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        jobs.cancel(job, actor=owner)
        progress.step(1, 9)
        raise AssertionError("the step must not return")

    works["long"] = work
    job = jobs.start(actor=owner, kind="long")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_only_the_owner_stops_it_and_a_finished_one_stays(works: dict[str, jobs.Work]) -> None:
    works["count"] = count_to_three
    owner = make.make_user()
    job = jobs.start(actor=owner, kind="count")
    with pytest.raises(PermissionDenied):
        jobs.cancel(job, actor=make.make_user())
    jobs.run(job.pk)
    with pytest.raises(InvalidTransition):
        jobs.cancel(job, actor=owner)
    assert Event.objects.filter(kind="job.cancelled").count() == 0


def test_the_sweep_runs_what_the_bell_did_not_wake_and_fails_what_died(works: dict[str, jobs.Work]) -> None:
    works["count"] = count_to_three
    owner = make.make_user()
    waiting, dead = jobs.start(actor=owner, kind="count"), jobs.start(actor=owner, kind="count")
    long_ago = timezone.now() - dt.timedelta(hours=1)
    Job.objects.filter(pk=waiting.pk).update(created_at=long_ago)
    Job.objects.filter(pk=dead.pk).update(state="running", beat_at=long_ago)
    jobs.sweep()
    assert Job.objects.get(pk=waiting.pk).state == "done"
    assert Job.objects.get(pk=dead.pk).state == "failed"
