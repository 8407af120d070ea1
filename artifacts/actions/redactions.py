"""Taking content out of a version for good: a manager and an administrator together, never one alone.

The parts' text is replaced by a stone in every version that shares it, the same text leaves the draft, the
search and what was refused; the version's hash stays, so that it can still be shown what was agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import permissions
from artifacts.actions import signalling, versioning
from artifacts.actions.locking import locked, next_revision, record
from artifacts.models import (
    Artifact,
    DraftImport,
    DraftRow,
    DraftSection,
    FilledCell,
    RecordRow,
    Redaction,
    RefusedPart,
    Version,
    VersionSection,
)
from conversations.text.sanitise import storable
from pmcomms.ground.problems import InvalidTransition

MOST_PARTS = 50


def request(artifact: Artifact, *, actor: User, version: Version, parts: Sequence[str], reason: str) -> Redaction:
    """Ask for parts (``section:goals``, ``row:stories:US-1``) of a version to be taken out.

    A manager asks and an administrator confirms, or the other way round. Raises ``PermissionDenied``,
    ``ValidationError`` for parts the version does not hold or without a reason.
    """
    reason = storable(reason).strip()
    with transaction.atomic():
        artifact = locked(artifact)
        is_manager = permissions.can_manage(actor, artifact)
        if not is_manager and not actor.is_administrator:
            raise PermissionDenied(_("Only a product manager or an administrator can ask for this."))
        if not reason:
            raise ValidationError({"reason": _("Say why it has to go.")}, code="required")
        if version.artifact_id != artifact.pk:
            raise ValidationError({"version": _("There is no such version.")}, code="unknown")
        wanted = sorted(set(parts))
        missing = [part for part in wanted if not _stored(artifact, version, part)]
        if missing or not wanted or len(wanted) > MOST_PARTS:
            raise ValidationError({"parts": _("There is no such part in this version.")}, code="unknown")
        open_ones = Redaction.objects.filter(
            artifact=artifact, version=version, confirmed_at__isnull=True, cancelled_at__isnull=True
        )
        same = next((row for row in open_ones if row.parts == wanted and row.requested_by_id == actor.pk), None)
        if same is not None:
            return same
        redaction = Redaction.objects.create(
            artifact=artifact,
            version=version,
            parts=wanted,
            reason=reason,
            requested_by=actor,
            is_by_administrator=not is_manager,
        )
        changes = {"version": version.label, "parts": wanted}
        record("redaction.requested", artifact, actor, changes, redaction)
    return redaction


def can_confirm(user: User, redaction: Redaction) -> bool:
    """The other office of the two, and another person."""
    if user.pk == redaction.requested_by_id or not user.is_active:
        return False
    if redaction.is_by_administrator:
        return permissions.can_manage(user, redaction.artifact)
    return user.is_administrator


def confirm(redaction: Redaction, *, actor: User) -> Redaction:
    """Take the parts out. There is no way back. Twice is once.

    Raises ``PermissionDenied`` for whoever asked and for the same office, ``InvalidTransition`` when it was
    cancelled.
    """
    with transaction.atomic():
        artifact = locked(redaction.artifact)
        redaction = Redaction.objects.select_for_update().get(pk=redaction.pk)
        redaction.artifact = artifact
        if not can_confirm(actor, redaction):
            raise PermissionDenied(_("The other office has to confirm this."))
        if redaction.confirmed_at is not None:
            return redaction
        if redaction.cancelled_at is not None:
            raise InvalidTransition(_("This was cancelled."), code="cancelled")
        for part in redaction.parts:
            _take_out(artifact, redaction.version, part)
        redaction.confirmed_by, redaction.confirmed_at = actor, timezone.now()
        redaction.save(update_fields=["confirmed_by", "confirmed_at"])
        versioning.index(artifact, artifact.version)
        # Signals quote the names of rows.
        signalling.refresh(artifact)
        changes = {"version": redaction.version.label, "parts": redaction.parts}
        record("redaction.confirmed", artifact, actor, changes, redaction)
    return redaction


def cancel(redaction: Redaction, *, actor: User) -> Redaction:
    """Drop the wish: whoever asked, or could confirm. Twice is once."""
    with transaction.atomic():
        artifact = locked(redaction.artifact)
        redaction = Redaction.objects.select_for_update().get(pk=redaction.pk)
        redaction.artifact = artifact
        if actor.pk != redaction.requested_by_id and not can_confirm(actor, redaction):
            raise PermissionDenied
        if redaction.confirmed_at is not None:
            raise InvalidTransition(_("The content is gone already."), code="confirmed")
        if redaction.cancelled_at is None:
            redaction.cancelled_at = timezone.now()
            redaction.save(update_fields=["cancelled_at"])
            record("redaction.cancelled", artifact, actor, {"parts": redaction.parts}, redaction)
    return redaction


def _stored(artifact: Artifact, version: Version, part: str) -> VersionSection | RecordRow | None:
    """The row behind a part of a version."""
    kind, _colon, rest = part.partition(":")
    if kind == "section":
        return VersionSection.objects.filter(artifact=artifact, key=rest).at(version.sequence).first()
    table, _colon, row_key = rest.partition(":")
    rows = RecordRow.objects.filter(artifact=artifact, table=table, row_key=row_key)
    return rows.at(version.sequence).first() if kind == "row" else None


def _take_out(artifact: Artifact, version: Version, part: str) -> None:
    row = _stored(artifact, version, part)
    if row is None:
        return
    if isinstance(row, VersionSection):
        same = VersionSection.objects.filter(artifact=artifact, key=row.key, body=row.body)
        drafted = DraftSection.objects.filter(artifact=artifact, key=row.key, body=row.body)
        drafted.update(body="", revision=next_revision(artifact))
        touched = list(same.values_list("from_version", "to_version"))
        same.update(body="", is_redacted=True)
    else:
        rows = RecordRow.objects.filter(artifact=artifact, table=row.table, row_key=row.row_key, cells=row.cells)
        own = {"artifact": artifact, "table": row.table, "row_key": row.row_key}
        DraftRow.objects.filter(cells=row.cells, **own).delete()
        FilledCell.objects.filter(**own).delete()
        next_revision(artifact)
        touched = list(rows.values_list("from_version", "to_version"))
        rows.update(cells={}, is_redacted=True)
    RefusedPart.objects.filter(artifact=artifact, part=part).delete()
    if isinstance(row, VersionSection):
        for taken in DraftImport.objects.filter(artifact=artifact, former__has_key=row.key):
            del taken.former[row.key]
            taken.save(update_fields=["former"])
    _mark_versions(artifact, part, touched)


def _mark_versions(artifact: Artifact, part: str, touched: list[tuple[int, int | None]]) -> None:
    """Say in every version that held the text that something is gone; its change list names it no more."""
    for version in artifact.versions.filter(sequence__gte=min(start for start, _end in touched)):
        held = any(start <= version.sequence and (end is None or version.sequence < end) for start, end in touched)
        kept = [change for change in version.material_changes if change["part"] != part]
        if held and version.redacted_at is None:
            version.redacted_at = timezone.now()
        version.material_changes = kept
        version.save(update_fields=["redacted_at", "material_changes"])
