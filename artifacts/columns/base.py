"""What every column type can do, and whom it asks about people, departments and references."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from artifacts.declaration import Column

_MARKDOWN = re.compile(r"([\\|`*_\[\]<>~])")


@dataclass(frozen=True)
class Person:
    id: int
    username: str
    name: str


@dataclass(frozen=True)
class FileReference:
    id: str
    name: str


class Resolver(Protocol):
    """Looks up what a cell names, within what the asking person may see.

    Displaying many cells asks one by one: preload, so that a page costs a fixed number of queries.
    """

    @property
    def zone(self) -> datetime.tzinfo: ...

    def find_people(self, text: str) -> Sequence[Person]:
        """People by exact user name, e-mail or full name."""

    def person(self, id: int) -> Person | None: ...

    def find_department(self, text: str) -> str | None:
        """Code of a department by code or by name in either language."""

    def department_name(self, code: str) -> str: ...

    def find_row(self, table: str, text: str) -> str | None:
        """Key of a row of the same artifact, by key or by label."""

    def row_label(self, table: str, key: str) -> str: ...

    def find_artifact(self, text: str) -> str | None:
        """Reference of a visible artifact by reference or address; None when out of sight."""

    def find_file(self, text: str) -> FileReference | None:
        """An attachment of the same thread, by id."""


class NoResolver:
    """Knows nobody and nothing: for declarations, schemas and cells that name nothing."""

    zone: datetime.tzinfo = ZoneInfo("Asia/Shanghai")

    def find_people(self, text: str) -> Sequence[Person]:
        return ()

    def person(self, id: int) -> Person | None:
        return None

    def find_department(self, text: str) -> str | None:
        return None

    def department_name(self, code: str) -> str:
        return code

    def find_row(self, table: str, text: str) -> str | None:
        return None

    def row_label(self, table: str, key: str) -> str:
        return key

    def find_artifact(self, text: str) -> str | None:
        return None

    def find_file(self, text: str) -> FileReference | None:
        return None


class ColumnType:
    """A type of column. ``parse`` gets a value that is not empty; the others one that is stored."""

    code: str
    widget = "text"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> Any:
        """The stored JSON value; raises ``ValidationError`` with one sentence."""
        raise NotImplementedError

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        """Plain text in the active language."""
        return str(stored)

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return self.display(stored, column, resolver)

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return self.display(stored, column, resolver)

    def markdown(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return escape_markdown(self.display(stored, column, resolver))

    def to_api(self, stored: Any, column: Column, resolver: Resolver) -> Any:
        return stored

    def api_schema(self, column: Column) -> dict[str, Any]:
        raise NotImplementedError


def escape_markdown(text: str) -> str:
    """Text for one cell of a Markdown table: nothing in it is markup, line breaks stay."""
    return _MARKDOWN.sub(r"\\\1", text).replace("\r\n", "\n").replace("\n", "<br>")


def refusal(sentence: StrOrPromise, raw: object, code: str, **params: Any) -> ValidationError:
    """The error with its one sentence; ``%(value)s`` in it is what was typed, shortened."""
    shown = " ".join(str(raw).split())
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return ValidationError(sentence, code=code, params={"value": shown, **params})


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as narrow ones; odd spaces and minus signs as plain ones."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[‐‑‒–—−]", "-", re.sub(r"\s+", " ", text)).strip()


def split_list(raw: object) -> list[Any]:
    """Several values: a list as it is, a text cut at commas, semicolons, 、 and line breaks."""
    if isinstance(raw, (list, tuple)):
        return list(raw)
    return [part.strip() for part in re.split(r"[,，;；、\n|]", str(raw)) if part.strip()]
