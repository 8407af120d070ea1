"""Taking a decision back: it stands in the queue again."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from requirements.actions.feedback.locking import locked_for_triage, record
from requirements.models import Feedback


def reopen(feedback: Feedback, *, actor: User) -> Feedback:
    """New already: nothing happens. What was decided stays in its history.

    Raises ``PermissionDenied``, ``InvalidTransition``.
    """
    with transaction.atomic():
        feedback = locked_for_triage(feedback, actor)
        if feedback.is_new:
            return feedback
        changes = {"state": [feedback.state, Feedback.State.NEW.value]}
        feedback.state, feedback.ground = Feedback.State.NEW, ""
        feedback.requirement = feedback.duplicate_of = None
        feedback.decided_by = feedback.decided_at = feedback.told_by = feedback.told_at = None
        feedback.revision += 1
        feedback.save()
        record("feedback.reopened", feedback, actor, changes)
    return feedback
