"""发起确认: freeze the draft and ask the receivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from artifacts import asked as asking
from artifacts import changes as differences
from artifacts import hashing, kinds, permissions
from artifacts.actions import sign_offs, versioning
from artifacts.actions.locking import locked_for_edit, record
from artifacts.asked import Asked
from artifacts.changes import Change
from artifacts.models import Artifact, Version
from artifacts.receivers import vacant
from departments.models import Department
from pmcomms.ground.problems import InvalidTransition


@dataclass(frozen=True)
class Blocker:
    """Why the draft cannot be published. ``department``: the one nobody answers for, to name a liaison."""

    code: str
    text: str
    department: Department | None = None
    parts: tuple[str, ...] = ()
    cells: tuple[versioning.InvalidCell, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What publishing now would do. Send ``draft_revision`` along to publish just this."""

    before: Version | None
    blockers: tuple[Blocker, ...]
    changes: tuple[Change, ...]
    summary: str
    material: list[dict[str, Any]]
    asked: tuple[Asked, ...]
    draft_revision: int

    @property
    def is_allowed(self) -> bool:
        return not self.blockers


def blockers(artifact: Artifact, actor: User) -> list[Blocker]:
    """Everything that keeps the draft from being published, most basic first."""
    found = []
    if not artifact.title.strip():
        found.append(Blocker("title", _("Give it a title.")))
    receivers = list(artifact.receivers.select_related("department"))
    if not receivers:
        found.append(Blocker("receivers", _("Name at least one receiver.")))
    for department in vacant(artifact.product, receivers, actor):
        text = _("Nobody answers for %(name)s on this product. Name a liaison first.") % {"name": department.name}
        found.append(Blocker("no_answerer", text, department))
    parts = versioning.invalid_rows(artifact)
    if parts:
        cells = tuple(versioning.invalid_cells(artifact))
        text = ngettext("%(count)d row has a cell to mend.", "%(count)d rows have cells to mend.", len(parts))
        found.append(Blocker("invalid_cells", text % {"count": len(parts)}, parts=tuple(parts), cells=cells))
    return found


def preview(artifact: Artifact, actor: User) -> Preview:
    """What the dialog shows. Raises ``PermissionDenied`` for those who may not publish."""
    if not permissions.can_edit(actor, artifact):
        raise PermissionDenied
    kind = kinds.get(artifact.kind)
    text, before = versioning.draft_text(artifact), artifact.version
    changes = differences.compare(kind, versioning.version_text(artifact, before), text) if before else []
    found = blockers(artifact, actor)
    if before is not None and hashing.content_hash(text) == before.content_hash:
        found.append(Blocker("unchanged", _("Nothing has changed since version %(label)s.") % {"label": before.label}))
    if kind.is_rolling:
        plan = asking.plan_changed(artifact, kind, changes, actor)
    else:
        plan = asking.plan(artifact, versioning.material_hashes(kind, text), actor)
    return Preview(
        before,
        tuple(found),
        tuple(changes),
        differences.summary(kind, changes),
        differences.material(kind, changes),
        tuple(plan),
        artifact.draft_revision,
    )


def publish(artifact: Artifact, *, actor: User, summary: str = "", draft_revision: int | None = None) -> Version:
    """Freeze the draft as the next version and ask its receivers.

    With nothing new in the draft the standing version is returned and nobody is asked: pressing twice is
    once. ``draft_revision`` is the one that was looked at. Raises ``ValidationError`` naming everything that
    is missing (codes of ``Blocker``), ``StaleEdit`` when the draft moved, ``InvalidTransition`` for a rolling
    kind, ``PermissionDenied``.
    """
    summary = versioning.checked_summary(summary)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        kind = kinds.get(artifact.kind)
        if kind.is_rolling:
            raise InvalidTransition(_("This is a living record: update it instead."), code="rolling")
        before = artifact.version
        if before is not None and not artifact.has_draft:
            return before
        versioning.check_draft_revision(artifact, draft_revision)
        refuse_blocked(artifact, actor)
        text = versioning.draft_text(artifact)
        if before is not None and hashing.content_hash(text) == before.content_hash:
            artifact.has_draft = False
            artifact.save(update_fields=["has_draft"])
            return before
        changes = differences.compare(kind, versioning.version_text(artifact, before), text) if before else []
        plan = asking.plan(artifact, versioning.material_hashes(kind, text), actor)
        version = versioning.freeze_draft(
            artifact, actor=actor, text=text, changes=changes, before=before, summary=summary
        )
        sign_offs.write(artifact, version, plan)
        record("artifact.published", artifact, actor, event_changes(before, version, plan), version)
    return version


def refuse_blocked(artifact: Artifact, actor: User) -> None:
    """Raises ``ValidationError`` with one entry per blocker; its params name department and parts."""
    found = blockers(artifact, actor)
    if found:
        raise ValidationError(
            [
                ValidationError(
                    blocker.text.replace("%", "%%"),
                    code=blocker.code,
                    params={
                        "department": blocker.department.code if blocker.department else None,
                        "product": artifact.product.key,
                        "parts": list(blocker.parts),
                    },
                )
                for blocker in found
            ]
        )


def event_changes(before: Version | None, version: Version, plan: list[Asked]) -> dict[str, Any]:
    return {
        "version": [before.label if before else None, version.label],
        "asked": [wish.party for wish in plan if not wish.is_carried and wish.person is None],
        "carried": [wish.party for wish in plan if wish.is_carried and wish.person is None],
    }
