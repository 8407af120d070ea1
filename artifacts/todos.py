"""What artifacts want of one person: answers, fill-ins, questions, returned versions, rows with their name.

Only what the person can see and do, asked anew each time; a fixed number of queries however much there is.
What is listed is what one is *asked*: a lead may answer for the department at any time, but has it on the
list only when no liaison stands before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from artifacts import kinds, waiting
from artifacts.models import Artifact, FilledCell, OpenPoint, Question, RecordRow, SignOff
from artifacts.succession import row_people
from departments.permissions import acting_for_ids

# What the line of a question to be answered shows, and that of a returned version.
WITH_ANSWER = (
    "artifact__thread", "artifact__product", "artifact__owner", "version", "department", "person", "answered_by",
)  # fmt: skip


@dataclass(frozen=True)
class Todo:
    """One thing to do. ``kind``: sign-off, returned, question, open-point, fill-in or row.

    ``due_at`` for answers, ``due_on`` for days; both None: no date. ``sign_off`` and ``row`` say what can
    be answered or ticked in place.
    """

    kind: str
    title: str
    context: str
    url: str
    artifact: Artifact
    icon: str = "circle"
    since: dt.datetime | None = None
    due_at: dt.datetime | None = None
    due_on: dt.date | None = None
    sign_off: SignOff | None = None
    question: Question | None = None
    table: str = ""
    row_key: str = ""

    @property
    def is_overdue(self) -> bool:
        if self.due_at is not None:
            paused = self.sign_off is not None and self.sign_off.paused_at is not None
            return not paused and self.due_at < timezone.now()
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def day(self) -> dt.date | None:
        """The local day it is due."""
        return timezone.localtime(self.due_at).date() if self.due_at is not None else self.due_on


def todos(user: User, ids: Mapping[str, list[int]] | None = None) -> list[Todo]:
    """Everything on this floor that waits for the person; unsorted. ``ids``: of ``waiting.ids``, if asked before."""
    acting = acting_for_ids(user)
    if not acting:
        return []
    ids = ids if ids is not None else waiting.ids(user)
    asked = {row.pk: row for row in waiting.fetched(SignOff, [*ids["sign-off"], *ids["returned"]], *WITH_ANSWER)}
    found = [_answer(asked[pk]) for pk in ids["sign-off"] if pk in asked]
    found += [_returned(asked[pk]) for pk in ids["returned"] if pk in asked]
    found += _questions(ids["question"])
    found += _points(ids["open-point"])
    wanted = sorted({*ids["row"], *ids["fill-in"]})
    rows = {row.pk: row for row in waiting.fetched(RecordRow, wanted, "artifact__thread", "artifact__product")}
    filled = _filled(rows.values())
    found += _rows([rows[pk] for pk in ids["row"] if pk in rows], filled, user)
    found += _fill_ins([rows[pk] for pk in ids["fill-in"] if pk in rows], filled, waiting.parties(acting))
    return found


def _context(artifact: Artifact) -> str:
    return f"{artifact.product.name} · {kinds.get(artifact.kind).name}"


def _address(artifact: Artifact) -> str:
    return reverse("artifact-detail", args=[artifact.reference])


def _answer(sign_off: SignOff) -> Todo:
    artifact = sign_off.artifact
    title = _("%(title)s, version %(label)s") % {"title": sign_off.version.title, "label": sign_off.version.label}
    return Todo(
        "sign-off",
        title,
        _context(artifact),
        _address(artifact),
        artifact,
        icon="pen-line",
        since=sign_off.created_at,
        due_at=sign_off.due_at,
        sign_off=sign_off,
    )


def _returned(sign_off: SignOff) -> Todo:
    """A returned version of one's own artifacts."""
    party = sign_off.department.name if sign_off.department else str(sign_off.answered_by)
    title = _("%(party)s returned %(title)s: %(ground)s") % {
        "party": party,
        "title": sign_off.version.title,
        "ground": sign_off.ground,
    }
    artifact = sign_off.artifact
    return Todo(
        "returned", title, _context(artifact), _address(artifact), artifact, "undo-2", since=sign_off.answered_at
    )


