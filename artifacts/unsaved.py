"""Text that was refused because somebody saved a newer one, as the editor shows it to its writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from artifacts.content import Document
from artifacts.models import RefusedPart
from artifacts.resolving import row_label
from conversations.text.markdown import to_markdown


@dataclass(frozen=True)
class UnsavedText:
    """``part``: the section or row in words; ``text``: what was written, as plain text."""

    pk: int
    part: str
    text: str
    is_from_before_import: bool = False


def unsaved_texts(document: Document, parts: Iterable[RefusedPart]) -> list[UnsavedText]:
    return [
        UnsavedText(part.pk, _name(document, part), _text(document, part), part.content.get("replaced_by") == "import")
        for part in parts
    ]


def _name(document: Document, refused: RefusedPart) -> str:
    sort, _colon, key = refused.part.partition(":")
    if sort == "section":
        section = document.section(key)
        return section.heading if section else refused.content.get("heading") or key
    table_key, _colon, row_key = key.partition(":")
    table = document.table(table_key)
    if table is None:
        return row_key
    row = table.row(row_key)
    label = row_label(table.declared, row.cells) if row else ""
    return f"{table.declared} {row_key} {label}".strip()


def _text(document: Document, part: RefusedPart) -> str:
    if "cells" not in part.content:
        return to_markdown(part.content.get("body") or "").strip()
    table = document.table(part.part.split(":")[1])
    names = {column.key: str(column) for column in table.columns} if table else {}
    return "\n".join(f"{names.get(key, key)}\t{value}" for key, value in part.content["cells"].items())
