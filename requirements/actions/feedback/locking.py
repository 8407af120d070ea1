"""What every verb of feedback begins and ends with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from departments.models import Product
from events import actions as events
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.models import Feedback

LONGEST_GROUND = 5_000


def locked(feedback: Feedback) -> Feedback:
    """The feedback as it is now, held until the transaction ends, with its product.

    The product first: a verb that makes a requirement or joins two of them never waits crosswise.
    """
    Product.objects.select_for_update(no_key=True).get(pk=feedback.product_id)
    pk = Feedback.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=feedback.pk)
    return Feedback.objects.with_people().get(pk=pk)


def locked_for_triage(feedback: Feedback, actor: User) -> Feedback:
    """As ``locked``, for those who may decide. Raises ``PermissionDenied``, ``InvalidTransition`` when archived."""
    feedback = locked(feedback)
    if not permissions.can_work(actor, feedback.product):
        raise PermissionDenied(_("Only people who work on this product can decide about its feedback."))
    if feedback.product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")
    return feedback


def refuse_decided(feedback: Feedback) -> None:
    if not feedback.is_new:
        words = {"state": feedback.get_state_display()}
        raise InvalidTransition(_("This was decided already: %(state)s. Reopen it first.") % words, code="decided")


def checked_ground(text: str) -> str:
    text = storable(text).strip()
    if not text:
        raise ValidationError({"ground": _("Say it in a sentence: who asked will read it.")}, code="required")
    if len(text) > LONGEST_GROUND:
        message = _("At most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": message}, code="too_long")
    return text


def decide(feedback: Feedback, actor: User, state: str, **fields: Any) -> None:
    """Write what was decided, by whom and when."""
    feedback.state, feedback.decided_by, feedback.decided_at = state, actor, timezone.now()
    for name, value in fields.items():
        setattr(feedback, name, value)
    feedback.revision += 1
    names = ["state", "decided_by", "decided_at", "revision", "changed_at", *fields]
    feedback.save(update_fields=names)


def record(kind: str, feedback: Feedback, actor: User, changes: dict[str, Any] | None = None) -> Event:
    return events.record(
        kind,
        actor=actor,
        subject=feedback,
        thread_id=feedback.thread_id,
        product_id=feedback.product_id,
        changes=changes,
    )
