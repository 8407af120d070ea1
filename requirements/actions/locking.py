"""What every verb of a requirement begins and ends with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from events import actions as events
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.models import Requirement


def locked(requirement: Requirement) -> Requirement:
    """The requirement as it is now, held until the transaction ends."""
    # In two statements: who waited for the lock would else get the new row joined with what the statement
    # saw at its beginning.
    pk = Requirement.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=requirement.pk)
    return Requirement.objects.with_people().get(pk=pk)


def locked_for_edit(requirement: Requirement, actor: User) -> Requirement:
    """As ``locked``, for those who may edit. Raises ``PermissionDenied``, ``InvalidTransition`` when archived."""
    requirement = locked(requirement)
    if not permissions.can_edit(actor, requirement):
        raise PermissionDenied(_("Only people who work on this product can change its requirements."))
    refuse_archived(requirement)
    return requirement


def refuse_archived(requirement: Requirement) -> None:
    if requirement.archived_at is not None:
        raise InvalidTransition(_("This requirement is archived. Take it out of the archive first."), code="archived")
    if requirement.product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")


def record(kind: str, requirement: Requirement, actor: User | None, changes: dict[str, Any] | None = None) -> Event:
    return events.record(
        kind,
        actor=actor,
        subject=requirement,
        thread_id=requirement.thread_id,
        product_id=requirement.product_id,
        changes=changes,
    )
