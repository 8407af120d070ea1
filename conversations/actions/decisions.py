"""Conclusions 结论: what was settled, by whom and on what ground; kept."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Comment, Decision, Thread
from conversations.note_lines import conclusion_in
from conversations.text.plain import one_line
from conversations.text.sanitise import storable
from events import actions as events
from pmcomms.ground.problems import InvalidTransition


def mark(*, comment: Comment, actor: User, text: str = "", ground: str = "") -> Decision:
    """Record a comment as a conclusion 记为结论; without ``text`` its own words are the conclusion.

    Marked already: returned as it is. Withdrawn before: it stands again, with the new person and ground.
    """
    with transaction.atomic():
        rows = Comment.objects.select_for_update(of=("self",)).select_related("thread__product", "author")
        comment = rows.get(pk=comment.pk)
        _ask(actor, comment.thread)
        decision = Decision.objects.filter(comment=comment).first()
        if decision is not None and decision.withdrawn_at is None:
            return decision
        if comment.deleted_at is not None:
            raise InvalidTransition(_("This comment was deleted."))
        decision = decision or Decision(comment=comment, thread=comment.thread)
        return _store(decision, actor, text or conclusion_in(one_line(comment.body)), ground)


def record(
    *,
    thread: Thread,
    actor: User,
    text: str,
    ground: str = "",
    block_id: str = "",
    decided_on: datetime.date | None = None,
) -> Decision:
    """Record a conclusion that comes from no comment: a line of a meeting note, or words of its own.

    「结论：」 before the words is no part of them.
    """
    with transaction.atomic():
        _ask(actor, thread)
        if block_id:
            standing = thread.decisions.standing().filter(block_id=block_id).first()
            if standing is not None:
                return standing
        decision = Decision(thread=thread, block_id=block_id)
        return _store(decision, actor, conclusion_in(text), ground, decided_on)


def withdraw(*, decision: Decision, actor: User) -> Decision:
    """It holds no more; it stays on record as withdrawn. Whoever recorded it, or who manages the thread."""
    with transaction.atomic():
        rows = Decision.objects.select_for_update(of=("self",)).select_related("thread__product")
        decision = rows.get(pk=decision.pk)
        if not permissions.can_withdraw(actor, decision):
            raise PermissionDenied(_("Only who recorded a conclusion, or a product manager, can withdraw it."))
        if decision.withdrawn_at is not None:
            return decision
        decision.withdrawn_at = timezone.now()
        decision.save(update_fields=["withdrawn_at"])
        _event("decision.withdrawn", decision, actor)
    return decision


def _ask(actor: User, thread: Thread) -> None:
    if not permissions.can_contribute(actor, thread):
        raise PermissionDenied(_("Only people who work on this can record a conclusion."))
    if thread.archived_at is not None:
        raise InvalidTransition(_("This was archived, so nothing more can be said here."))


def _store(
    decision: Decision, actor: User, text: str, ground: str, decided_on: datetime.date | None = None
) -> Decision:
    text, ground = storable(text).strip(), storable(ground).strip()
    if not text:
        raise ValidationError({"text": _("Write the conclusion in a sentence.")}, code="required")
    if len(text) > 4000 or len(ground) > 4000:
        raise ValidationError({"text": _("A conclusion is a sentence or two, at most 4,000 characters.")})
    decision.text, decision.ground = text, ground
    decision.decided_by = actor
    decision.decided_on = decided_on or timezone.localdate()
    decision.withdrawn_at = None
    decision.save()
    _event("decision.recorded", decision, actor)
    return decision


def _event(kind: str, decision: Decision, actor: User) -> None:
    events.record(
        kind,
        actor=actor,
        subject=decision,
        thread_id=decision.thread_id,
        product_id=decision.thread.product_id,
        changes={"comment": [None, decision.comment_id]} if decision.comment_id else {},
    )
