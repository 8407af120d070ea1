"""Archiving, and taking earlier text back into the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import permissions
from artifacts.actions.locking import locked, locked_for_edit, next_revision, record
from artifacts.models import (
    Artifact,
    DraftRow,
    DraftSection,
    RecordRow,
    SignOff,
    Version,
    VersionSection,
)
from conversations.actions import threads
from departments.working_days import due_after_pause
from pmcomms.ground.problems import InvalidTransition


def archive(artifact: Artifact, *, actor: User) -> Artifact:
    """Nothing more is asked or written; it stays readable. Open questions close, their clocks stop. Twice is once."""
    with transaction.atomic():
        artifact = locked(artifact)
        if not permissions.can_edit(actor, artifact):
            raise PermissionDenied
        if artifact.archived_at is not None:
            return artifact
        artifact.archived_at = timezone.now()
        artifact.save(update_fields=["archived_at"])
        artifact.sign_offs.waiting().update(state=SignOff.State.CLOSED)
        threads.archive(artifact.thread)
        record("artifact.archived", artifact, actor)
    return artifact


def unarchive(artifact: Artifact, *, actor: User) -> Artifact:
    """Take it out of the archive; whoever had not answered has the working days again that were left. Twice is once."""
    with transaction.atomic():
        artifact = locked(artifact)
        if not permissions.can_edit(actor, artifact):
            raise PermissionDenied
        if artifact.archived_at is None:
            return artifact
        if artifact.product.archived_at is not None:
            raise InvalidTransition(_("The product is archived."), code="product_archived")
        archived_at, artifact.archived_at = artifact.archived_at, None
        artifact.save(update_fields=["archived_at"])
        _ask_on(artifact, archived_at)
        threads.unarchive(artifact.thread)
        record("artifact.unarchived", artifact, actor)
    return artifact


def _ask_on(artifact: Artifact, archived_at: dt.datetime) -> None:
    """Questions the archive closed wait again. A clock that a question had paused before goes on standing still."""
    now = timezone.now()
    closed = list(artifact.sign_offs.current().filter(state=SignOff.State.CLOSED))
    for row in closed:
        row.state = SignOff.State.WAITING
        if row.paused_at is None:
            row.due_at = due_after_pause(row.due_at, archived_at, now)
    SignOff.objects.bulk_update(closed, ["state", "due_at"])


def discard_draft(artifact: Artifact, *, actor: User) -> Artifact:
    """Throw the draft's changes away: it holds again what the standing version holds.

    Raises ``InvalidTransition`` when there is no version to go back to.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        if artifact.version is None:
            raise InvalidTransition(_("There is no version to go back to."), code="no_version")
        if not artifact.has_draft:
            return artifact
        _take(artifact, actor, artifact.version)
        artifact.has_draft = False
        artifact.save(update_fields=["has_draft"])
        record("artifact.draft_discarded", artifact, actor, {"version": [None, artifact.version.label]})
    return artifact


def restore_version(artifact: Artifact, *, actor: User, version: Version) -> Artifact:
    """Take the text of an earlier version into the draft, which is replaced. Nothing is published by it.

    Raises ``ValidationError`` for a version of another artifact.
    """
    if version.artifact_id != artifact.pk:
        raise ValidationError({"version": _("There is no such version.")}, code="unknown")
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        _take(artifact, actor, version)
        record("artifact.draft_restored", artifact, actor, {"version": [None, version.label]})
    return artifact


def _take(artifact: Artifact, actor: User, version: Version) -> None:
    """Replace the draft by what a version holds. Parts already equal keep their revision, so no editor is lost.

    A redacted part gives nothing back: its stone stays in the version only.
    """
    revision = next_revision(artifact)
    sections = VersionSection.objects.filter(artifact=artifact, is_redacted=False).at(version.sequence)
    _replace_sections(artifact, actor, sections, revision)
    rows = RecordRow.objects.filter(artifact=artifact, is_redacted=False).at(version.sequence)
    _replace_rows(artifact, actor, rows, revision)


def _replace_sections(artifact: Artifact, actor: User, wanted: Iterable[VersionSection], revision: int) -> None:
    drafted = {section.key: section for section in DraftSection.objects.filter(artifact=artifact)}
    for section in wanted:
        draft = drafted.pop(section.key, None) or DraftSection(artifact=artifact, key=section.key)
        text = (section.title, section.body, section.ordering)
        if draft.pk and (draft.title, draft.body, draft.ordering) == text:
            continue
        draft.title, draft.body, draft.ordering = text
        draft.revision, draft.updated_by = revision, actor
        draft.save()
    DraftSection.objects.filter(pk__in=[draft.pk for draft in drafted.values()]).delete()


def _replace_rows(artifact: Artifact, actor: User, wanted: Iterable[RecordRow], revision: int) -> None:
    drafted = {(row.table, row.row_key): row for row in DraftRow.objects.filter(artifact=artifact)}
    fresh = []
    for row in wanted:
        draft = drafted.pop((row.table, row.row_key), None)
        if draft is not None and (draft.cells, draft.ordering, draft.invalid) == (row.cells, row.ordering, {}):
            continue
        if draft is not None:
            draft.delete()
        fresh.append(
            DraftRow(
                artifact=artifact,
                table=row.table,
                row_key=row.row_key,
                cells=row.cells,
                ordering=row.ordering,
                revision=revision,
                updated_by=actor,
            )
        )
    DraftRow.objects.filter(pk__in=[draft.pk for draft in drafted.values()]).delete()
    DraftRow.objects.bulk_create(fresh, batch_size=500)
