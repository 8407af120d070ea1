"""Freezing the draft into an immutable version: ranges of sections and rows, hashes, search, the thread.

Used by publish, refresh and errata, in their transaction, with the artifact's row locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import changes as differences
from artifacts import content, hashing, kinds
from artifacts.actions import signalling
from artifacts.changes import Change
from artifacts.declaration import Kind
from artifacts.filled import rows_at, sections_at
from artifacts.hashing import Text
from artifacts.models import (
    Artifact,
    DraftRow,
    DraftSection,
    Version,
)
from conversations import search
from conversations.actions import threads
from conversations.text.plain import to_plain
from departments.models import Department
from pmcomms.ground.problems import StaleEdit

MOST_SUMMARY = 4000

# A section without heading and text, a row without cells: nothing to freeze.
_CLOSE_SECTIONS = """
UPDATE artifacts_versionsection AS stored SET to_version = %(sequence)s
WHERE stored.artifact_id = %(artifact)s AND stored.to_version IS NULL AND NOT EXISTS (
    SELECT 1 FROM artifacts_draftsection AS draft
    WHERE draft.artifact_id = stored.artifact_id AND draft.key = stored.key AND draft.title = stored.title
      AND draft.body = stored.body AND draft.ordering = stored.ordering
      AND (draft.body <> '' OR draft.title <> ''))
"""
_OPEN_SECTIONS = """
INSERT INTO artifacts_versionsection (artifact_id, key, title, body, ordering, from_version, is_redacted)
SELECT draft.artifact_id, draft.key, draft.title, draft.body, draft.ordering, %(sequence)s, false
FROM artifacts_draftsection AS draft
WHERE draft.artifact_id = %(artifact)s AND (draft.body <> '' OR draft.title <> '') AND NOT EXISTS (
    SELECT 1 FROM artifacts_versionsection AS stored
    WHERE stored.artifact_id = draft.artifact_id AND stored.key = draft.key AND stored.to_version IS NULL)
"""
_CLOSE_ROWS = """
UPDATE artifacts_recordrow AS stored SET to_version = %(sequence)s
WHERE stored.artifact_id = %(artifact)s AND stored.to_version IS NULL AND NOT EXISTS (
    SELECT 1 FROM artifacts_draftrow AS draft
    WHERE draft.artifact_id = stored.artifact_id AND draft."table" = stored."table"
      AND draft.row_key = stored.row_key AND draft.cells = stored.cells
      AND draft.ordering = stored.ordering AND draft.cells <> '{}'::jsonb)
"""
_OPEN_ROWS = """
INSERT INTO artifacts_recordrow (artifact_id, "table", row_key, cells, ordering, from_version, is_redacted)
SELECT draft.artifact_id, draft."table", draft.row_key, draft.cells, draft.ordering, %(sequence)s, false
FROM artifacts_draftrow AS draft
WHERE draft.artifact_id = %(artifact)s AND draft.cells <> '{}'::jsonb AND NOT EXISTS (
    SELECT 1 FROM artifacts_recordrow AS stored
    WHERE stored.artifact_id = draft.artifact_id AND stored."table" = draft."table"
      AND stored.row_key = draft.row_key AND stored.to_version IS NULL)
