"""A document as a page shows it: cells as text and links, rows with what may be filled in or ticked.

Nothing here decides sight; it shows what ``artifacts.content`` handed out for the viewer. Costs one query
for the people named, one for row labels and one for the artifacts named, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from artifacts.content import Document, Row, SectionText, TableRows
from artifacts.declaration import Column, Table
from artifacts.models import FilledCell
from artifacts.permissions import Standing
from artifacts.resolving import DatabaseResolver
from conversations.models import Thread

_WEB = ("http", "https", "mailto")


@dataclass(frozen=True)
class CellView:
    """One cell. ``is_hidden``: the viewer may not see it. ``can_fill``: the viewer fills it in here.

    ``tick``: whether the to-do of its row is done, where the viewer says so with one press; else None.
    """

    column: Column
    html: SafeString
    text: str
    is_hidden: bool = False
    can_fill: bool = False
    tick: bool | None = None
    edit_text: str = ""
    filled: FilledCell | None = None

    @property
    def is_number(self) -> bool:
        return self.column.is_number

    @property
    def lock(self) -> int:
        """What a fill-in sends back, so that a newer value is not overwritten unseen; 0: none yet."""
        return self.filled.pk if self.filled else 0


@dataclass(frozen=True)
class RowView:
    key: str
    part: str
    anchor: str
    cells: tuple[CellView, ...]
    label: str
    is_redacted: bool = False
    comments: int = 0

    @property
    def can_fill(self) -> bool:
        return any(cell.can_fill for cell in self.cells)


@dataclass(frozen=True)
class TableView:
    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[RowView, ...]
    subtotals: tuple[tuple[str, str], ...] = ()
    fill_columns: frozenset[str] = field(default_factory=frozenset)

    @property
    def anchor_id(self) -> str:
        return f"table-{self.key}"

    @property
    def fill_count(self) -> int:
        """Cells the viewer is to fill in."""
        return sum(cell.can_fill for row in self.rows for cell in row.cells)

    @property
    def filled_count(self) -> int:
        return sum(cell.can_fill and bool(cell.text) for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class SectionView:
    key: str
    heading: str
    body: SafeString
    is_redacted: bool
    comments: int = 0

    @property
    def anchor_id(self) -> str:
        return f"sec-{self.key}"


def section_views(document: Document, comments: Mapping[str, int]) -> list[SectionView]:
    """The sections that hold text; stored HTML is sanitised on write, so it goes out as it is."""
    return [_section(section, comments) for section in document.sections if section.body or section.is_redacted]


def _section(section: SectionText, comments: Mapping[str, int]) -> SectionView:
    body = mark_safe(section.body)  # noqa: S308 - sanitised by conversations.text.sanitise on every write
    return SectionView(section.key, section.heading, body, section.is_redacted, comments.get(section.part, 0))


def table_views(
    document: Document, viewer: User, comments: Mapping[str, int], *, with_fill_ins: bool = False
) -> list[TableView]:
    """The tables that hold rows. ``with_fill_ins``: mark the cells this person may fill in (current version)."""
    resolver = document.resolver()
    shown = [table for table in document.tables if table.rows]
    addresses = _artifact_addresses(shown, viewer)
    standing = Standing.of(viewer, document.artifact) if with_fill_ins else None
    return [_table(table, resolver, addresses, standing, comments) for table in shown]


def _table(
    table: TableRows,
    resolver: DatabaseResolver,
    addresses: Mapping[str, str],
    standing: Standing | None,
    comments: Mapping[str, int],
) -> TableView:
    columns = tuple(column for column in table.columns if _is_shown(column, table, standing))
    rows = tuple(
        RowView(
            row.key,
            row.part,
            row.anchor,
            tuple(_cell(table.declared, row, column, resolver, addresses, standing) for column in columns),
            row_label(table.declared, row, resolver),
            row.is_redacted,
            comments.get(row.part, 0),
        )
        for row in table.rows
    )
    subtotals = tuple(
        (str(table.declared.column(key)), table.declared.column(key).display(value, resolver))
        for key, value in table.subtotals.items()
    )
    fills = frozenset(cell.column.key for row in rows for cell in row.cells if cell.can_fill)
    return TableView(table.key, str(table.declared), columns, rows, subtotals, fills)


def _is_shown(column: Column, table: TableRows, standing: Standing | None) -> bool:
    """Wholly masked columns are left out, and so are empty ones that nobody is to fill in."""
    if column.key in table.hidden and all(column.key in row.hidden for row in table.rows):
        return False
    if any(row.cells.get(column.key) not in (None, "", []) for row in table.rows):
        return True
    return column.is_filled and standing is not None


def row_label(table: Table, row: Row, resolver: DatabaseResolver) -> str:
    column = table.label_column
    value = row.cells.get(column.key)
    return column.display(value, resolver) if value is not None else row.key


def _cell(
    table: Table,
    row: Row,
    column: Column,
    resolver: DatabaseResolver,
    addresses: Mapping[str, str],
    standing: Standing | None,
) -> CellView:
    if column.key in row.hidden:
        return CellView(column, SafeString(""), "", is_hidden=True)
    value = row.cells.get(column.key)
    text = column.display(value, resolver)
    can_fill = column.is_filled and standing is not None and standing.fills(table, column, row.cells)
    is_tick = standing is not None and table.todo is not None and table.todo.done == column.key
    return CellView(
        column,
        cell_html(column, value, text, addresses),
        text,
        can_fill=can_fill,
        tick=bool(value) if is_tick and standing and standing.ticks(table, row.cells) else None,
        edit_text=column.to_text(value, resolver) if can_fill else "",
        filled=row.filled.get(column.key),
    )


def cell_html(column: Column, value: Any, text: str, addresses: Mapping[str, str]) -> SafeString:
    """The cell as HTML: links where they lead somewhere the viewer may go, line breaks kept, all escaped."""
    if value is None:
        return SafeString("")
    if column.type == "link" and urlsplit(value["url"]).scheme in _WEB:
        return format_html('<a href="{}" rel="noopener nofollow">{}</a>', value["url"], text)
    if column.type == "file":
        address = reverse("attachment-show", args=[value["id"], value["name"]])
        return format_html('<a href="{}">{}</a>', address, text)
    if column.type == "artifact_reference" and text in addresses:
        return format_html('<a href="{}">{}</a>', addresses[text], text)
    return mark_safe("<br>".join(escape(line) for line in text.splitlines()))  # noqa: S308 - each line is escaped


def _artifact_addresses(tables: Iterable[TableRows], viewer: User) -> dict[str, str]:
    wanted = {
        row.cells[column.key]
        for table in tables
        for column in table.columns
        if column.type == "artifact_reference"
        for row in table.rows
        if row.cells.get(column.key)
    }
    if not wanted:
        return {}
    seen = Thread.objects.visible_to(viewer).filter(reference__in=wanted)
    return {str(reference): address for reference, address in seen.values_list("reference", "address")}
