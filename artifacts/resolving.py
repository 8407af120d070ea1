"""Looking up what cells name, within what one person may see (``artifacts.columns.Resolver``)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import User
from artifacts import kinds
from artifacts.columns import FileReference, Person
from artifacts.declaration import Table
from artifacts.models import Artifact, DraftRow
from conversations.models import Attachment
from departments.models import Department
from departments.offices import departments_known
from pmcomms.ground.requests import once_per_request


class DatabaseResolver:
    """Resolves cells of one artifact for one person.

    ``preload`` fetches everybody named in some rows in one query; what was not preloaded costs one each.
    ``labels`` maps tables to row keys to labels; without it the draft's rows are read when first asked.
    """

    def __init__(
        self, artifact: Artifact, viewer: User | None, labels: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.artifact = artifact
        self.viewer = viewer
        self._people: dict[int, Person | None] = {}
        self._labels = labels

    @property
    def zone(self) -> datetime.tzinfo:
        return ZoneInfo(self.viewer.timezone if self.viewer else "Asia/Shanghai")

    def preload(self, rows: Iterable[tuple[Table, Mapping[str, Any]]]) -> None:
        """Fetch the people that these rows (table, cells) name."""
        wanted: set[int] = set()
        for table, cells in rows:
            for column in table.columns:
                value = cells.get(column.key)
                if value and column.type == "person":
                    wanted.add(value)
                elif value and column.type == "people":
                    wanted.update(value)
        self._fetch_people(wanted - self._people.keys())

    def _fetch_people(self, ids: set[int]) -> None:
        named: dict[int, Person | None] = once_per_request("people named in cells", dict)
        if missing := ids - named.keys():
            found = User.objects.filter(pk__in=missing).only("username", "full_name")
            named |= dict.fromkeys(missing) | {user.pk: _person(user) for user in found}
        self._people.update({id: named[id] for id in ids})

    def find_people(self, text: str) -> Sequence[Person]:
        exact = Q(username__iexact=text) | Q(full_name=text)
        if "@" in text:
            exact |= Q(email__iexact=text)
        return [_person(user) for user in User.objects.active().filter(exact, is_visitor=False)[:5]]

    def person(self, id: int) -> Person | None:
        if id not in self._people:
            self._fetch_people({id})
        return self._people[id]

    @cached_property
    def _departments(self) -> list[Department]:
        return departments_known()

    def find_department(self, text: str) -> str | None:
        for department in self._departments:
            if text.casefold() in (department.code, department.name_zh.casefold(), department.name_en.casefold()):
                return department.code
        return None

    def department_name(self, code: str) -> str:
        return next((department.name for department in self._departments if department.code == code), code)

    def find_row(self, table: str, text: str) -> str | None:
        labels = self._row_labels.get(table, {})
        if text in labels:
            return text
        return next((key for key, label in labels.items() if label == text), None)

    def row_label(self, table: str, key: str) -> str:
        label = self._row_labels.get(table, {}).get(key)
        return f"{key} {label}" if label else key

    @cached_property
    def _row_labels(self) -> Mapping[str, Mapping[str, str]]:
        if self._labels is not None:
            return self._labels
        rows = DraftRow.objects.filter(artifact=self.artifact).values_list("table", "row_key", "cells")
        return row_labels(self.artifact, rows)

    def find_artifact(self, text: str) -> str | None:
        if self.viewer is None:
            return None
        reference = text.rstrip("/").rpartition("/")[2].upper()
        seen = Artifact.objects.visible_to(self.viewer).filter(thread__reference=reference)
        return reference if seen.exists() else None

    def find_file(self, text: str) -> FileReference | None:
        if not text.isascii() or not text.isdigit():
            return None
        files = Attachment.objects.standing().filter(thread=self.artifact.thread_id, pk=int(text))
        file = files.first()
        return FileReference(str(file.pk), file.name) if file is not None else None


def row_labels(artifact: Artifact, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> dict[str, dict[str, str]]:
    """Labels of rows (table, key, cells) by table and key; rows of tables no longer declared are left out."""
    kind = kinds.get(artifact.kind)
    found: dict[str, dict[str, str]] = {}
    for table_key, row_key, cells in rows:
        table = kind.find_table(table_key)
        if table is not None:
            found.setdefault(table_key, {})[row_key] = row_label(table, cells)
    return found


def row_label(table: Table, cells: Mapping[str, Any]) -> str:
    """The words that name a row, at most 60 characters; empty when masked or not a text."""
    column = table.label_column
    value = cells.get(column.key)
    if column.is_masked or not isinstance(value, str):
        return ""
    line = " ".join((column.choice_label(value) if column.choices else value).split())
    return line if len(line) <= 60 else line[:59] + "…"


def _person(user: User) -> Person:
    return Person(user.pk, user.username, user.full_name or user.username)
