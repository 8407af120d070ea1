"""Giving the demo company a past.

The actions write *now*, as they must; a company that began this minute would show nothing overdue and no
history. This module is the one place that moves moments, and it moves nothing else.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from artifacts.models import Question, SignOff, Version
from conversations.models import Comment, MeetingNote
from departments.working_days import add_working_days
from events.models import Event

ANSWER_AFTER = dt.timedelta(hours=20)


def version(row: Version, days_ago: float) -> None:
    """Move a version and its answers ``days_ago`` days back; answers came within a day."""
    now = timezone.now()
    sent_at = now - dt.timedelta(days=days_ago)
    Version.objects.filter(pk=row.pk).update(published_at=sent_at)
    days = {receiver.department_id: receiver.response_days for receiver in row.artifact.receivers.all()}
    for sign_off in row.sign_offs.all():
        sign_off.created_at = sent_at
        sign_off.due_at = add_working_days(sent_at, days.get(sign_off.department_id, 2))
        if sign_off.answered_at is not None:
            sign_off.answered_at = min(sent_at + ANSWER_AFTER, now)
        sign_off.save(update_fields=["created_at", "due_at", "answered_at"])


def overdue(artifact_id: int, days: int) -> None:
    """The waiting answers of an artifact were due ``days`` days ago."""
    due_at = timezone.now() - dt.timedelta(days=days)
    SignOff.objects.current().waiting().filter(artifact=artifact_id).update(due_at=due_at)


def not_yet_due(artifact_id: int) -> None:
    """The waiting answers of an artifact are due in two working days, however old the version is."""
    waiting = SignOff.objects.current().waiting().filter(artifact=artifact_id, due_at__lt=timezone.now())
    waiting.update(due_at=add_working_days(timezone.now(), 2))


def comment(row: Comment, days_ago: float) -> None:
    Comment.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(days=days_ago))


def question(row: Question, days_ago: float) -> None:
    """Asked some days ago; the clock has stood still since."""
    moment = timezone.now() - dt.timedelta(days=days_ago)
    Question.objects.filter(pk=row.pk).update(asked_at=moment)
    SignOff.objects.filter(pk=row.sign_off_id).update(paused_at=moment)


def note(row: MeetingNote) -> None:
    """Written down in the evening of the day it was held."""
    moment = timezone.make_aware(dt.datetime.combine(row.held_on, dt.time(18, 30)))
    MeetingNote.objects.filter(pk=row.pk).update(created_at=min(moment, timezone.now()))


def events(first_id: int, days_ago: float) -> None:
    """The events recorded since ``first_id`` happened ``days_ago`` days ago."""
    Event.objects.filter(pk__gte=first_id).update(created_at=F("created_at") - dt.timedelta(days=days_ago))