def _questions(ids: list[int]) -> Iterator[Todo]:
    """Questions that stop a clock on one's own artifacts."""
    related = ("comment__author", "passed_to", "sign_off__artifact__thread", "sign_off__artifact__product")
    for question in waiting.fetched(Question, ids, *related):
        artifact = question.sign_off.artifact
        title = _("%(name)s asks: %(text)s") % {
            "name": question.spokesperson,
            "text": question.comment.source[:120],
        }
        url = f"{_address(artifact)}#comment-{question.comment_id}"
        yield Todo(
            "question",
            title,
            _context(artifact),
            url,
            artifact,
            "circle-question-mark",
            since=question.asked_at,
            question=question,
        )


def _points(ids: list[int]) -> Iterator[Todo]:
    """Conditions still open on one's own artifacts."""
    for point in waiting.fetched(OpenPoint, ids, "artifact__thread", "artifact__product", "raised_by", "passed_to"):
        title = _("Condition of %(name)s: %(text)s") % {
            "name": point.spokesperson,
            "text": point.text[:120],
        }
        artifact = point.artifact
        yield Todo(
            "open-point", title, _context(artifact), _address(artifact), artifact, "list-checks", since=point.raised_at
        )


Filled = Mapping[tuple[int, str, str], set[str]]


def _filled(rows: Iterable[RecordRow]) -> Filled:
    """Which cells of these rows' artifacts hold a filled-in value; no query for no rows."""
    found: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    artifacts = {row.artifact_id for row in rows}
    if not artifacts:
        return found
    cells = FilledCell.objects.filter(artifact__in=artifacts, superseded_at__isnull=True)
    for artifact, table, row_key, column, value in cells.values_list(
        "artifact_id", "table", "row_key", "column", "value"
    ):
        if value not in (None, "", False):
            found[artifact, table, row_key].add(column)
    return found


def _rows(rows: Iterable[RecordRow], filled: Filled, user: User) -> Iterator[Todo]:
    """Record rows with the person's name, or of whom they succeed, that are not done."""
    acting = acting_for_ids(user)
    others: frozenset[int] | None = None
    # A like-named column of another table was found too; it is dropped here.
    for row in rows:
        found = kinds.get(row.artifact.kind).find_table(row.table)
        todo = found.todo if found else None
        if found is None or todo is None or (named := row.cells.get(todo.person)) is None:
            continue
        # Whom the person succeeds is read only where a row names somebody else.
        if named not in acting:
            others = row_people(user) if others is None else others
            if named not in others:
                continue
        if todo.done in filled[row.artifact_id, row.table, row.row_key]:
            continue
        due = row.cells.get(todo.due)
        title = row.cells.get(todo.title or found.label_column.key)
        yield Todo(
            "row",
            str(title or row.row_key),
            f"{_context(row.artifact)} · {found}",
            f"{_address(row.artifact)}#row-{row.table}-{row.row_key}",
            row.artifact,
            "square-check",
            due_on=dt.date.fromisoformat(due) if due else None,
            table=row.table,
            row_key=row.row_key,
        )


def _fill_ins(rows: Iterable[RecordRow], filled: Filled, parties: Mapping[int, set[str]]) -> Iterator[Todo]:
    """Tables of which this person, as liaison or manager, has cells still to fill in."""
    missing: dict[tuple[Artifact, str], int] = defaultdict(int)
    for row in rows:
        declared = kinds.get(row.artifact.kind).find_table(row.table)
        there = filled[row.artifact_id, row.table, row.row_key]
        mine = frozenset(parties[row.artifact.product_id])
        missing[row.artifact, row.table] += sum(
            column.key not in there and waiting.fills(column.filled_by, mine)
            for column in (declared.filled_columns if declared else ())
        )
    for (artifact, table_key), number in missing.items():
        if number:
            table = kinds.get(artifact.kind).table(table_key)
            title = ngettext("%(table)s: %(n)d cell to fill in", "%(table)s: %(n)d cells to fill in", number)
            yield Todo(
                "fill-in",
                title % {"table": table, "n": number},
                f"{_context(artifact)} · {artifact.title}",
                f"{_address(artifact)}#table-{table_key}",
                artifact,
                "table-2",
                table=table_key,
            )


def sort_key(todo: Any) -> tuple[bool, dt.date, dt.datetime]:
    """By day due, what has no date last, then by how long it waits."""
    never = dt.date.max
    return (todo.day is None, todo.day or never, todo.since or timezone.now())
