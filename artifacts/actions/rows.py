"""Writing record rows in the draft: one row at a time, each with its own revision, or a block pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds, ordering
from artifacts.actions.locking import is_folded, locked_for_edit, next_revision, record
from artifacts.actions.refused import refuse, settle_by_id
from artifacts.cells import ReadCells, read_cells
from artifacts.models import Artifact, DraftRow
from artifacts.permissions import Standing
from artifacts.resolving import DatabaseResolver
from pmcomms.ground.problems import StaleEdit

MOST_ROWS = 5000
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class SavedRow:
    """A row as stored. ``errors`` names, per column, what is wrong with text that was kept as it is."""

    row: DraftRow
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowEdit:
    """One row of a pasted block: an existing one (``key`` and ``revision``) or, without a key, a new one."""

    cells: Mapping[str, object]
    key: str | None = None
    revision: int = 0


@dataclass(frozen=True)
class PastedRow:
    """What became of one row of a block: saved, perhaps with errors, or refused as stale."""

    saved: SavedRow | None
    stale: StaleEdit | None = None


class _Writer:
    """The table of one locked artifact, with what reading its cells needs."""

    def __init__(self, artifact: Artifact, actor: User, table_key: str) -> None:
        table = kinds.get(artifact.kind).find_table(table_key)
        if table is None:
            raise ValidationError({"table": _("There is no such table.")}, code="unknown_table")
        self.artifact, self.actor, self.table = artifact, actor, table
        self.standing = Standing(actor, artifact)
        self.resolver = DatabaseResolver(artifact, actor)

    @property
    def rows(self) -> Any:
        return DraftRow.objects.filter(artifact=self.artifact, table=self.table.key)

    def find(self, key: str) -> DraftRow:
        row = self.rows.filter(row_key=key).first()
        if row is None:
            raise ValidationError({"row": _("There is no such row.")}, code="unknown_row")
        return row

    def read(self, raw: Mapping[str, object]) -> ReadCells:
        return read_cells(self.table, raw, self.resolver, self.standing)

    def seen(self, row: DraftRow) -> dict[str, Any]:
        """What the actor may see of a row: the other text of a conflict."""
        shown = {column.key for column in self.table.own_columns if self.standing.sees_column(column)}
        return {key: value for key, value in {**row.cells, **row.invalid}.items() if key in shown}

    def new_keys(self, count: int) -> list[str]:
        """Keys never given before, also not to rows that are gone."""
        last = self.artifact.row_numbers.get(self.table.key, 0)
        self.artifact.row_numbers[self.table.key] = last + count
        return [f"{self.table.row_prefix}-{number}" for number in range(last + 1, last + count + 1)]

    def place(self, after: str | None, moving: str = "") -> str:
        """An ordering after row ``after`` ("" first, None last)."""
        order = list(self.rows.exclude(row_key=moving).order_by("ordering", "id").values_list("row_key", "ordering"))
        keys = [key for key, _ordering in order]
        if after and after not in keys:
            raise ValidationError({"after": _("There is no such row.")}, code="unknown_row")
        at = len(keys) if after is None else keys.index(after) + 1 if after else 0
        low = order[at - 1][1] if at else ""
        high = order[at][1] if at < len(order) else ""
        if not high or low < high:
            place = ordering.between(low, high)
            if len(place) <= ordering.MAX_LENGTH:
                return place
        places = ordering.spread(len(keys) + 1)
        for position, key in enumerate(keys):
            self.rows.filter(row_key=key).update(ordering=places[position + (position >= at)])
        return places[at]

    def part(self, key: str) -> str:
        return f"row:{self.table.key}:{key}"

    def save(self, row: DraftRow, edit: RowEdit) -> SavedRow | StaleEdit:
        """Write the cells sent onto a stored row; those not sent stay."""
        read = self.read(edit.cells)
        cells, invalid = read.onto(row.cells, row.invalid)
        if (cells, invalid) == (row.cells, row.invalid):
            return SavedRow(row, read.errors)
        if row.revision != edit.revision:
            mine = {"cells": dict(edit.cells)}
            theirs = {"cells": self.seen(row)}
            return refuse(
                self.artifact, self.actor, self.part(row.row_key), mine,
                base=edit.revision, theirs=theirs, revision=row.revision, is_own=row.updated_by_id == self.actor.pk,
            )  # fmt: skip
        is_quiet = is_folded(row, self.actor)
        changed = sorted({*read.values, *read.invalid})
        row.cells, row.invalid, row.updated_by = cells, invalid, self.actor
        row.revision = next_revision(self.artifact)
        row.save()
        if not is_quiet:
            self.tell(row.row_key, columns=changed)
        return SavedRow(row, read.errors)

    def tell(self, key: str, **changes: Any) -> None:
        record("artifact.edited", self.artifact, self.actor, {"part": self.part(key), **changes})


def save_row(
    artifact: Artifact,
    *,
    actor: User,
    table: str,
    key: str,
    cells: Mapping[str, object],
    revision: int,
    settles: int | None = None,
) -> SavedRow:
    """Save some cells of one row on top of ``revision``; cells not sent stay as they are.

    ``cells`` maps column keys to raw values. One that does not parse is kept as raw text and reported in
    ``SavedRow.errors``; the others are saved. Raises ``StaleEdit`` (what was sent is kept) and
    ``ValidationError`` for an unknown table, row or column, a masked column among them.
    """
    with transaction.atomic():
        writer = _Writer(locked_for_edit(artifact, actor), actor, table)
        saved = writer.save(writer.find(key), RowEdit(cells, key, revision))
        if isinstance(saved, SavedRow):
            settle_by_id(artifact, actor, writer.part(key), settles)
    if isinstance(saved, StaleEdit):
        raise saved
    return saved


def add_row(
    artifact: Artifact, *, actor: User, table: str, cells: Mapping[str, object] | None = None, after: str | None = None
) -> SavedRow:
    """A new row after the row ``after`` ("" first, None last). Its key is the next number of the table."""
    with transaction.atomic():
        writer = _Writer(locked_for_edit(artifact, actor), actor, table)
        return _add(writer, [cells or {}], after)[0]


def save_rows(
    artifact: Artifact, *, actor: User, table: str, edits: Sequence[RowEdit], after: str | None = None
) -> list[PastedRow]:
    """Save a pasted block: rows with a key are edited, those without are added after ``after``.

    One result per row, in order; a stale row does not stop the others. Raises ``ValidationError`` for more
    than 1,000 rows at once.
    """
    if len(edits) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d rows at once.") % {"most": MOST_AT_ONCE}, code="too_many")
    with transaction.atomic():
        writer = _Writer(locked_for_edit(artifact, actor), actor, table)
        stored = {row.row_key: row for row in writer.rows}
        if any(edit.key is not None and edit.key not in stored for edit in edits):
            raise ValidationError({"row": _("There is no such row.")}, code="unknown_row")
        added = iter(_add(writer, [edit.cells for edit in edits if edit.key is None], after))
        results = []
        for edit in edits:
            outcome: SavedRow | StaleEdit = next(added) if edit.key is None else writer.save(stored[edit.key], edit)
            results.append(PastedRow(None, outcome) if isinstance(outcome, StaleEdit) else PastedRow(outcome))
    return results


def _add(writer: _Writer, rows: Sequence[Mapping[str, object]], after: str | None) -> list[SavedRow]:
    if not rows:
        return []
    if writer.rows.count() + len(rows) > MOST_ROWS:
        raise ValidationError(_("A table has at most %(most)d rows.") % {"most": MOST_ROWS}, code="too_many")
    read = [writer.read(cells) for cells in rows]
    keys = writer.new_keys(len(rows))
    places = _places(writer, len(rows), after)
    revision = next_revision(writer.artifact)
    made = [
        DraftRow(
            artifact=writer.artifact,
            table=writer.table.key,
            row_key=key,
            cells=cells.onto({}, {})[0],
            invalid=cells.invalid,
            ordering=place,
            revision=revision,
            updated_by=writer.actor,
            updated_at=timezone.now(),
        )
        for key, place, cells in zip(keys, places, read, strict=True)
    ]
    DraftRow.objects.bulk_create(made, batch_size=500)
    writer.tell(keys[0], change="added", rows=len(rows))
    return [SavedRow(row, cells.errors) for row, cells in zip(made, read, strict=True)]


def _places(writer: _Writer, count: int, after: str | None) -> list[str]:
    if count == 1:
        return [writer.place(after)]
    if after is None:
        last = writer.rows.order_by("-ordering").values_list("ordering", flat=True).first()
        return ordering.spread(count, last or "")
    first = writer.place(after)
    following = writer.rows.filter(ordering__gt=first).order_by("ordering").values_list("ordering", flat=True).first()
    places = [first]
    while len(places) < count:
        places.append(ordering.between(places[-1], following or ""))
    return places


def move_row(artifact: Artifact, *, actor: User, table: str, key: str, after: str | None) -> DraftRow:
    """Put a row right after another ("" or None: first). Order is no text: revisions stay."""
    with transaction.atomic():
        writer = _Writer(locked_for_edit(artifact, actor), actor, table)
        row = writer.find(key)
        keys = list(writer.rows.order_by("ordering", "id").values_list("row_key", flat=True))
        before = keys[keys.index(key) - 1] if keys.index(key) else ""
        if (after or "") == before or after == key:
            return row
        row.ordering = writer.place(after or "", moving=key)
        row.save(update_fields=["ordering"])
        next_revision(writer.artifact)
        writer.tell(key, change="moved")
    return row


def delete_row(artifact: Artifact, *, actor: User, table: str, key: str, revision: int) -> None:
    """Take a row out of the draft. Twice is once. Raises ``StaleEdit`` when somebody changed it since."""
    with transaction.atomic():
        writer = _Writer(locked_for_edit(artifact, actor), actor, table)
        row = writer.rows.filter(row_key=key).first()
        if row is None:
            return
        if row.revision != revision:
            raise StaleEdit(theirs={"cells": writer.seen(row)}, revision=row.revision)
        row.delete()
        next_revision(writer.artifact)
        writer.tell(key, change="deleted")
