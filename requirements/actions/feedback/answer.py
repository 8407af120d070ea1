"""Answering feedback that asks for nothing new."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from requirements.actions.feedback.locking import checked_ground, decide, locked_for_triage, record, refuse_decided
from requirements.models import Feedback


def answer(feedback: Feedback, *, actor: User, ground: str) -> Feedback:
    """``ground``: the answer. Answered already: nothing happens.

    Raises ``PermissionDenied``, ``InvalidTransition``, ``ValidationError``.
    """
    with transaction.atomic():
        feedback = locked_for_triage(feedback, actor)
        if feedback.state == Feedback.State.ANSWERED:
            return feedback
        refuse_decided(feedback)
        ground = checked_ground(ground)
        decide(feedback, actor, Feedback.State.ANSWERED, ground=ground)
        record("feedback.answered", feedback, actor, {"ground": [None, ground]})
    return feedback
