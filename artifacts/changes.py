"""What changed between two texts of an artifact, part by part, and for whom it is material.

The word-by-word picture belongs to ``artifacts.diffs``; this is the list behind 「与你有关的变化」, the
proposed summary and a version's material changes. Values of cells appear in no sentence made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artifacts.declaration import LEADS, MANAGERS, Column, Kind, Table
from artifacts.diffs.sections import diff_sections
from artifacts.hashing import Text, plain_body
from artifacts.resolving import row_label

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SUMMARY_LINES = 5


@dataclass(frozen=True)
class Change:
    """One part that differs. ``departments``: whom it is material to (None everybody, () nobody)."""

    part: str
    change: str
    label: str
    departments: tuple[str, ...] | None
    table: str = ""
    row_key: str = ""
    columns: tuple[str, ...] = ()
    # Of a section in which nothing but tasks changed: how many were ticked, and unticked.
    ticked: int = 0
    unticked: int = 0

    @property
    def ticks(self) -> str:
        """The ticked tasks in words; empty when the text itself changed."""
        counts = ((self.ticked, _("%(count)d ticked")), (self.unticked, _("%(count)d unticked")))
        return _(", ").join(words % {"count": count} for count, words in counts if count)

    @property
    def is_material(self) -> bool:
        return self.departments != ()

    def concerns(self, party: str) -> bool:
        if party == MANAGERS:
            return self.is_material
        return self.departments is None or party in self.departments


def compare(kind: Kind, old: Text, new: Text) -> list[Change]:
    """Every part that was added, removed or changed: sections first, then rows, in reading order."""
    return [*_sections(kind, old, new), *_rows(kind, old, new)]


def _sections(kind: Kind, old: Text, new: Text) -> Iterable[Change]:
    for key in dict.fromkeys([*new.sections, *old.sections]):
        before, after = old.sections.get(key), new.sections.get(key)
        if _same_section(before, after):
            continue
        declared = kind.find_section(key)
        heading, _body = after or before or ("", "")
        label = heading or (str(declared.name) if declared else "")
        departments: tuple[str, ...] | None = None
        if declared is not None:
            departments = declared.departments if declared.is_material else ()
        ticked, unticked = _ticks(before, after)
        yield Change(f"section:{key}", _what(before, after), label, departments, ticked=ticked, unticked=unticked)


def _ticks(before: tuple[str, str] | None, after: tuple[str, str] | None) -> tuple[int, int]:
    """Tasks ticked and unticked, where nothing else became of a section."""
    if before is None or after is None or "data-checked" not in after[1]:
        return 0, 0
    blocks = diff_sections(before[1], after[1]).blocks
    ticks = [block.line.is_ticked for block in blocks]
    return (0, 0) if None in ticks else (ticks.count(True), ticks.count(False))


def _same_section(before: tuple[str, str] | None, after: tuple[str, str] | None) -> bool:
    if before is None or after is None:
        return before is after
    return before[0] == after[0] and plain_body(before[1]) == plain_body(after[1])


def _rows(kind: Kind, old: Text, new: Text) -> Iterable[Change]:
    for table_key, row_key in dict.fromkeys([*new.rows, *old.rows]):
        table = kind.find_table(table_key)
        before, after = old.rows.get((table_key, row_key)), new.rows.get((table_key, row_key))
        if table is None or before == after:
            continue
        columns = _changed_columns(table, before or {}, after or {})
        if not columns:
            continue
        yield Change(
            f"row:{table_key}:{row_key}",
            _what(before, after),
            row_label(table, after or before or {}),
            _concerned(table, before, after, columns),
            table_key,
            row_key,
            tuple(column.key for column in columns),
        )


def _what(before: object, after: object) -> str:
    return ADDED if before is None else REMOVED if after is None else CHANGED


def _changed_columns(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Column]:
    return [column for column in table.own_columns if before.get(column.key) != after.get(column.key)]


def _concerned(
    table: Table,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    columns: Sequence[Column],
) -> tuple[str, ...] | None:
    """Whom a changed row is material to: those it concerned or concerns, if they may see what changed."""
    material = [column for column in columns if column.is_material]
    if not table.is_material or not material:
        return ()
    found: set[str] | None = None if table.departments is None else set(table.departments)
    named: list[list[str]] = []
    if table.concerns:
        named = [cells.get(table.concerns) or [] for cells in (before, after) if cells is not None]
    if named and all(named):
        concerned = {code for codes in named for code in codes}
        found = concerned if found is None else found & concerned
    if all(column.is_masked and LEADS not in column.visible_to for column in material):
        seeing = {party for column in material for party in column.visible_to if party != MANAGERS}
        found = seeing if found is None else found & seeing
    return None if found is None else tuple(sorted(found))


def sentence(kind: Kind, change: Change) -> str:
    """The change in plain words of the active language, without any value."""
    name = change.label
    if not change.table:
        texts = {
            ADDED: _("New section “%(name)s”"),
            REMOVED: _("Section “%(name)s” removed"),
            CHANGED: _("Section “%(name)s”: %(ticks)s") if change.ticks else _("Section “%(name)s” changed"),
        }
        return texts[change.change] % {"name": name, "ticks": change.ticks}
    table = kind.table(change.table)
    row = f"{change.row_key} {name}".strip()
    texts = {
        ADDED: _("New in %(table)s: %(row)s"),
        REMOVED: _("Removed from %(table)s: %(row)s"),
        CHANGED: _("%(table)s, %(row)s: %(columns)s changed"),
    }
    columns = _(", ").join(str(table.column(key)) for key in change.columns)
    return texts[change.change] % {"table": table, "row": row, "columns": columns}


def summary(kind: Kind, changes: Sequence[Change]) -> str:
    """A proposal the author edits: one line per change, material ones first, at most five and a rest."""
    ordered = sorted(changes, key=lambda change: not change.is_material)
    lines = [sentence(kind, change) for change in ordered[:SUMMARY_LINES]]
    rest = len(ordered) - len(lines)
    if rest:
        lines.append(ngettext("and %(count)d more change", "and %(count)d more changes", rest) % {"count": rest})
    return "\n".join(lines)


def material(kind: Kind, changes: Iterable[Change]) -> list[dict[str, Any]]:
    """What a version keeps of its material changes; ``text`` reads in the active language."""
    return [
        {
            "part": change.part,
            "change": change.change,
            "columns": list(change.columns),
            "departments": None if change.departments is None else list(change.departments),
            "text": sentence(kind, change),
        }
        for change in changes
        if change.is_material
    ]


def characters(old: Text, new: Text) -> tuple[int, int]:
    """Characters of narrative added and removed, white space not counted: the numbers the comparison shows."""
    added = removed = 0
    for key in {*old.sections, *new.sections}:
        before, after = old.sections.get(key, ("", ""))[1], new.sections.get(key, ("", ""))[1]
        if before != after:
            change = diff_sections(before, after)
            added, removed = added + change.added_characters, removed + change.removed_characters
    return added, removed
