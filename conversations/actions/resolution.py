"""Settling a comment, and opening it again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Comment
from events import actions as events
from pmcomms.ground.problems import InvalidTransition


def resolve(*, comment: Comment, actor: User) -> Comment:
    """What was asked here is settled."""
    return _set(comment, actor, is_resolved=True)


def reopen(*, comment: Comment, actor: User) -> Comment:
    """It is not settled after all."""
    return _set(comment, actor, is_resolved=False)


def _set(comment: Comment, actor: User, *, is_resolved: bool) -> Comment:
    with transaction.atomic():
        rows = Comment.objects.select_for_update(of=("self",)).select_related("thread__product")
        comment = rows.get(pk=comment.pk)
        if not permissions.can_comment(actor, comment.thread):
            raise PermissionDenied(_("You can read this discussion but not write in it."))
        if (comment.resolved_at is not None) == is_resolved:
            return comment
        if comment.parent_id is not None:
            raise InvalidTransition(_("A reply is settled together with the comment it answers."))
        if comment.deleted_at is not None:
            raise InvalidTransition(_("This comment was deleted."))
        comment.resolved_at = timezone.now() if is_resolved else None
        comment.resolved_by = actor if is_resolved else None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        events.record(
            "comment.resolved" if is_resolved else "comment.reopened",
            actor=actor,
            subject=comment,
            thread_id=comment.thread_id,
            product_id=comment.thread.product_id,
        )
    return comment
