"""Giving a product its first workflow."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from departments.models import Product
from events import actions as events
from requirements.models import Status, Transition
from requirements.workflows import FIRST_MOVES, FIRST_STEPS


def begin(product: Product, *, actor: User | None) -> list[Status]:
    """The product's steps; the first time they are written, with their moves. The caller holds the product's row."""
    with transaction.atomic():
        found = list(Status.objects.filter(product=product))
        if found:
            return [status for status in found if status.archived_at is None]
        steps = Status.objects.bulk_create(
            Status(product=product, name=name, category=category, position=position)
            for position, (name, category) in enumerate(FIRST_STEPS)
        )
        by_name = {step.name: step for step in steps}
        Transition.objects.bulk_create(
            Transition(
                product=product,
                from_status=by_name[begins] if begins else None,
                to_status=by_name[ends],
                required_fields=list(required),
                who=who,
            )
            for begins, ends, required, who in FIRST_MOVES
        )
        events.record("workflow.began", actor=actor, subject=product, product_id=product.pk)
    return steps
