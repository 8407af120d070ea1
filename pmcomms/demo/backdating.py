"""Giving the demo company a past.

The actions write *now*, as they must; a company that began this minute would show nothing overdue and no
history. This module is the one place that moves moments, and it moves nothing else. "Days ago" are working
days: 1.0 is the end of the last working day before today, 1.5 its noon; below 1 it is today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Max
from django.utils import timezone

from artifacts.models import Artifact, FilledCell, OpenPoint, Question, SignOff, Version
from conversations.models import Comment, Decision, MeetingNote, NoteTodo, Thread
from departments.models import StandIn
from departments.working_days import add_working_days, is_working_day
from events.models import Event
from requirements.models import Feedback, Promise, Requirement

OPENS, CLOSES = dt.time(9, 0), dt.time(18, 0)
SHORTEST_MORNING = dt.timedelta(hours=1)


def moment(days_ago: float) -> dt.datetime:
    """The moment so many working days ago; never later than now."""
    now, today = timezone.now(), timezone.localdate()
    if days_ago < 1:
        began = _at(today, OPENS)
        if now - began < SHORTEST_MORNING:
            began = _at(_working_day(1), CLOSES)
        return now - (now - began) * days_ago
    whole = int(days_ago)
    length = dt.timedelta(hours=CLOSES.hour - OPENS.hour)
    return _at(_working_day(whole), CLOSES) - length * (days_ago - whole)


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def _working_day(back: int) -> dt.date:
    day = timezone.localdate()
    for _ in range(back):
        day -= dt.timedelta(days=1)
        while not is_working_day(day):
            day -= dt.timedelta(days=1)
    return day


def answered_after(days_ago: float) -> float:
    """When what was sent so many days ago was answered: within a working day."""
    return days_ago - 0.8 if days_ago >= 2 else days_ago * 0.5


# --- Events -----------------------------------------------------------------------------------------


@contextmanager
def happened(days_ago: float) -> Iterator[None]:
    """The events recorded inside happened so many days ago."""
    with _moved(moment(days_ago)):
        yield


@contextmanager
def happened_on(day: dt.date) -> Iterator[None]:
    """The events recorded inside happened at the end of a day."""
    with _moved(_end_of(day)):
        yield


@contextmanager
def _moved(to: dt.datetime) -> Iterator[None]:
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Event.objects.filter(pk__gt=last).update(created_at=to)


def put_events_in_order() -> None:
    """Feeds go by id: let the ids ascend with the moments, as if all had been recorded when it happened.

    Only before the events are committed: nothing refers to them yet but their outbox rows, one each.
    """
    told = list(Event.objects.order_by("pk"))
    ids = [event.pk for event in told]
    told.sort(key=lambda event: event.created_at)
    for pk, event in zip(ids, told, strict=True):
        event.pk = pk
    fields = [field.name for field in Event._meta.concrete_fields if not field.primary_key]
    Event.objects.bulk_update(told, fields, batch_size=500)


# --- Documents --------------------------------------------------------------------------------------


def artifact(row: Artifact, days_ago: float) -> None:
    Artifact.objects.filter(pk=row.pk).update(created_at=moment(days_ago))
    Thread.objects.filter(pk=row.thread_id).update(created_at=moment(days_ago))


def version(row: Version, days_ago: float) -> None:
    """Move a version, its answers and their open points."""
    sent_at, answered_at = moment(days_ago), moment(answered_after(days_ago))
    Version.objects.filter(pk=row.pk).update(published_at=sent_at)
    days = {receiver.department_id: receiver.response_days for receiver in row.artifact.receivers.all()}
    for sign_off in row.sign_offs.all():
        sign_off.created_at = sent_at
        sign_off.due_at = add_working_days(sent_at, days.get(sign_off.department_id, 2))
        if sign_off.answered_at is not None:
            sign_off.answered_at = answered_at
        sign_off.save(update_fields=["created_at", "due_at", "answered_at"])
    OpenPoint.objects.filter(sign_off__version=row).update(raised_at=answered_at)


def overdue(artifact_id: int, days: int) -> None:
    """The waiting answers of an artifact were due ``days`` days ago."""
    due_at = timezone.now() - dt.timedelta(days=days)
    SignOff.objects.current().waiting().filter(artifact=artifact_id).update(due_at=due_at)


def not_yet_due(artifact_id: int) -> None:
    """The waiting answers of an artifact are due in two working days, however old the version is."""
    waiting = SignOff.objects.current().waiting().filter(artifact=artifact_id, due_at__lt=timezone.now())
    waiting.update(due_at=add_working_days(timezone.now(), 2))


def question(row: Question, days_ago: float) -> None:
    """Asked some days ago; the clock has stood still since."""
    Question.objects.filter(pk=row.pk).update(asked_at=moment(days_ago))
    SignOff.objects.filter(pk=row.sign_off_id).update(paused_at=moment(days_ago))


def closed(row: OpenPoint, days_ago: float) -> None:
    OpenPoint.objects.filter(pk=row.pk).update(closed_at=moment(days_ago))


def filled(artifact_id: int, days_ago: float) -> None:
    FilledCell.objects.filter(artifact=artifact_id).update(filled_at=moment(days_ago))


def requirement(row: Requirement, made: float, moved: float) -> None:
    """Written down ``made`` working days ago; on its step since ``moved``."""
    Thread.objects.filter(pk=row.thread_id).update(created_at=moment(made))
    rows = Requirement.objects.filter(pk=row.pk)
    rows.update(created_at=moment(made), changed_at=moment(min(made, moved)))
    rows.filter(closed_at__isnull=False).update(closed_at=moment(moved))


def feedback(row: Feedback, made: float, decided: float, told: float) -> None:
    """Brought in, decided and told so many working days ago; 0: not yet."""
    Thread.objects.filter(pk=row.thread_id).update(created_at=moment(made))
    rows = Feedback.objects.filter(pk=row.pk)
    rows.update(created_at=moment(made), changed_at=moment(told or decided or made))
    if decided:
        rows.update(decided_at=moment(decided))
    if told:
        rows.update(told_at=moment(told))


def promise(row: Promise, days_ago: float, due_on: dt.date) -> None:
    """Asked so many working days ago and answered within one; due on a day that may have passed."""
    row.created_at, row.due_on = moment(days_ago), due_on
    row.answer_due_at = add_working_days(row.created_at, 2)
    if row.answered_at is not None:
        row.answered_at = moment(answered_after(days_ago))
        row.promised_on = timezone.localtime(row.answered_at).date() if row.promised_on else None
    if row.closed_at is not None:
        row.closed_at = moment(min(1.0, answered_after(days_ago)))
    row.save(update_fields=["created_at", "due_on", "answer_due_at", "answered_at", "promised_on", "closed_at"])


# --- Talk and people --------------------------------------------------------------------------------


def comment(row: Comment, days_ago: float) -> None:
    """Move a comment and the decision made of it."""
    Comment.objects.filter(pk=row.pk).update(created_at=moment(days_ago))
    Decision.objects.filter(comment=row.pk).update(created_at=moment(days_ago))


def note(row: MeetingNote) -> None:
    """Written down at the end of the day it was held; what was to be done is done by now."""
    written_at = _end_of(row.held_on)
    MeetingNote.objects.filter(pk=row.pk).update(created_at=written_at)
    Decision.objects.filter(thread=row.thread_id).update(created_at=written_at)
    NoteTodo.objects.filter(note=row.pk).update(created_at=written_at)


def absence(row: StandIn, days: int) -> None:
    """Away since ``days`` (negative) days from today."""
    StandIn.objects.filter(pk=row.pk).update(from_on=timezone.localdate() + dt.timedelta(days=days))


def _end_of(day: dt.date) -> dt.datetime:
    return min(_at(day, CLOSES), timezone.now())
