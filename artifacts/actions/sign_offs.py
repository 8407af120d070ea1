"""Putting the questions of a publication: the rows of the plan that ``artifacts.asked`` made."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from artifacts.asked import Asked
from artifacts.models import Artifact, Question, SignOff, Version


def write(artifact: Artifact, version: Version, asked: Iterable[Asked], *, replaces_all: bool = True) -> list[SignOff]:
    """Close what waited, store the plan's rows, move open questions along. In the caller's transaction.

    ``replaces_all`` False leaves the current rows of parties that are not asked now (rolling kinds).
    """
    asked = list(asked)
    earlier = SignOff.objects.filter(artifact=artifact).current()
    if not replaces_all:
        earlier = earlier.filter(pk__in=[wish.before.pk for wish in asked if wish.before])
    ids = list(earlier.values_list("pk", flat=True))
    rows = SignOff.objects.filter(pk__in=ids)
    rows.waiting().update(state=SignOff.State.CLOSED)
    rows.update(is_current=False)
    made = SignOff.objects.bulk_create([_row(artifact, version, wish) for wish in asked])
    for wish, row in zip(asked, made, strict=True):
        if wish.before is not None and row.paused_at is not None:
            Question.objects.filter(sign_off=wish.before, answered_at__isnull=True).update(sign_off=row)
    return made


def _row(artifact: Artifact, version: Version, wish: Asked) -> SignOff:
    row = SignOff(
        artifact=artifact,
        version=version,
        department=wish.department,
        person=wish.person,
        question=wish.question,
        may_lapse=wish.may_lapse,
        due_at=wish.due_at,
    )
    before = wish.before
    if before is None:
        return row
    if wish.is_carried:
        row.state, row.answer, row.carried_from = before.state, before.answer, before
        row.ground, row.content_hash = before.ground, before.content_hash
        row.answered_by, row.on_behalf_of = before.answered_by, before.on_behalf_of
        row.answered_at, row.is_by_token = before.answered_at, before.is_by_token
        return row
    if before.state == SignOff.State.WAITING:
        if wish.is_unchanged:
            row.passed_to, row.nudged_at, row.paused_at = before.passed_to, before.nudged_at, before.paused_at
        elif before.paused_at is not None:
            row.paused_at = timezone.now()
    return row
