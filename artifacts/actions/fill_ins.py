"""填报: what only the receiver knows, filled in beside the version; and to-do rows ticked off.

Filled-in cells belong to no version and enter no hash: they are carried by row key. A new value supersedes
the old row, so the rows are the history. A to-do's *done* is kept the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds
from artifacts.actions import signalling
from artifacts.actions.locking import locked, record, refuse_archived
from artifacts.declaration import Column, Table
from artifacts.models import Artifact, FilledCell, RecordRow
from artifacts.permissions import Standing
from artifacts.resolving import DatabaseResolver, row_labels
from conversations.text.sanitise import storable
from pmcomms.ground.problems import InvalidTransition, StaleEdit

MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class FillIn:
    """One cell to fill in. ``seen``: id of the ``FilledCell`` it replaces, 0 for none, None: whatever is there."""

    table: str
    key: str
    column: str
    value: object
    seen: int | None = None


@dataclass(frozen=True)
class FilledIn:
    """What became of one cell: the value that stands, or what is wrong."""

    cell: FilledCell | None
    error: str = ""


class _Sheet:
    """The standing version of one locked artifact, for one person to fill in."""

    def __init__(self, artifact: Artifact, actor: User) -> None:
        refuse_archived(artifact)
        if artifact.version is None:
            raise InvalidTransition(_("Nothing is published yet that could be filled in."), code="no_version")
        self.artifact, self.actor, self.kind = artifact, actor, kinds.get(artifact.kind)
        self.standing = Standing(actor, artifact)
        rows = list(RecordRow.objects.filter(artifact=artifact).at(artifact.version.sequence))
        self.rows = {(row.table, row.row_key): row.cells for row in rows}
        labels = row_labels(artifact, ((row.table, row.row_key, row.cells) for row in rows))
        self.resolver = DatabaseResolver(artifact, actor, labels)

    def find(self, table_key: str, key: str, column_key: str) -> tuple[Table, Column]:
        """Raises ``ValidationError`` for what is not there or masked, ``PermissionDenied`` for whom it is not."""
        table = self.kind.find_table(table_key)
        cells = self.rows.get((table_key, key))
        column = table.find_column(column_key) if table else None
        if table is None or cells is None or column is None or not self.standing.sees_cell(table, column, cells):
            raise ValidationError({"cell": _("There is no such cell.")}, code="unknown_cell")
        if not column.is_filled:
            raise ValidationError({"cell": _("This cell belongs to the version.")}, code="not_filled_in")
        if not self.standing.fills(table, column, cells):
            raise PermissionDenied(_("This cell is filled in by others."))
        return table, column

    def current(self, table: str, key: str, column: str) -> FilledCell | None:
        cells = FilledCell.objects.filter(
            artifact=self.artifact, table=table, row_key=key, column=column, superseded_at__isnull=True
        )
        return cells.first()

    def write(self, wish: FillIn) -> FilledCell | None:
        """Store one value; None when the cell is and stays empty."""
        _table, column = self.find(wish.table, wish.key, wish.column)
        raw = storable(wish.value) if isinstance(wish.value, str) else wish.value
        try:
            value = column.parse(raw, self.resolver)
        except ValidationError as error:
            raise ValidationError({wish.column: error.messages}, code=error.code) from error
        current = self.current(wish.table, wish.key, wish.column)
        if (current.value if current else None) == value:
            return current
        if wish.seen is not None and wish.seen != (current.pk if current else 0):
            theirs = current.value if current else None
            raise StaleEdit(mine=wish.value, theirs=theirs, revision=current.pk if current else 0)
        return self.store(wish.table, wish.key, column, value, current)

    def store(
        self, table: str, key: str, column: Column, value: Any, current: FilledCell | None, kind: str = "fill_in.filled"
    ) -> FilledCell:
        now = timezone.now()
        if current is not None:
            FilledCell.objects.filter(pk=current.pk).update(superseded_at=now)
        cell = FilledCell.objects.create(
            artifact=self.artifact, table=table, row_key=key, column=column.key, value=value, filled_by=self.actor
        )
        changes: dict[str, Any] = {"part": f"row:{table}:{key}", "column": column.key}
        if not column.is_masked:
            changes["value"] = [current.value if current else None, value]
        record(kind, self.artifact, self.actor, changes, cell)
        return cell


def fill_in(
    artifact: Artifact, *, actor: User, table: str, key: str, column: str, value: object, seen: int | None = None
) -> FilledCell | None:
    """Fill one cell of the standing version in; an empty value empties it. The same value again is no change.

    Raises ``ValidationError`` for a value that does not parse or a cell that is not there (or masked),
    ``PermissionDenied`` when others fill it in, ``StaleEdit`` when it is not what was ``seen``.
    """
    with transaction.atomic():
        artifact = locked(artifact)
        cell = _Sheet(artifact, actor).write(FillIn(table, key, column, value, seen))
        signalling.refresh(artifact)
    return cell


def fill_many(artifact: Artifact, *, actor: User, cells: Sequence[FillIn]) -> list[FilledIn]:
    """Fill a sheet in. One result per cell; a wrong or stale one does not stop the others."""
    if len(cells) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d cells at once.") % {"most": MOST_AT_ONCE}, code="too_many")
    found = []
    with transaction.atomic():
        artifact = locked(artifact)
        sheet = _Sheet(artifact, actor)
        for wish in cells:
            try:
                found.append(FilledIn(sheet.write(wish)))
            except (ValidationError, StaleEdit, PermissionDenied) as refused:
                found.append(FilledIn(None, _sentence(refused)))
        signalling.refresh(artifact)
    return found


def _sentence(refused: ValidationError | StaleEdit | PermissionDenied) -> str:
    if isinstance(refused, ValidationError):
        return refused.messages[0]
    return str(refused.message if isinstance(refused, StaleEdit) else refused)


def mark_done(artifact: Artifact, *, actor: User, table: str, key: str) -> FilledCell | None:
    """Tick a to-do row off: its person (or stand-in), or who may edit the artifact. Twice is once."""
    return _tick(artifact, actor, table, key, is_done=True)


def mark_undone(artifact: Artifact, *, actor: User, table: str, key: str) -> FilledCell | None:
    """Open a to-do row again. Twice is once."""
    return _tick(artifact, actor, table, key, is_done=False)


def _tick(artifact: Artifact, actor: User, table_key: str, key: str, *, is_done: bool) -> FilledCell | None:
    with transaction.atomic():
        artifact = locked(artifact)
        sheet = _Sheet(artifact, actor)
        table = sheet.kind.find_table(table_key)
        cells = sheet.rows.get((table_key, key))
        if table is None or table.todo is None or cells is None:
            raise ValidationError({"row": _("There is no such to-do.")}, code="unknown_row")
        if not sheet.standing.ticks(table, cells):
            raise PermissionDenied(_("Only the person named in the row may tick it off."))
        current = sheet.current(table_key, key, table.todo.done)
        if bool(current and current.value) == is_done:
            return current
        column = table.column(table.todo.done)
        kind = "fill_in.done" if is_done else "fill_in.undone"
        cell = sheet.store(table_key, key, column, is_done, current, kind)
        signalling.refresh(artifact)
    return cell
