"""Putting a requirement away, and taking it out again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.actions import threads
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.actions.locking import locked, record
from requirements.models import Requirement


def archive(requirement: Requirement, *, actor: User) -> Requirement:
    """It leaves lists and boards, stays readable and found, and keeps its place and its reference."""
    return _set_archived(requirement, actor, is_archived=True)


def unarchive(requirement: Requirement, *, actor: User) -> Requirement:
    return _set_archived(requirement, actor, is_archived=False)


def _set_archived(requirement: Requirement, actor: User, *, is_archived: bool) -> Requirement:
    with transaction.atomic():
        requirement = locked(requirement)
        if not permissions.can_archive(actor, requirement):
            raise PermissionDenied(_("Only managers and who asked for it can archive a requirement."))
        if (requirement.archived_at is not None) == is_archived:
            return requirement
        if requirement.product.archived_at is not None:
            raise InvalidTransition(_("The product is archived."), code="product_archived")
        requirement.archived_at = timezone.now() if is_archived else None
        requirement.revision += 1
        requirement.save(update_fields=["archived_at", "revision", "changed_at"])
        threads.archive(requirement.thread) if is_archived else threads.unarchive(requirement.thread)
        record("requirement.archived" if is_archived else "requirement.unarchived", requirement, actor)
    return requirement
