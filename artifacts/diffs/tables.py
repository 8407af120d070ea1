"""Rows and columns of two tables laid side by side."""

from __future__ import annotations

import difflib

from conversations.text.tree import Element

Columns = list[tuple[int | None, int | None]]


def rows_of(table: Element) -> list[Element]:
    """The rows of a stored table, in order."""
    return list(table.iter("tr"))


def align_columns(old: Element, new: Element) -> Columns | None:
    """Which column of the old table is which of the new one, by the words of the first row.

    None when the tables cannot be compared by columns: merged cells, or rows of different length.
    """
    old_width, new_width = _width(old), _width(new)
    if not old_width or not new_width:
        return None
    old_heads, new_heads = _heads(old), _heads(new)
    if old_width == new_width and (old_heads == new_heads or not set(old_heads) & set(new_heads)):
        return [(index, index) for index in range(old_width)]
    columns: Columns = []
    matcher = difflib.SequenceMatcher(None, old_heads, new_heads, autojunk=False)
    for _operation, i1, i2, j1, j2 in matcher.get_opcodes():
        both = min(i2 - i1, j2 - j1)
        columns.extend((i1 + offset, j1 + offset) for offset in range(both))
        columns.extend((index, None) for index in range(i1 + both, i2))
        columns.extend((None, index) for index in range(j1 + both, j2))
    return columns


def _heads(table: Element) -> list[str]:
    first = next(iter(table.iter("tr")), None)
    return [] if first is None else [" ".join("".join(cell.itertext()).split()) for cell in first]


def _width(table: Element) -> int | None:
    """The number of columns of a table without merged cells; None for any other."""
    widths = set()
    for row in table.iter("tr"):
        if any(cell.get("colspan") or cell.get("rowspan") for cell in row):
            return None
        widths.add(len(row))
    return widths.pop() if len(widths) == 1 else None
