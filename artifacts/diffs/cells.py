"""Difference of two states of a record table: rows by key, cells by column, long text word by word."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from artifacts.diffs.align import longest_run
from artifacts.diffs.summaries import Line, shortened
from artifacts.diffs.words import diff_text_html

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
Cells = Mapping[str, Any]
Row = tuple[str, Cells]
Show = Callable[[str, Any], str]


@dataclass(frozen=True)
class CellChange:
    """One cell that differs. ``old`` and ``new`` are as stored, the texts as people read them."""

    column: str
    old: Any
    new: Any
    old_text: str
    new_text: str

    @cached_property
    def marked(self) -> str:
        """Both texts in one as HTML, escaped: words for running text, the whole value for everything else."""
        if isinstance(self.old, str) and isinstance(self.new, str) and max(len(self.old), len(self.new)) > 12:
            return diff_text_html(self.old_text, self.new_text)
        return _whole("del", self.old_text) + _whole("ins", self.new_text)

    @property
    def line(self) -> Line:
        return Line(shortened(self.old_text), shortened(self.new_text))


@dataclass(frozen=True)
class RowChange:
    """One row: its key, what happened, its cells in the new state (in the old one when it went)."""

    key: str
    kind: str
    cells: Cells
    changes: tuple[CellChange, ...] = ()
    is_moved: bool = False

    def change_of(self, column: str) -> CellChange | None:
        return next((change for change in self.changes if change.column == column), None)


@dataclass(frozen=True)
class TableChange:
    """All rows in the new order, those that went where they stood."""

    rows: tuple[RowChange, ...]

    @property
    def changed_rows(self) -> tuple[RowChange, ...]:
        return tuple(row for row in self.rows if row.kind != SAME or row.is_moved)

    @property
    def is_changed(self) -> bool:
        return bool(self.changed_rows)

    def count(self, kind: str) -> int:
        """How many rows were ADDED, REMOVED, CHANGED or stayed the SAME."""
        return sum(1 for row in self.rows if row.kind == kind)

    def columns(self) -> set[str]:
        """The columns in which any cell differs; all filled ones of rows that came or went."""
        found: set[str] = set()
        for row in self.rows:
            found.update(change.column for change in row.changes)
            if row.kind in (ADDED, REMOVED):
                found.update(column for column, value in row.cells.items() if not _is_blank(value))
        return found

    def summaries(
        self,
        name_of_row: Callable[[RowChange], str],
        name_of_column: Callable[[str], str],
        limit: int = 5,
    ) -> list[str]:
        """One plain line for each changed row: ``US-3 截止日：…``. Hidden columns are not in here at all."""
        lines: list[str] = []
        for row in self.rows:
            if row.kind == ADDED:
                lines.append(str(Line(new=name_of_row(row))))
            elif row.kind == REMOVED:
                lines.append(str(Line(old=name_of_row(row))))
            else:
                lines.extend(
                    f"{name_of_row(row)} {name_of_column(change.column)}：{change.line}" for change in row.changes
                )
            if len(lines) >= limit:
                break
        return lines[:limit]


def diff_rows(
    old: Iterable[Row],
    new: Iterable[Row],
    *,
    columns: Sequence[str] | None = None,
    hidden: Collection[str] = (),
    show: Show | None = None,
) -> TableChange:
    """What became of the rows of a table.

    ``columns`` gives their order (default: as met). Cells of ``hidden`` columns (masked for the reader) are left
    out everywhere: of the values, the changes and the counts. ``show`` turns a column's stored value into text.
    """
    before = {key: _visible(cells, hidden) for key, cells in old}
    after = {key: _visible(cells, hidden) for key, cells in new}
    show = show or _shown
    positions = {key: index for index, key in enumerate(before)}
    stayed = [key for key in after if key in positions]
    in_place = {stayed[index] for index in longest_run([positions[key] for key in stayed])}
    rows = [
        _row(key, before.get(key), cells, columns, show, key in positions and key not in in_place)
        for key, cells in after.items()
    ]
    return TableChange(tuple(_with_removed(rows, before)))


def _with_removed(rows: list[RowChange], before: Mapping[str, Cells]) -> list[RowChange]:
    """The new rows with those that went behind the row they stood behind."""
    kept = {row.key for row in rows}
    following: dict[str | None, list[RowChange]] = {}
    last: str | None = None
    for key, cells in before.items():
        if key in kept:
            last = key
        else:
            following.setdefault(last, []).append(RowChange(key, REMOVED, cells))
    merged = list(following.get(None, ()))
    for row in rows:
        merged.append(row)
        merged.extend(following.get(row.key, ()))
    return merged


def _visible(cells: Cells, hidden: Collection[str]) -> Cells:
    return {column: value for column, value in cells.items() if column not in hidden}


def _row(
    key: str, old: Cells | None, new: Cells, columns: Sequence[str] | None, show: Show, is_moved: bool
) -> RowChange:
    if old is None:
        return RowChange(key, ADDED, new)
    order = columns if columns is not None else list(dict.fromkeys([*old, *new]))
    changes = tuple(
        CellChange(
            column, old.get(column), new.get(column), show(column, old.get(column)), show(column, new.get(column))
        )
        for column in order
        if (column in old or column in new) and not _same(old.get(column), new.get(column))
    )
    return RowChange(key, CHANGED if changes else SAME, new, changes, is_moved)


def _same(old: Any, new: Any) -> bool:
    return (_is_blank(old) and _is_blank(new)) or (old == new and isinstance(old, bool) == isinstance(new, bool))


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _shown(_column: str, value: Any) -> str:
    if _is_blank(value):
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, (list, tuple)):
        return "、".join(_shown(_column, part) for part in value)
    return str(value)


def _whole(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text)}</{tag}>" if text else ""
