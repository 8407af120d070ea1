"""Saying no, with the reason that is kept."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from requirements.actions.feedback.locking import checked_ground, decide, locked_for_triage, record, refuse_decided
from requirements.models import Feedback


def decline(feedback: Feedback, *, actor: User, ground: str) -> Feedback:
    """Declined already: nothing happens. Raises ``PermissionDenied``, ``InvalidTransition``, ``ValidationError``."""
    with transaction.atomic():
        feedback = locked_for_triage(feedback, actor)
        if feedback.state == Feedback.State.DECLINED:
            return feedback
        refuse_decided(feedback)
        ground = checked_ground(ground)
        decide(feedback, actor, Feedback.State.DECLINED, ground=ground)
        record("feedback.declined", feedback, actor, {"ground": [None, ground]})
    return feedback
