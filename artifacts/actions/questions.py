"""A question before the answer pauses the clock; conditions stay open until somebody closes them."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import permissions
from artifacts.actions.answers import MOST_GROUND, fresh, party_of
from artifacts.actions.asking import refuse_closed
from artifacts.actions.locking import locked, locked_for_edit, record, refuse_archived
from artifacts.models import OpenPoint, Question, SignOff
from conversations.actions import comments
from conversations.text.sanitise import storable
from departments.working_days import due_after_pause


def ask(sign_off: SignOff, *, actor: User, source: str, anchor: str = "", anchor_key: str = "") -> Question:
    """Ask the managers something before answering; the clock stands still until they answer.

    ``source`` is Markdown-light and becomes a comment, tied to a part when an anchor is given. Raises
    ``PermissionDenied``, ``InvalidTransition`` (answered or outdated), ``ValidationError``.
    """
    with transaction.atomic():
        artifact = locked(sign_off.artifact)
        sign_off = fresh(sign_off)
        if not permissions.can_answer(actor, sign_off):
            raise PermissionDenied(_("This is not yours to answer."))
        refuse_archived(artifact)
        refuse_closed(sign_off)
        posted = comments.add(
            thread=artifact.thread, actor=actor, source=source, anchor=anchor, anchor_key=anchor_key,
            version=sign_off.version.number,
        )  # fmt: skip
        question = Question.objects.create(sign_off=sign_off, comment=posted.comment)
        if sign_off.paused_at is None:
            sign_off.paused_at = timezone.now()
            sign_off.save(update_fields=["paused_at"])
        record("question.asked", artifact, actor, {"party": party_of(sign_off)}, question)
    return question


def answer_question(question: Question, *, actor: User, source: str) -> Question:
    """Answer a question as a reply to it. After the last open one the clock runs again.

    Raises ``PermissionDenied`` unless the actor may edit the artifact. Answering twice changes nothing.
    """
    with transaction.atomic():
        artifact = locked_for_edit(question.sign_off.artifact, actor)
        question = Question.objects.select_related("comment__thread", "sign_off").get(pk=question.pk)
        if question.answered_at is not None:
            return question
        if question.comment.deleted_at is None:
            posted = comments.reply(parent=question.comment, actor=actor, source=source)
        else:  # its words were taken back, the clock still has to run again
            posted = comments.add(thread=artifact.thread, actor=actor, source=source)
        question.answered_at, question.answer = timezone.now(), posted.comment
        question.save(update_fields=["answered_at", "answer"])
        due_at = _resume(question.sign_off)
        record("question.answered", artifact, actor, {"due_at": due_at.isoformat()}, question)
    return question


def _resume(sign_off: SignOff) -> dt.datetime:
    """Start the clock again unless another question is open; the working days that were left are left again."""
    is_open = Question.objects.filter(sign_off=sign_off, answered_at__isnull=True).exists()
    if is_open or sign_off.paused_at is None:
        return sign_off.due_at
    sign_off.due_at = due_after_pause(sign_off.due_at, sign_off.paused_at, timezone.now())
    sign_off.paused_at = None
    sign_off.save(update_fields=["due_at", "paused_at"])
    return sign_off.due_at


def close_point(point: OpenPoint, *, actor: User, resolution: str = "") -> OpenPoint:
    """Close a condition, saying how it was met. Twice is once. Raises ``PermissionDenied``."""
    resolution = storable(resolution).strip()
    if len(resolution) > MOST_GROUND:
        text = _("At most %(most)d characters.") % {"most": MOST_GROUND}
        raise ValidationError({"resolution": text}, code="too_long")
    with transaction.atomic():
        artifact = locked(point.artifact)
        related = ("artifact__product", "sign_off__department")
        point = OpenPoint.objects.select_related(*related).get(pk=point.pk)
        if not permissions.can_close_point(actor, point):
            raise PermissionDenied
        if point.closed_at is not None:
            return point
        refuse_archived(artifact)
        point.closed_at, point.closed_by, point.resolution = timezone.now(), actor, resolution
        point.save(update_fields=["closed_at", "closed_by", "resolution"])
        record("open_point.closed", artifact, actor, {"party": party_of(point.sign_off)}, point)
    return point
