"""The same said again: a voice more for what was said first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Watcher
from requirements.actions import create
from requirements.actions.feedback.locking import decide, locked_for_triage, record, refuse_decided
from requirements.models import Feedback


def duplicate(feedback: Feedback, *, actor: User, original: Feedback) -> Feedback:
    """It says what ``original`` says (or what that one doubles); its own doubles go along.

    So already: nothing happens. Whoever asked follows the original. Raises ``PermissionDenied``,
    ``InvalidTransition`` and ``ValidationError`` for an original that is no other one of the product.
    """
    with transaction.atomic():
        feedback = locked_for_triage(feedback, actor)
        first = _first_of(original, feedback)
        if feedback.duplicate_of_id == first.pk:
            return feedback
        refuse_decided(feedback)
        decide(feedback, actor, Feedback.State.DUPLICATE, duplicate_of=first, ground="")
        voices = list(feedback.duplicates.select_related("submitted_by"))
        feedback.duplicates.update(duplicate_of=first)
        people = {feedback.submitted_by, *(voice.submitted_by for voice in voices)}
        rows = [Watcher(thread=first.thread, user=person) for person in sorted(people, key=lambda one: one.pk)]
        Watcher.objects.bulk_create(rows, ignore_conflicts=True)
        if first.requirement is not None:
            create.watch(first.requirement, *people)
        record("feedback.duplicated", feedback, actor, {"duplicate_of": [None, first.pk]})
    return feedback


def _first_of(original: Feedback, feedback: Feedback) -> Feedback:
    """What ``original`` doubles, else itself, as it is now: the product is held, so nobody joins them meanwhile."""
    found = Feedback.objects.with_people().get(pk=original.pk)
    first = Feedback.objects.with_people().get(pk=found.duplicate_of_id) if found.duplicate_of_id else found
    if first.product_id != feedback.product_id:
        raise ValidationError({"original": _("It belongs to another product.")}, code="other_product")
    if first.pk == feedback.pk:
        raise ValidationError({"original": _("It cannot repeat itself.")}, code="itself")
    return first
