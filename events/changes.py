"""Old and new values of a change, as an event stores them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from pmcomms.ground.problems import StaleEdit


def check_revision(row: models.Model, revision: int | None, wanted: dict[str, Any]) -> None:
    """Raises ``StaleEdit`` with both texts unless ``revision`` is the row's (None: not asked)."""
    current: int = row.revision  # type: ignore[attr-defined]  # every edited row carries one
    if revision is None or revision == current:
        return
    stored = {name: plain(getattr(row, name)) for name in wanted}
    mine = {name: plain(value) for name, value in wanted.items()}
    if mine != stored:
        raise StaleEdit(mine=mine, theirs=stored, revision=current)


def change(row: models.Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """Set the fields that differ, validate them, and return ``{name: [old, new]}``; saves nothing.

    Raises ``ValidationError`` that names the fields.
    """
    changes = {}
    for name, value in wanted.items():
        old = getattr(row, name)
        if old != value:
            setattr(row, name, value)
            changes[name] = [plain(old), plain(value)]
    if changes:
        untouched = [field.name for field in row._meta.concrete_fields if field.name not in changes]
        row.clean_fields(exclude=untouched)
        row.validate_unique(exclude=untouched)
        row.validate_constraints(exclude=untouched)
    return changes


def save(row: models.Model, changes: dict[str, Any]) -> None:
    """Store the changed fields and raise the revision, where the row has one."""
    fields = list(changes)
    if hasattr(row, "revision"):
        row.revision += 1
        fields.append("revision")
    row.save(update_fields=fields)


def plain(value: Any) -> Any:
    """As JSON can hold it: rows as ids, days and moments as ISO text."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
