"""Reading an artifact: its draft, or what a version held, as one person may see it.

A masked cell never enters a ``Row`` of somebody who may not see it: not as value, not as raw text, not as
input of a computed column. ``viewer`` None is the engine itself and sees everything; what it reads so must
not reach a page. Reading costs three queries for sections, rows and filled-in cells, plus those of sight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import Column, Kind, Section, Table
from artifacts.filled import filled_cells, rows_at, sections_at
from artifacts.models import (
    Artifact,
    DraftRow,
    DraftSection,
    FilledCell,
    RecordRow,
    Version,
    VersionSection,
)
from artifacts.periods import end_of
from artifacts.permissions import Standing, can_edit
from artifacts.resolving import DatabaseResolver, row_labels
from artifacts.subtotals import subtotal

# Free sections are ordered among declared ones; these stand at multiples of this.
SECTION_STEP = 1000
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SectionText:
    """One section of narrative. ``revision`` 0: a declared section nobody has written yet."""

    key: str
    heading: str
    body: str
    ordering: int
    declared: Section | None
    revision: int = 0
    is_redacted: bool = False

    @property
    def is_free(self) -> bool:
        return self.declared is None

    @property
    def part(self) -> str:
        return f"section:{self.key}"

    @property
    def is_empty(self) -> bool:
        return not self.body


@dataclass(frozen=True)
class Row:
    """One record row: ``cells`` holds stored values the viewer may see, filled-in and computed ones too.

    ``hidden`` names the columns whose cells were taken out; ``invalid`` raw text that did not parse (drafts
    only); ``filled`` the ``FilledCell`` behind a filled-in value (who, when, ``pk`` for the optimistic lock).
    """

    table: str
    key: str
    cells: dict[str, Any]
    ordering: str
    hidden: frozenset[str] = _NOTHING
    invalid: dict[str, str] = field(default_factory=dict)
    filled: dict[str, FilledCell] = field(default_factory=dict)
    revision: int = 0
    is_redacted: bool = False

    @property
    def part(self) -> str:
        return f"row:{self.table}:{self.key}"

    @property
    def anchor(self) -> str:
        """How a comment names the row."""
        return f"{self.table}:{self.key}"


@dataclass(frozen=True)
class TableRows:
    """A declared table with its rows; ``hidden`` names the columns wholly masked for the viewer.

    ``subtotals`` has, for hidden columns of numbers or money, what the viewer may know instead: the sum over
    at least three rows, as a stored value (``artifacts.subtotals``).
    """

    declared: Table
    rows: tuple[Row, ...]
    hidden: frozenset[str] = _NOTHING
    subtotals: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.declared.key

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.declared.columns

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True)
class Document:
    """The whole text of a draft (``version`` None) or of a version, as ``viewer`` sees it.

    Sections and tables come in reading order. A draft lists every declared one, written or not; a version
    only what it holds.
    """

    artifact: Artifact
    kind: Kind
    version: Version | None
    viewer: User | None
    sections: tuple[SectionText, ...]
    tables: tuple[TableRows, ...]

    @property
    def is_draft(self) -> bool:
        return self.version is None

    def section(self, key: str) -> SectionText | None:
        return next((section for section in self.sections if section.key == key), None)

    def table(self, key: str) -> TableRows | None:
        return next((table for table in self.tables if table.key == key), None)

    def bodies(self) -> dict[str, str]:
        return {section.key: section.body for section in self.sections if section.body}

    def rows(self) -> Iterable[tuple[Table, Row]]:
        return ((table.declared, row) for table in self.tables for row in table.rows)

    def resolver(self) -> DatabaseResolver:
        """Names what the cells hold, with everybody in them fetched at once."""
        labels = row_labels(self.artifact, ((table.key, row.key, row.cells) for table, row in self.rows()))
        resolver = DatabaseResolver(self.artifact, self.viewer, labels)
        resolver.preload((table, row.cells) for table, row in self.rows())
        return resolver


def read_draft(artifact: Artifact, viewer: User | None) -> Document:
    """The working draft. Raises ``PermissionDenied`` for somebody who may not edit it."""
    if viewer is not None and not can_edit(viewer, artifact):
        raise PermissionDenied(_("Only those who edit the draft see it."))
    kind = kinds.get(artifact.kind)
    written = {section.key: section for section in DraftSection.objects.filter(artifact=artifact)}
    rows = DraftRow.objects.filter(artifact=artifact)
    sections = [_section(kind, row, row.revision) for row in written.values()]
    sections += [
        SectionText(declared.key, str(declared.name), "", ordering_of(kind, declared.key), declared)
        for declared in kind.sections
        if declared.key not in written
    ]
    return Document(
        artifact, kind, None, viewer, _in_order(sections), _tables(artifact, kind, viewer, rows, None, is_draft=True)
    )


def read_version(artifact: Artifact, version: Version, viewer: User | None) -> Document:
    """What the version holds. A frozen period shows filled-in cells as they were at its end."""
    kind = kinds.get(artifact.kind)
    sections = sections_at(artifact, version.sequence)
    rows = rows_at(artifact, version.sequence)
    as_of = end_of(version.period_to) if version.period_to else None
    return Document(
        artifact,
        kind,
        version,
        viewer,
        _in_order([_section(kind, row, 0) for row in sections]),
        _tables(artifact, kind, viewer, rows, as_of, is_draft=False),
    )


def find_version(artifact: Artifact, label: str, viewer: User) -> Version:
    """The version called ``7`` or ``7.1``; withdrawn ones only for who may edit. Raises ``Http404``."""
    number, dot, erratum = label.partition(".")
    plain = [text for text in (number, erratum if dot else "0") if text.isascii() and text.isdigit() and len(text) < 9]
    if len(plain) != 2:
        raise Http404
    found = artifact.versions.filter(number=int(plain[0]), erratum=int(plain[1])).first()
    if found is None or (found.withdrawn_at is not None and not can_edit(viewer, artifact)):
        raise Http404
    return found


def versions_shown(artifact: Artifact, viewer: User) -> QuerySet[Version]:
    """Every version this person may open, newest first."""
    versions = artifact.versions.select_related("published_by")
    return versions if can_edit(viewer, artifact) else versions.filter(withdrawn_at__isnull=True)


def ordering_of(kind: Kind, key: str) -> int:
    """Where a declared section stands unless it was moved."""
    position = next(index for index, section in enumerate(kind.sections, start=1) if section.key == key)
    return position * SECTION_STEP


def _section(kind: Kind, row: DraftSection | VersionSection, revision: int) -> SectionText:
    declared = kind.find_section(row.key)
    heading = row.title or (str(declared.name) if declared else "")
    is_redacted = isinstance(row, VersionSection) and row.is_redacted
    return SectionText(row.key, heading, row.body, row.ordering, declared, revision, is_redacted)


def _in_order(sections: list[SectionText]) -> tuple[SectionText, ...]:
    return tuple(sorted(sections, key=lambda section: (section.ordering, section.key)))


def _tables(
    artifact: Artifact,
    kind: Kind,
    viewer: User | None,
    rows: Iterable[DraftRow | RecordRow],
    as_of: dt.datetime | None,
    *,
    is_draft: bool,
) -> tuple[TableRows, ...]:
    standing = Standing.of(viewer, artifact) if viewer is not None else None
    by_table: dict[str, list[DraftRow | RecordRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    filled = filled_cells(artifact, as_of) if by_table else {}
    found = []
    for table in kind.tables:
        stored = by_table.get(table.key, [])
        if stored or is_draft:
            found.append(_table(table, stored, filled, standing))
    return tuple(found)


def _table(
    table: Table,
    stored: list[DraftRow | RecordRow],
    filled: Mapping[tuple[str, str], dict[str, FilledCell]],
    standing: Standing | None,
) -> TableRows:
    hidden = frozenset(
        column.key for column in table.masked_columns if standing is not None and not standing.sees_column(column)
    )
    everything = [{**row.cells, **_values(filled.get((table.key, row.row_key), {}))} for row in stored]
    rows = [
        _row(table, row, cells, filled.get((table.key, row.row_key), {}), hidden, standing)
        for row, cells in zip(stored, everything, strict=True)
    ]
    subtotals = {}
    for key in sorted(hidden):
        masked = [cells for row, cells in zip(rows, everything, strict=True) if key in row.hidden]
        if total := subtotal(table.column(key), everything, masked):
            subtotals[key] = total
    return TableRows(table, tuple(rows), hidden, subtotals)


def _row(
    table: Table,
    row: DraftRow | RecordRow,
    cells: dict[str, Any],
    filled: dict[str, FilledCell],
    hidden: frozenset[str],
    standing: Standing | None,
) -> Row:
    out = hidden
    if hidden and standing is not None:
        out = frozenset(key for key in hidden if not standing.sees_cell(table, table.column(key), cells))
    seen = {key: value for key, value in cells.items() if key not in out}
    seen |= {key: value for key, value in table.computed_cells(seen).items() if key not in out}
    return Row(
        table.key,
        row.row_key,
        seen,
        row.ordering,
        out,
        {key: raw for key, raw in getattr(row, "invalid", {}).items() if key not in out},
        {key: cell for key, cell in filled.items() if key not in out},
        getattr(row, "revision", 0),
        getattr(row, "is_redacted", False),
    )


def _values(filled: Mapping[str, FilledCell]) -> dict[str, Any]:
    return {key: cell.value for key, cell in filled.items() if cell.value is not None}
