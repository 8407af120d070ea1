"""The record tables of a draft as the grid editor shows them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from artifacts.content import Document, Row, TableRows
from artifacts.declaration import Column, Table
from artifacts.resolving import DatabaseResolver, row_label
from departments.models import Department

PEOPLE = ("person", "people")


@dataclass(frozen=True)
class SheetColumn:
    """A column head: its type, and what can be chosen in it (JSON for the grid)."""

    column: Column
    options: str
    options_url: str
    is_readonly: bool
    note: str


@dataclass(frozen=True)
class SheetCell:
    """``value`` is what the field edits, ``text`` what the cell shows; ``raw`` text that did not parse."""

    value: str
    text: str
    error: str = ""
    is_masked: bool = False


@dataclass(frozen=True)
class SheetRow:
    key: str
    revision: int
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True)
class Sheet:
    declared: Table
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]

    @property
    def key(self) -> str:
        return self.declared.key

    @property
    def is_open(self) -> bool:
        """The main table and those with rows stand open; the rest waits behind 「+ 添加表格」."""
        return self.declared.is_main or bool(self.rows)


def sheets(document: Document) -> list[Sheet]:
    """Every declared table of the draft, the columns its author writes, in reading order."""
    resolver = document.resolver()
    departments = [[one.code, one.name] for one in Department.objects.filter(archived_at__isnull=True)]
    return [_sheet(document, table, resolver, departments) for table in document.tables]


def _sheet(document: Document, table: TableRows, resolver: DatabaseResolver, departments: list[list[str]]) -> Sheet:
    columns = tuple(column for column in table.columns if not column.is_filled)
    heads = tuple(_head(document, table, column, departments) for column in columns)
    rows = tuple(
        SheetRow(row.key, row.revision, tuple(_cell(row, column, resolver) for column in columns)) for row in table.rows
    )
    return Sheet(table.declared, heads, rows)


def _head(document: Document, table: TableRows, column: Column, departments: list[list[str]]) -> SheetColumn:
    options: list[list[str]] = [[value, str(label)] for value, label in column.choices]
    if column.type in ("department", "departments"):
        options = departments
    if column.type == "row_reference" and column.reference_table:
        options = _rows_of(document, column.reference_table)
    url = reverse("person-pick") if column.type in PEOPLE else ""
    return SheetColumn(
        column,
        json.dumps(options, ensure_ascii=False) if options else "",
        url,
        column.is_computed or column.key in table.hidden,
        str(column.guidance),
    )


def _rows_of(document: Document, table_key: str) -> list[list[str]]:
    table = document.table(table_key)
    if table is None:
        return []
    return [[row.key, f"{row.key} {row_label(table.declared, row.cells)}".strip()] for row in table.rows]


def _cell(row: Row, column: Column, resolver: DatabaseResolver) -> SheetCell:
    if column.key in row.hidden:
        return SheetCell("", "•••", is_masked=True)
    if column.key in row.invalid:
        raw = row.invalid[column.key]
        return SheetCell(str(raw), str(raw), _reason(column, raw, resolver))
    value = row.cells.get(column.key)
    return SheetCell(column.to_text(value, resolver), column.display(value, resolver))


def _reason(column: Column, raw: Any, resolver: DatabaseResolver) -> str:
    """What is wrong with text that was kept: asked anew, in the reader's language."""
    try:
        column.parse(raw, resolver)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
