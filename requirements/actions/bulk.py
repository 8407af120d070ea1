"""One change for many requirements: each in its own transaction, through the verbs of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from pmcomms.ground.problems import Conflict, describe
from requirements.actions import edit, lifecycle, move
from requirements.actions.locking import locked
from requirements.models import Requirement, Status

MOST = 200


class Changes(TypedDict, total=False):
    """What every one of them gets; what is not given stays. ``status``: the name of a step of its product."""

    priority: str
    assignee: User | None
    due_on: dt.date | None
    parent: Requirement | None
    add_labels: Iterable[str]
    remove_labels: Iterable[str]
    status: str
    ground: str
    archive: bool


@dataclass(frozen=True)
class Result:
    """What became of one: done, or why not."""

    requirement: Requirement
    refused: str = ""


def change(requirement: Requirement, *, actor: User, **changes: Unpack[Changes]) -> Requirement:
    """All of it or nothing, for one. Raises what the verbs of one raise."""
    with transaction.atomic():
        found = locked(requirement)
        fields: dict[str, Any] = {
            name: changes[name] for name in ("priority", "assignee", "due_on", "parent") if name in changes
        }
        if changes.get("add_labels") or changes.get("remove_labels"):
            gone = set(changes.get("remove_labels", ()))
            fields["labels"] = [*(word for word in found.labels if word not in gone), *changes.get("add_labels", ())]
        if fields:
            found = edit.edit(found, actor=actor, revision=found.revision, **fields)
        if "status" in changes:
            to = _step(found, changes["status"])
            found = move.move(found, actor=actor, to=to, ground=changes.get("ground", ""))
        if changes.get("archive"):
            found = lifecycle.archive(found, actor=actor)
    return found


def change_many(requirements: Sequence[Requirement], *, actor: User, **changes: Unpack[Changes]) -> list[Result]:
    """The result of each, in order; one that is refused does not stop the others.

    Raises ``ValidationError`` for more than 200, and when nothing is asked for.
    """
    if len(requirements) > MOST:
        raise ValidationError(_("At most %(most)d rows at once.") % {"most": MOST}, code="too_many")
    if not set(changes) - {"ground"}:
        raise ValidationError(_("Say what should change."), code="required")
    return [_one_of_many(one, lambda row: change(row, actor=actor, **changes)) for one in requirements]


def _one_of_many(requirement: Requirement, run: Callable[[Requirement], Requirement]) -> Result:
    try:
        return Result(run(requirement))
    except (Conflict, PermissionDenied, ValidationError) as refused:
        problem = describe(refused)
        reasons = [error.reason for error in problem.errors] if problem else []
        return Result(requirement, " ".join(reasons) or (problem.detail if problem else str(refused)))


def _step(requirement: Requirement, name: str) -> Status:
    found = Status.objects.live().filter(product=requirement.product_id, name=name).first()
    if found is None:
        raise ValidationError({"status": _("The product has no step of this name.")}, code="unknown")
    return found
