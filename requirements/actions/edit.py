"""Changing a requirement, with the revision one has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import search
from conversations.actions import threads
from conversations.text.blocks import carry_ids
from conversations.text.plain import to_plain
from conversations.text.sanitise import clean_document
from departments.models import Department
from pmcomms.ground.problems import StaleEdit
from requirements.actions import checking
from requirements.actions.create import SALT, watch
from requirements.actions.locking import locked_for_edit, record
from requirements.models import Requirement


class Changes(TypedDict, total=False):
    """What may be changed; what is not given stays."""

    title: str
    type: str
    description: str
    priority: str
    assignee: User | None
    department: Department | None
    parent: Requirement | None
    points: Decimal | None
    starts_on: dt.date | None
    due_on: dt.date | None
    labels: Iterable[str]


def edit(
    requirement: Requirement, *, actor: User, revision: int, is_strict: bool = False, **changes: Unpack[Changes]
) -> Requirement:
    """Change named fields. Nothing different: no event, and an older revision does no harm.

    ``revision`` is the one the actor has read. Raises ``StaleEdit`` with both values of the fields that
    somebody changed since (``is_strict``: whatever was changed since), ``PermissionDenied``,
    ``InvalidTransition`` when archived, ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        requirement = locked_for_edit(requirement, actor)
        wanted = _checked(requirement, changes)
        differing = {name: value for name, value in wanted.items() if getattr(requirement, name) != value}
        if not differing:
            return requirement
        stale = _changed_since(requirement, revision, differing, is_strict)
        if stale:
            raise StaleEdit(
                mine={name: _written(differing[name]) for name in stale},
                theirs={name: _written(getattr(requirement, name)) for name in stale},
                revision=requirement.revision,
            )
        told = {name: _change(name, getattr(requirement, name), value) for name, value in differing.items()}
        for name, value in differing.items():
            setattr(requirement, name, value)
        checking.span(requirement.starts_on, requirement.due_on)
        requirement.revision += 1
        requirement.field_revisions |= dict.fromkeys(differing, requirement.revision)
        requirement.save(update_fields=[*differing, "revision", "field_revisions", "changed_at"])
        _follow(requirement, differing)
        record("requirement.edited", requirement, actor, told)
    return requirement


def _changed_since(requirement: Requirement, revision: int, differing: dict[str, Any], is_strict: bool) -> list[str]:
    """The fields of ``differing`` that somebody changed after ``revision``."""
    if is_strict and requirement.revision != revision:
        return list(differing)
    return [name for name in differing if requirement.field_revisions.get(name, 1) > revision]


def _checked(requirement: Requirement, changes: Changes) -> dict[str, Any]:
    """The new values as they would be stored; type and parent are looked at together."""
    wanted: dict[str, Any] = dict(changes)
    if "title" in wanted:
        wanted["title"] = checking.title(wanted["title"])
    if "description" in wanted:
        fresh = clean_document(wanted["description"], salt=SALT)
        wanted["description"] = carry_ids(requirement.description, fresh)
    if "labels" in wanted:
        wanted["labels"] = checking.labels(wanted["labels"])
    if "assignee" in wanted and wanted["assignee"] != requirement.assignee:
        wanted["assignee"] = checking.assignee(wanted["assignee"], requirement.product)
    if "points" in wanted:
        wanted["points"] = checking.points(wanted["points"])
    if "priority" in wanted and wanted["priority"] not in Requirement.Priority.values:
        raise ValidationError({"priority": _("Unknown.")}, code="unknown")
    if "type" in wanted and wanted["type"] != requirement.type:
        wanted["type"] = checking.type_with_children(wanted["type"], requirement)
    if "type" in wanted or "parent" in wanted:
        type, parent = wanted.get("type", requirement.type), wanted.get("parent", requirement.parent)
        if (type, parent) != (requirement.type, requirement.parent):
            checking.parent(parent, type, requirement.product)
    return wanted


def _follow(requirement: Requirement, changed: dict[str, Any]) -> None:
    """What else knows the changed fields: the thread's title, the search entries, who follows."""
    if "title" in changed:
        threads.retitle(requirement.thread, requirement.title)
    if "description" in changed:
        search.put(requirement.thread, "section:description", to_plain(requirement.description))
    if "assignee" in changed:
        watch(requirement, requirement.assignee)


def _change(name: str, old: Any, new: Any) -> list[Any]:
    """Old and new for the event; of the text only that it changed."""
    return [None, None] if name == "description" else [_written(old), _written(new)]


def _written(value: Any) -> Any:
    """A value as JSON holds it: people, departments and parents by the name people use."""
    if isinstance(value, User):
        return value.username
    if isinstance(value, Department):
        return value.code
    if isinstance(value, Requirement):
        return value.reference
    if isinstance(value, (dt.date, Decimal)):
        return str(value)
    return value
