"""Text that came too late: kept for its writer until it is merged or dropped.

A ``RefusedPart`` must outlive the refusal, so the verbs that make one commit it first and raise their
``StaleEdit`` after the transaction.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from artifacts.models import Artifact, RefusedPart
from pmcomms.ground.problems import StaleEdit


def refuse(
    artifact: Artifact,
    actor: User,
    part: str,
    content: dict[str, Any],
    *,
    base: int,
    theirs: Any,
    revision: int,
    is_own: bool = False,
) -> StaleEdit:
    """Keep what was sent (once, however often autosave repeats it) and make the error to raise.

    ``is_own``: what stands was saved by the same person, in another window.
    """
    mine = RefusedPart.objects.filter(artifact=artifact, user=actor, part=part, settled_at__isnull=True)
    kept = next((row for row in mine if row.content == content), None)
    if kept is None:
        kept = RefusedPart.objects.create(artifact=artifact, user=actor, part=part, content=content, base_revision=base)
    return StaleEdit(mine=content, theirs=theirs, revision=revision, refused=kept.pk, part=part, is_own=is_own)


def settle(refused: RefusedPart, *, actor: User) -> RefusedPart:
    """Merged or dropped: shown no more. Only its writer may. Twice is once."""
    with transaction.atomic():
        refused = RefusedPart.objects.select_for_update().get(pk=refused.pk)
        if refused.user_id != actor.pk:
            raise PermissionDenied
        if refused.settled_at is None:
            refused.settled_at = timezone.now()
            refused.save(update_fields=["settled_at"])
    return refused


def settle_by_id(artifact: Artifact, actor: User, part: str, refused_id: int | None) -> None:
    """Settle in the transaction of the save that holds the merged text."""
    if refused_id is not None:
        mine = RefusedPart.objects.filter(pk=refused_id, artifact=artifact, user=actor, part=part)
        mine.filter(settled_at__isnull=True).update(settled_at=timezone.now())
