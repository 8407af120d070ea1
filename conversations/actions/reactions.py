"""A sign instead of a sentence."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Comment, Reaction
from events import actions as events
from pmcomms.ground.problems import InvalidTransition

SIGNS = ("👍", "✅", "👀", "🎉", "❓", "🙏")


def react(*, comment: Comment, actor: User, emoji: str) -> bool:
    """Put a sign under a comment; True when it was not there yet."""
    return _set(comment, actor, emoji, is_wanted=True)


def unreact(*, comment: Comment, actor: User, emoji: str) -> bool:
    """Take the sign away; True when it was there."""
    return _set(comment, actor, emoji, is_wanted=False)


def _set(comment: Comment, actor: User, emoji: str, *, is_wanted: bool) -> bool:
    with transaction.atomic():
        if not permissions.can_comment(actor, comment.thread):
            raise PermissionDenied(_("You can read this discussion but not write in it."))
        if emoji not in SIGNS:
            raise ValidationError({"emoji": _("Choose one of the signs offered.")})
        if comment.deleted_at is not None:
            raise InvalidTransition(_("This comment was deleted."))
        own = Reaction.objects.filter(comment=comment, user=actor, emoji=emoji)
        if is_wanted:
            _reaction, changed = Reaction.objects.get_or_create(comment=comment, user=actor, emoji=emoji)
        else:
            changed = bool(own.delete()[0])
        if changed:
            events.record(
                "comment.reacted" if is_wanted else "comment.unreacted",
                actor=actor,
                subject=comment,
                thread_id=comment.thread_id,
                product_id=comment.thread.product_id,
                changes={"emoji": [None, emoji] if is_wanted else [emoji, None]},
            )
    return changed
