"""What a comment on an artifact may be tied to: a section, a record row, a phrase in a block.

Readers comment on the standing version; who edits may also comment on what only the draft has.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from artifacts import kinds
from artifacts.filled import rows_at, sections_at
from artifacts.models import Artifact, DraftRow, DraftSection, Question, RecordRow, VersionSection
from artifacts.resolving import row_label
from conversations.models import Comment, Thread
from conversations.registry import Mark
from pmcomms.ground.requests import once_per_request

Anchor = tuple[str, str]


def check_anchor(thread: Thread, anchor: str, key: str) -> None:
    """Raises ``ValidationError`` unless draft or standing version has the part."""
    artifact = Artifact.objects.select_related("version").get(thread=thread)
    if anchor == Comment.Anchor.SECTION:
        is_there = _has_section(artifact, key)
    elif anchor == Comment.Anchor.ROW:
        is_there = _has_row(artifact, *key.partition(":")[::2])
    else:
        is_there = _has_block(artifact, key)
    if not is_there:
        raise ValidationError({"anchor": _("This part is not in the document any more.")})


def _has_section(artifact: Artifact, key: str) -> bool:
    if kinds.get(artifact.kind).find_section(key) is not None:
        return True
    if DraftSection.objects.filter(artifact=artifact, key=key).exists():
        return True
    return VersionSection.objects.filter(artifact=artifact, key=key, to_version__isnull=True).exists()


def _has_row(artifact: Artifact, table: str, row_key: str) -> bool:
    rows = {"artifact": artifact, "table": table, "row_key": row_key}
    return RecordRow.objects.filter(**rows).exists() or DraftRow.objects.filter(**rows).exists()


def _has_block(artifact: Artifact, block_id: str) -> bool:
    if not block_id.isalnum():
        return False
    mark = f'data-id="{block_id}"'
    stored = VersionSection.objects.filter(artifact=artifact, body__contains=mark)
    return stored.exists() or DraftSection.objects.filter(artifact=artifact, body__contains=mark).exists()


def artifact_under(thread: Thread) -> Artifact:
    """The artifact of a thread with its version; that of a page being read is known already."""
    rows = Artifact.objects.select_related("version")
    return once_per_request(("artifact under", thread.pk), lambda: rows.get(thread=thread))


def describe_anchors(thread: Thread, anchors: list[Anchor]) -> Mapping[Anchor, tuple[str, str]]:
    """Label and in-page address of the parts the standing version (or, before one, the draft) still has."""
    artifact = artifact_under(thread)
    kind = kinds.get(artifact.kind)
    sections, rows = _parts(artifact)
    headings = {
        row.key: row.title or (str(declared.name) if (declared := kind.find_section(row.key)) else row.key)
        for row in sections
    }
    labels = {
        (row.table, row.row_key): f"{row.row_key} {row_label(table, row.cells)}".strip()
        for row in rows
        if (table := kind.find_table(row.table)) is not None
    }
    found: dict[Anchor, tuple[str, str]] = {}
    for anchor, key in anchors:
        if anchor == Comment.Anchor.SECTION and key in headings:
            found[anchor, key] = (headings[key], f"#sec-{key}")
        elif anchor == Comment.Anchor.ROW:
            table_key, _colon, row_key = key.partition(":")
            if (table_key, row_key) in labels:
                found[anchor, key] = (labels[table_key, row_key], f"#row-{table_key}-{row_key}")
        elif anchor == Comment.Anchor.QUOTE:
            mark = f'data-id="{key}"'
            holder = next((row.key for row in sections if mark in row.body), None)
            if holder is not None:
                found[anchor, key] = (headings[holder], f"#sec-{holder}")
    return found


def mark_questions(thread: Thread, ids: list[int]) -> Mapping[int, Mark]:
    """Comments that stop the clock of a sign-off, and whether a manager has answered."""
    asked = Question.objects.filter(comment_id__in=ids).values_list("comment_id", "answered_at")
    return {
        pk: Mark(pgettext("question", "Question"), "warn")
        if answered_at is None
        else Mark(pgettext("question", "Answered"), "good")
        for pk, answered_at in asked
    }


def _parts(artifact: Artifact) -> tuple[list[DraftSection | VersionSection], list[DraftRow | RecordRow]]:
    if artifact.version is None:
        drafted = DraftRow.objects.filter(artifact=artifact)
        return list(DraftSection.objects.filter(artifact=artifact)), list(drafted)
    sequence = artifact.version.sequence
    return [*sections_at(artifact, sequence)], [*rows_at(artifact, sequence)]
