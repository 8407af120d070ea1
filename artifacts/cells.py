"""Reading what was typed, pasted or sent into the cells of a row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from artifacts.columns import Resolver
from artifacts.declaration import Column, Table
from artifacts.permissions import Standing
from conversations.text.sanitise import storable

MOST_INVALID = 2000


@dataclass(frozen=True)
class ReadCells:
    """Values to store (None empties a cell), raw text that did not parse, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def onto(self, cells: Mapping[str, Any], invalid: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The row's cells and raw texts after this edit; columns that were not sent keep theirs."""
        sent = {*self.values, *self.invalid}
        kept = {key: value for key, value in cells.items() if key not in sent}
        kept |= {key: value for key, value in self.values.items() if value is not None}
        raw = {key: text for key, text in invalid.items() if key not in sent}
        return kept, {**raw, **self.invalid}


def read_cells(table: Table, raw: Mapping[str, object], resolver: Resolver, standing: Standing) -> ReadCells:
    """Parse the cells of one row of the draft. A cell that does not parse is kept as raw text.

    Raises ``ValidationError`` for a column that is not there, is not the author's, or is masked for this
    person: such a cell is never written unseen.
    """
    found = ReadCells()
    for key, value in raw.items():
        column = _own_column(table, key, standing)
        text = storable(value) if isinstance(value, str) else value
        try:
            found.values[key] = column.parse(text, resolver)
        except ValidationError as error:
            found.invalid[key] = _as_text(text)[:MOST_INVALID]
            found.errors[key] = error.messages[0]
    return found


def _own_column(table: Table, key: str, standing: Standing) -> Column:
    column = table.find_column(key)
    if column is None or column.is_computed:
        raise ValidationError({key: _("There is no such column to write.")}, code="unknown_column")
    if column.is_filled:
        raise ValidationError({key: _("This column is filled in after publishing.")}, code="filled_column")
    if not standing.sees_column(column):
        raise ValidationError({key: _("There is no such column to write.")}, code="unknown_column")
    return column


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
