"""Whoever asked has heard that it is there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.actions.feedback.locking import locked, record
from requirements.models import Feedback


def tell(feedback: Feedback, *, actor: User) -> Feedback:
    """Told already: nothing happens. Raises ``PermissionDenied``, ``InvalidTransition`` before it is done."""
    with transaction.atomic():
        feedback = locked(feedback)
        if not permissions.can_tell(actor, feedback):
            raise PermissionDenied(_("Who brought it in, who speaks with customers and who works on the product can."))
        if feedback.told_at is not None:
            return feedback
        if not feedback.can_be_told:
            raise InvalidTransition(_("There is nothing to tell before the requirement is done."), code="not_done")
        feedback.told_by, feedback.told_at = actor, timezone.now()
        feedback.revision += 1
        feedback.save(update_fields=["told_by", "told_at", "revision", "changed_at"])
        record("feedback.told", feedback, actor)
    return feedback
