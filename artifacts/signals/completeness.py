"""完整度: how many of the expected parts are there, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _

from artifacts.declaration import Kind, Section, Table
from artifacts.signals.base import Row, Rows

_TAG = re.compile(r"<[^>]*>")
# A picture alone is content too.
_CONTENT_TAG = re.compile(r"<(?:img|table|video|pre)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Completeness:
    """``have`` of ``of`` expected parts; ``missing`` names the others in the reader's language."""

    have: int
    of: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return self.have == self.of


def is_blank(html: str) -> bool:
    """No words and no picture, table or code."""
    return not _CONTENT_TAG.search(html) and not unescape(_TAG.sub("", html)).strip("\u200b\ufeff \t\r\n\xa0")


def _lacks(table: Table, rows: Sequence[Row]) -> str | None:
    """What is missing of an expected table, or None."""
    if not rows:
        return str(table.name)
    for column in table.columns:
        if column.is_expected and any(row.get(column.key) in (None, "", []) for row in rows):
            return _("%(table)s: %(column)s") % {"table": table.name, "column": column.name}
    return None


def _is_written(section: Section, kind: Kind, texts: Mapping[str, str]) -> bool:
    if not is_blank(texts.get(section.key, "")):
        return True
    free = (text for key, text in texts.items() if kind.find_section(key) is None)
    return section.may_be_free and not all(map(is_blank, free))


def completeness(kind: Kind, sections: Mapping[str, str], rows: Rows) -> Completeness:
    """Counts the sections (HTML by key) and tables (rows by key) the declaration expects.

    An expected table needs a row, and every row its expected columns. Nothing is required in a draft:
    this only says what is thin.
    """
    missing = [str(each.name) for each in kind.sections if each.is_expected and not _is_written(each, kind, sections)]
    missing += [lack for table in kind.tables if table.is_expected and (lack := _lacks(table, rows.get(table.key, ())))]
    of = sum(each.is_expected for each in kind.sections) + sum(each.is_expected for each in kind.tables)
    return Completeness(of - len(missing), of, tuple(missing))