"""


def draft_text(artifact: Artifact) -> Text:
    sections = DraftSection.objects.filter(artifact=artifact)
    return Text.of(artifact.title, list(sections), list(DraftRow.objects.filter(artifact=artifact)))


def version_text(artifact: Artifact, version: Version | None) -> Text:
    """What a version holds; of None an empty text, so that everything counts as added."""
    if version is None:
        return Text("")
    return Text.of(version.title, sections_at(artifact, version.sequence), rows_at(artifact, version.sequence))


def material_hashes(kind: Kind, text: Text) -> dict[str, str]:
    """For every department there is, and the managers."""
    return hashing.material_hashes(kind, text, Department.objects.values_list("code", flat=True))


def check_draft_revision(artifact: Artifact, seen: int | None) -> None:
    """Raises ``StaleEdit`` when the draft moved since it was looked at: what was seen is what is frozen."""
    if seen is not None and seen != artifact.draft_revision:
        raise StaleEdit(
            _("The draft was changed since you looked at it. Look again before you send it."),
            revision=artifact.draft_revision,
            code="draft_changed",
        )


def checked_summary(summary: str) -> str:
    summary = summary.strip()
    if len(summary) > MOST_SUMMARY:
        raise ValidationError({"summary": _("At most %(most)d characters.") % {"most": MOST_SUMMARY}}, code="too_long")
    return summary


def invalid_rows(artifact: Artifact) -> list[str]:
    """Parts whose cells hold text that did not parse."""
    rows = DraftRow.objects.filter(artifact=artifact).exclude(invalid={})
    return [f"row:{row.table}:{row.row_key}" for row in rows]


@dataclass(frozen=True)
class InvalidCell:
    """A cell that holds text that did not parse: its names, and where the editor has it."""

    name: str
    anchor: str


def invalid_cells(artifact: Artifact) -> list[InvalidCell]:
    kind = kinds.get(artifact.kind)
    found = []
    for row in DraftRow.objects.filter(artifact=artifact).exclude(invalid={}):
        table = kind.find_table(row.table)
        if table is None:
            continue
        for key in row.invalid:
            name = f"{table} {row.row_key} · {table.find_column(key) or key}"
            found.append(InvalidCell(name, f"cell:{row.table}:{row.row_key}:{key}"))
    return found


def freeze_draft(
    artifact: Artifact,
    *,
    actor: User,
    text: Text,
    changes: Iterable[Change],
    before: Version | None,
    summary: str,
    is_erratum: bool = False,
) -> Version:
    """The draft as the artifact's next version, standing from now on."""
    kind = kinds.get(artifact.kind)
    changes = list(changes)
    added, removed = differences.characters(version_text(artifact, before), text)
    with translation.override(settings.LANGUAGE_CODE):
        material = differences.material(kind, changes)
    number, erratum = _next_number(artifact, before if is_erratum else None)
    version = Version.objects.create(
        artifact=artifact,
        sequence=last(artifact, "sequence") + 1,
        number=number,
        erratum=erratum,
        title=artifact.title,
        summary=summary,
        material_changes=material,
        content_hash=hashing.content_hash(text),
        material_hashes=material_hashes(kind, text),
        characters_added=added,
        characters_removed=removed,
        published_by=actor,
        published_at=timezone.now(),
    )
    _write_ranges(artifact, version.sequence)
    stand(artifact, version, has_draft=False)
    return version


def stand(artifact: Artifact, version: Version | None, *, has_draft: bool) -> None:
    """Make ``version`` the one readers get; it is fresh, so it is not stale."""
    artifact.version = version
    artifact.has_draft = has_draft
    artifact.stale_since, artifact.stale_reason = None, ""
    artifact.save(update_fields=["version", "has_draft", "stale_since", "stale_reason"])
    if version is None:
        threads.close_again(artifact.thread)
    else:
        threads.mark_opened(artifact.thread)
    threads.set_current_version(artifact.thread, version.number if version else None)
    index(artifact, version)
    signalling.refresh(artifact)


def index(artifact: Artifact, version: Version | None) -> None:
    """Make what the version says findable, masked cells left out."""
    parts: dict[str, str] = {}
    if version is not None:
        document = content.read_version(artifact, version, None)
        resolver = document.resolver()
        for section in document.sections:
            parts[section.part] = f"{section.heading}\n{to_plain(section.body)}" if section.body else ""
        for table, row in document.rows():
            own = [(column, row.cells.get(column.key)) for column in table.own_columns]
            words = [column.search_text(value, resolver) for column, value in own if value is not None]
            parts[row.part] = " ".join(word for word in words if word)
    search.keep_only(artifact.thread, "section:", parts)
    search.keep_only(artifact.thread, "row:", parts)
    search.put_many(artifact.thread, parts)


def _write_ranges(artifact: Artifact, sequence: int) -> None:
    """Unchanged parts go on, changed and deleted ones end, new ones begin: four statements, whatever the size."""
    names = {"artifact": artifact.pk, "sequence": sequence}
    with connection.cursor() as cursor:
        for statement in (_CLOSE_SECTIONS, _OPEN_SECTIONS, _CLOSE_ROWS, _OPEN_ROWS):
            cursor.execute(statement, names)


def _next_number(artifact: Artifact, mended: Version | None) -> tuple[int, int]:
    """A withdrawn version's number stays used; an erratum counts behind the version it mends."""
    if mended is None:
        return last(artifact, "number") + 1, 0
    errata = artifact.versions.filter(number=mended.number).order_by("-erratum").values_list("erratum", flat=True)
    return mended.number, errata[0] + 1


def last(artifact: Artifact, field: str) -> int:
    """The highest ``sequence`` or ``number`` ever given, withdrawn versions included."""
    return artifact.versions.order_by(f"-{field}").values_list(field, flat=True).first() or 0
