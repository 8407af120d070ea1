"""Taking feedback into a requirement: a new one, or one that is there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import User
from requirements.actions import create
from requirements.actions.feedback.locking import decide, locked_for_triage, record, refuse_decided
from requirements.models import Feedback, Requirement


def accept(
    feedback: Feedback,
    *,
    actor: User,
    requirement: Requirement | None = None,
    title: str = "",
    type: str = Requirement.Type.STORY,
) -> Feedback:
    """Into ``requirement``, else into a new one with its words. Whoever asked follows it from then on.

    Accepted already (into that one): nothing happens. Raises ``PermissionDenied``, ``InvalidTransition``
    when it was decided otherwise and ``ValidationError`` for a requirement of another product.
    """
    with transaction.atomic():
        feedback = locked_for_triage(feedback, actor)
        if feedback.requirement_id is not None and requirement in (None, feedback.requirement):
            return feedback
        refuse_decided(feedback)
        into = _checked(requirement, feedback) or _made_of(feedback, actor, title, type)
        decide(feedback, actor, Feedback.State.ACCEPTED, requirement=into, ground="")
        same = feedback.duplicates.select_related("submitted_by")
        create.watch(into, feedback.submitted_by, *[other.submitted_by for other in same])
        record("feedback.accepted", feedback, actor, {"requirement": [None, into.pk]})
    return feedback


def _checked(requirement: Requirement | None, feedback: Feedback) -> Requirement | None:
    if requirement is None:
        return None
    if requirement.product_id != feedback.product_id:
        raise ValidationError({"requirement": _("The requirement belongs to another product.")}, code="other_product")
    if requirement.archived_at is not None:
        raise ValidationError({"requirement": _("The requirement is archived.")}, code="archived")
    return requirement


def _made_of(feedback: Feedback, actor: User, title: str, type: str) -> Requirement:
    lines = [line for line in feedback.words.splitlines() if line.strip()]
    return create.create(
        actor=actor,
        product=feedback.product,
        title=title or feedback.title,
        type=type,
        description="".join(f"<p>{escape(line)}</p>" for line in lines),
        department=feedback.department,
    )
