"""The difference of two documents as a page shows it: words in sections, cells in tables.

Both documents are what one person may see, so a masked cell is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from artifacts.content import Document, Row, TableRows
from artifacts.declaration import Column
from artifacts.diffs.sections import diff_sections
from artifacts.diffs.summaries import Line
from artifacts.diffs.words import diff_text_html
from artifacts.resolving import DatabaseResolver

LONG = ("text", "long_text")


@dataclass(frozen=True)
class SectionDifference:
    key: str
    heading: str
    html: SafeString
    added: int
    removed: int
    is_changed: bool
    ticks: tuple[Line, ...] = ()


@dataclass(frozen=True)
class CellDifference:
    html: SafeString
    is_changed: bool


@dataclass(frozen=True)
class RowDifference:
    """``change``: added, removed or changed."""

    key: str
    change: str
    cells: tuple[CellDifference, ...]


@dataclass(frozen=True)
class TableDifference:
    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[RowDifference, ...]
    unchanged: int


@dataclass(frozen=True)
class Comparison:
    sections: tuple[SectionDifference, ...]
    tables: tuple[TableDifference, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.tables) or any(section.is_changed for section in self.sections)

    @property
    def unchanged_sections(self) -> int:
        return sum(not section.is_changed for section in self.sections)

    @property
    def added(self) -> int:
        """Characters added to the narrative."""
        return sum(section.added for section in self.sections)

    @property
    def removed(self) -> int:
        return sum(section.removed for section in self.sections)

    @property
    def ticks(self) -> int:
        """Tasks that were ticked or unticked."""
        return sum(len(section.ticks) for section in self.sections)


def compare(old: Document, new: Document) -> Comparison:
    """What became of ``old``, in the reading order of ``new``; what went stands at the end."""
    keys = dict.fromkeys([section.key for section in new.sections] + [section.key for section in old.sections])
    sections = tuple(_section(old, new, key) for key in keys)
    tables = dict.fromkeys([table.key for table in new.tables] + [table.key for table in old.tables])
    before, after = old.resolver(), new.resolver()
    compared = (_table(old.table(key), new.table(key), before, after) for key in tables)
    return Comparison(sections, tuple(table for table in compared if table.rows))


def _section(old: Document, new: Document, key: str) -> SectionDifference:
    before, after = old.section(key), new.section(key)
    change = diff_sections(before.body if before else "", after.body if after else "")
    shown = after or before
    html = mark_safe(change.html)  # noqa: S308 - diffs are sanitised like the sections they come from
    heading = shown.heading if shown else ""
    counts = (change.added_characters, change.removed_characters)
    return SectionDifference(key, heading, html, *counts, change.is_changed, tuple(change.ticks))


def _table(
    old: TableRows | None, new: TableRows | None, before: DatabaseResolver, after: DatabaseResolver
) -> TableDifference:
    shown = new or old
    assert shown is not None  # noqa: S101 - a key comes from one of the two
    old_rows = {row.key: row for row in old.rows} if old else {}
    new_rows = {row.key: row for row in new.rows} if new else {}
    held = {key for row in (*old_rows.values(), *new_rows.values()) for key, value in row.cells.items() if value}
    columns = tuple(
        column for column in shown.declared.own_columns if column.key not in shown.hidden and column.key in held
    )
    rows, unchanged = [], 0
    for key in dict.fromkeys([*new_rows, *old_rows]):
        cells = tuple(_cell(column, old_rows.get(key), new_rows.get(key), before, after) for column in columns)
        if any(cell.is_changed for cell in cells):
            change = "added" if key not in old_rows else "removed" if key not in new_rows else "changed"
            rows.append(RowDifference(key, change, cells))
        else:
            unchanged += 1
    return TableDifference(shown.key, str(shown.declared), columns, tuple(rows), unchanged)


def _cell(
    column: Column, old: Row | None, new: Row | None, before: DatabaseResolver, after: DatabaseResolver
) -> CellDifference:
    was = column.display(old.cells.get(column.key), before) if old else ""
    now = column.display(new.cells.get(column.key), after) if new else ""
    if was == now:
        return CellDifference(format_html("{}", now), old is None or new is None)
    if column.type in LONG and was and now:
        return CellDifference(mark_safe(diff_text_html(was, now)), True)  # noqa: S308 - escapes its text
    html = format_html("<del>{}</del> ", was) if was else SafeString("")
    return CellDifference(html + (format_html("<ins>{}</ins>", now) if now else SafeString("")), True)
