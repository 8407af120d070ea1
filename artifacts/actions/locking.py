"""What every verb of an artifact begins and ends with.

Each verb locks the artifact's row, so verbs of one artifact follow one another: an edit cannot slip between
the reading and the freezing of a publish. Comments and other foreign keys do not wait for it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import permissions
from artifacts.models import Artifact, DraftRow, DraftSection
from events import actions as events
from events.models import Event
from pmcomms.ground.problems import InvalidTransition

# Saves of one person in one part fold into one event for this long: autosave sends one every few seconds.
FOLDED_FOR = dt.timedelta(minutes=10)


def locked(artifact: Artifact) -> Artifact:
    """The artifact as it is now, held until the transaction ends."""
    # In two statements: who waited for the lock would get the new row joined with what the statement saw
    # at its beginning, so a version published meanwhile would be missing.
    pk = Artifact.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=artifact.pk)
    return Artifact.objects.with_people().get(pk=pk)


def locked_for_edit(artifact: Artifact, actor: User) -> Artifact:
    """As ``locked``, for those who may edit. Raises ``PermissionDenied``, ``InvalidTransition`` when archived."""
    artifact = locked(artifact)
    if not permissions.can_edit(actor, artifact):
        raise PermissionDenied(_("Only the product's managers and the owner may change this."))
    refuse_archived(artifact)
    return artifact


def refuse_archived(artifact: Artifact) -> None:
    if artifact.archived_at is not None:
        raise InvalidTransition(_("This is archived. Take it out of the archive first."), code="archived")
    if artifact.product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")


def next_revision(artifact: Artifact) -> int:
    """Count one change of the draft of a locked artifact; the number is the changed part's revision."""
    artifact.draft_revision += 1
    artifact.has_draft = True
    artifact.save(update_fields=["draft_revision", "has_draft", "row_numbers"])
    return artifact.draft_revision


def record(
    kind: str,
    artifact: Artifact,
    actor: User | None,
    changes: dict[str, Any] | None = None,
    subject: models.Model | None = None,
) -> Event:
    """Record an event of the artifact, or of ``subject`` on its thread."""
    return events.record(
        kind,
        actor=actor,
        subject=subject if subject is not None else artifact,
        thread_id=artifact.thread_id,
        product_id=artifact.product_id,
        changes=changes,
    )


def is_folded(part: DraftSection | DraftRow | None, actor: User) -> bool:
    """Did the same person change the part a moment ago, so that no new event is due?"""
    if part is None or part.updated_by_id != actor.pk:
        return False
    return part.updated_at > timezone.now() - FOLDED_FOR
