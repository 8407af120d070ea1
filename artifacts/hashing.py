"""What an answer is bound to: one hash over the whole text, and one per party over what is material to it.

Only the author's text is hashed: filled-in and computed cells lie beside the version. Block ids are left
out, since writing the same words anew gives new ones. An answer is carried to the next version only when
the material hash of its party is equal in both.

Material to a department are the sections and tables declared so that concern it (all of them unless the
declaration names departments), rows that name it in their ``concerns`` column or nobody, and of these the
material columns it may see. Free sections are material to everybody; the managers' hash covers everything
material. Neither title nor order counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from artifacts.declaration import LEADS, MANAGERS, Column, Kind, Section, Table
from artifacts.models import DraftRow, DraftSection, RecordRow, VersionSection

_BLOCK_ID = re.compile(r' data-id="[^"]*"')

Sections = Sequence[DraftSection | VersionSection]
Rows = Sequence[DraftRow | RecordRow]


@dataclass(frozen=True)
class Text:
    """The author's text, unmasked: what is hashed and compared. Empty parts are left out."""

    title: str
    # key → (own heading, body)
    sections: dict[str, tuple[str, str]] = field(default_factory=dict)
    # (table, row key) → cells
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, title: str, sections: Sections, rows: Rows) -> Text:
        return cls(
            title,
            {row.key: (row.title, row.body) for row in sections if row.body or row.title},
            {(row.table, row.row_key): row.cells for row in rows if row.cells},
        )


def plain_body(body: str) -> str:
    """A section without its block ids: equal for the same words."""
    return _BLOCK_ID.sub("", body)


def content_hash(text: Text) -> str:
    """SHA-256, 64 hexadecimal digits, over title, sections and rows in their order."""
    sections = [[key, heading, plain_body(body)] for key, (heading, body) in text.sections.items()]
    return _digest([text.title, sections, [[*key, cells] for key, cells in text.rows.items()]])


def material_hashes(kind: Kind, text: Text, parties: Iterable[str]) -> dict[str, str]:
    """Per department code, and ``managers``: the hash over what is material to it."""
    return {party: _digest(_material(kind, text, party)) for party in sorted({*parties, MANAGERS})}


def _material(kind: Kind, text: Text, party: str) -> list[Any]:
    sections = [
        [key, heading, plain_body(body)]
        for key, (heading, body) in text.sections.items()
        if section_is_material(kind.find_section(key), party)
    ]
    rows = []
    for (table_key, row_key), cells in text.rows.items():
        table = kind.find_table(table_key)
        if table is not None and row_concerns(table, cells, party):
            material = {key: value for key, value in cells.items() if cell_is_material(table.find_column(key), party)}
            rows.append([table_key, row_key, material])
    return [sorted(sections), sorted(rows, key=lambda row: row[:2])]


def section_is_material(section: Section | None, party: str) -> bool:
    """A free section (None) is material to everybody."""
    return section is None or (section.is_material and _is_among(section.departments, party))


def row_concerns(table: Table, cells: Mapping[str, Any], party: str) -> bool:
    """Is the row of a material table, and does it concern the party?"""
    if not table.is_material or not _is_among(table.departments, party):
        return False
    named = cells.get(table.concerns) if table.concerns else None
    return not named or party == MANAGERS or party in named


def cell_is_material(column: Column | None, party: str) -> bool:
    """Material, the author's, and of a column the party may see: what it cannot see it is not asked about."""
    if column is None or not column.is_material or column.is_filled or column.is_computed:
        return False
    return not column.is_masked or party == MANAGERS or party in column.visible_to or LEADS in column.visible_to


def _is_among(departments: tuple[str, ...] | None, party: str) -> bool:
    return departments is None or party == MANAGERS or party in departments


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
