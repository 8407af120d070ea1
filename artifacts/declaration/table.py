"""Record tables, and which of their rows are to-dos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django_stubs_ext import StrOrPromise

from artifacts import columns
from artifacts.declaration.checks import (
    DEPARTMENTS,
    PERSON,
    DeclarationError,
    check,
    check_parties,
    check_unique,
)
from artifacts.declaration.column import Column
from artifacts.declaration.headings import matches


@dataclass(frozen=True, eq=False)
class Todo:
    """Which columns make a row a to-do. ``done`` is ticked beside the version."""

    person: str
    due: str
    done: str = "done"
    # The column whose text names the to-do.
    title: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A record table: typed rows, each addressable by its key (``US-1``)."""

    key: str
    name: StrOrPromise
    columns: tuple[Column, ...]
    row_prefix: str
    guidance: StrOrPromise = ""
    is_main: bool = False
    # Where rows come from by themselves; no source is registered yet, so rows are typed.
    source: str | None = None
    todo: Todo | None = None
    departments: tuple[str, ...] | None = None
    # Key of a ``departments`` column: the row concerns only the departments named in it.
    concerns: str | None = None
    is_material: bool = True
    is_expected: bool = False
    aliases: tuple[str, ...] = ()
    _by_key: Mapping[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        where = f"Table {self.key}"
        check_unique([column.key for column in self.columns], where)
        object.__setattr__(self, "_by_key", {column.key: column for column in self.columns})
        check(self.columns, f"{where}: no columns.")
        check(
            self.row_prefix.isalnum() and self.row_prefix.isupper(),
            f"{where}: row prefix {self.row_prefix!r}.",
        )
        check_parties(self.departments, DEPARTMENTS, f"{where}, departments")
        if self.concerns is not None:
            self._check_column(self.concerns, "departments", "concerns")
        if self.todo is not None:
            self._check_todo(self.todo)
        for column in self.columns:
            rate = columns.COMPUTED[column.computed].rate if column.computed else ""
            check(not rate or self._check_column(rate, "money", column.key).is_rate, f"{where}: {rate} is no rate.")

    def __str__(self) -> str:
        return str(self.name)

    def _check_column(self, key: str, type_: str | None, role: str) -> Column:
        column = self._by_key.get(key)
        if column is None:
            raise DeclarationError(f"Table {self.key}, {role}: unknown column {key!r}.")
        check(type_ is None or column.type == type_, f"Table {self.key}, {role}: {key} is not of type {type_}.")
        return column

    def _check_todo(self, todo: Todo) -> None:
        self._check_column(todo.person, "person", "todo")
        self._check_column(todo.due, "date", "todo")
        done = self._check_column(todo.done, "yes_no", "todo")
        check(PERSON in done.filled_by, f"Table {self.key}: {todo.done} must be filled in by the person.")
        self._check_column(todo.title or self.columns[0].key, None, "todo")

    @property
    def months_axis(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.month is not None)

    @property
    def key_columns(self) -> tuple[Column, ...]:
        """By which an import recognises a row it has seen before."""
        return tuple(column for column in self.columns if column.is_key)

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """What the author writes in the draft."""
        return tuple(column for column in self.columns if not column.is_filled and not column.is_computed)

    @property
    def filled_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_filled)

    @property
    def masked_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_masked)

    @property
    def label_column(self) -> Column:
        """The column whose text names a row: the to-do's title, else the first key, else the first text."""
        if self.todo is not None and self.todo.title:
            return self.column(self.todo.title)
        texts = [column for column in self.columns if column.type in ("text", "long_text")]
        return (*self.key_columns, *texts, *self.columns)[0]

    def column(self, key: str) -> Column:
        """Raises ``KeyError`` when the table has no such column."""
        return self._by_key[key]

    def find_column(self, key: str) -> Column | None:
        return self._by_key.get(key)

    def column_for_header(self, text: str) -> Column | None:
        """The column a pasted or imported header means, in either language or by alias."""
        return next(
            (column for column in self.columns if matches(text, column.name, (column.key, *column.aliases))),
            None,
        )

    def computed_cells(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Values of the computed columns for one row; shown, never stored."""
        return {
            column.key: columns.COMPUTED[column.computed].of(cells)
            for column in self.columns
            if column.computed is not None
        }
