"""Writing narrative in the draft: one section at a time, each with its own revision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import content, kinds
from artifacts.actions.locking import is_folded, locked_for_edit, next_revision, record
from artifacts.actions.refused import refuse, settle_by_id
from artifacts.content import SECTION_STEP
from artifacts.models import Artifact, DraftSection
from conversations.text.blocks import carry_ids
from conversations.text.sanitise import clean_document, storable
from pmcomms.ground.problems import StaleEdit

MOST_SECTIONS = 300
# Counts free sections in ``Artifact.row_numbers``; never a table, whose keys have no dash.
FREE = "free-section"


def save_section(
    artifact: Artifact,
    *,
    actor: User,
    key: str,
    body: str,
    revision: int,
    heading: str | None = None,
    settles: int | None = None,
    carry: bool = False,
) -> DraftSection:
    """Save one section on top of ``revision`` (0: nobody has written it yet).

    ``body`` is HTML of the editor; ``heading`` renames a free section. Sending what is stored already
    changes nothing, whatever the revision. ``settles`` is the id of a refused part this text has merged.
    ``carry``: the text comes without block ids (Markdown, a file), so its blocks take those of like ones.

    Raises ``StaleEdit`` with both texts when somebody saved since; what was sent is kept. Raises
    ``ValidationError`` for an unknown section or too long a text.
    """
    body = clean_document(body, salt=key)
    heading = None if heading is None else _checked_heading(heading)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        saved = _save(artifact, actor, key, body, revision, heading, carry=carry)
        if isinstance(saved, DraftSection):
            settle_by_id(artifact, actor, f"section:{key}", settles)
    if isinstance(saved, StaleEdit):
        raise saved
    return saved


def _save(
    artifact: Artifact, actor: User, key: str, body: str, revision: int, heading: str | None, *, carry: bool
) -> DraftSection | StaleEdit:
    declared = kinds.get(artifact.kind).find_section(key)
    current = DraftSection.objects.filter(artifact=artifact, key=key).first()
    if current is None and declared is None:
        raise ValidationError({"section": _("There is no such section.")}, code="unknown_section")
    if carry and current is not None and current.body and body:
        body = clean_document(carry_ids(current.body, body), salt=key)
    if heading is None or declared is not None:
        heading = current.title if current else ""
    stored = (current.title, current.body) if current else ("", "")
    if stored == (heading, body):
        return current or DraftSection(artifact=artifact, key=key, revision=0, updated_by=actor)
    if (current.revision if current else 0) != revision:
        mine = {"body": body, "heading": heading}
        theirs = {"body": stored[1], "heading": stored[0]}
        newest = current.revision if current else 0
        is_own = current is not None and current.updated_by_id == actor.pk
        return refuse(
            artifact, actor, f"section:{key}", mine, base=revision, theirs=theirs, revision=newest, is_own=is_own
        )
    is_quiet = is_folded(current, actor)
    if current is None:
        ordering = content.ordering_of(kinds.get(artifact.kind), key)
        current = DraftSection(artifact=artifact, key=key, ordering=ordering)
    current.title, current.body, current.updated_by = heading, body, actor
    current.revision = next_revision(artifact)
    current.save()
    if not is_quiet:
        record(
            "artifact.edited", artifact, actor, {"part": current_part(key), "revision": [revision, current.revision]}
        )
    return current


def add_section(
    artifact: Artifact, *, actor: User, heading: str, body: str = "", after: str | None = None
) -> DraftSection:
    """A free section with a heading of its own, after the section ``after`` (None: at the end)."""
    heading = _checked_heading(heading)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        if DraftSection.objects.filter(artifact=artifact).count() >= MOST_SECTIONS:
            raise ValidationError(_("A document has at most %(most)d sections.") % {"most": MOST_SECTIONS})
        number = artifact.row_numbers.get(FREE, 0) + 1
        artifact.row_numbers[FREE] = number
        key = f"free-{number}"
        revision = next_revision(artifact)
        section = DraftSection.objects.create(
            artifact=artifact,
            key=key,
            title=heading,
            body=clean_document(body, salt=key),
            ordering=_place(artifact, actor, after),
            revision=revision,
            updated_by=actor,
        )
        record("artifact.edited", artifact, actor, {"part": current_part(key), "change": "added"})
    return section


def move_section(artifact: Artifact, *, actor: User, key: str, after: str | None) -> None:
    """Put a section right after another (None: first). Order is no text: revisions stay."""
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        order = [section.key for section in content.read_draft(artifact, None).sections]
        if key not in order or after == key:
            raise ValidationError({"section": _("There is no such section.")}, code="unknown_section")
        before = order[order.index(key) - 1] if order.index(key) else None
        if before == after:
            return
        section = _written(artifact, actor, key)
        section.ordering = _place(artifact, actor, after if after is not None else "", moving=key)
        section.save(update_fields=["ordering"])
        next_revision(artifact)
        record("artifact.edited", artifact, actor, {"part": current_part(key), "change": "moved"})


def delete_section(artifact: Artifact, *, actor: User, key: str, revision: int) -> None:
    """Take a free section out of the draft; a declared one is emptied by saving it empty. Twice is once."""
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        if kinds.get(artifact.kind).find_section(key) is not None:
            raise ValidationError({"section": _("This section belongs to the kind and cannot be deleted.")})
        section = DraftSection.objects.filter(artifact=artifact, key=key).first()
        if section is None:
            return
        if section.revision != revision:
            theirs = {"body": section.body, "heading": section.title}
            raise StaleEdit(theirs=theirs, revision=section.revision)
        section.delete()
        next_revision(artifact)
        record("artifact.edited", artifact, actor, {"part": current_part(key), "change": "deleted"})


def current_part(key: str) -> str:
    return f"section:{key}"


def _checked_heading(heading: str) -> str:
    heading = " ".join(storable(heading).split())
    if not heading:
        raise ValidationError({"heading": _("Give the section a heading.")}, code="required")
    if len(heading) > 200:
        raise ValidationError({"heading": _("A heading has at most 200 characters.")}, code="too_long")
    return heading


def _written(artifact: Artifact, actor: User, key: str) -> DraftSection:
    """The section's row; one that was never written gets an empty one, under the revision its editors have."""
    ordering = 0
    if kinds.get(artifact.kind).find_section(key) is not None:
        ordering = content.ordering_of(kinds.get(artifact.kind), key)
    fresh: dict[str, Any] = {"ordering": ordering, "revision": 0, "updated_by": actor}
    return DraftSection.objects.get_or_create(artifact=artifact, key=key, defaults=fresh)[0]


def _place(artifact: Artifact, actor: User, after: str | None, moving: str = "") -> int:
    """An ordering after section ``after`` ("" first, None last); spreads the others when there is no room."""
    order = [(section.key, section.ordering) for section in content.read_draft(artifact, None).sections]
    order = [(key, ordering) for key, ordering in order if key != moving]
    keys = [key for key, _ordering in order]
    if after and after not in keys:
        raise ValidationError({"after": _("There is no such section.")}, code="unknown_section")
    at = len(keys) if after is None else keys.index(after) + 1 if after else 0
    low = order[at - 1][1] if at else 0
    high = order[at][1] if at < len(order) else low + 2 * SECTION_STEP
    if high - low >= 2:
        return (low + high) // 2
    for position, key in enumerate(keys):
        place = (position + 1 + (position >= at)) * SECTION_STEP
        section = _written(artifact, actor, key)
        if section.ordering != place:
            section.ordering = place
            section.save(update_fields=["ordering"])
    return (at + 1) * SECTION_STEP
