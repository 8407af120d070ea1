"""Reading a product's workflow: its steps, and which moves a person may make from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from departments.models import Product
from requirements import permissions
from requirements.models import Requirement, Status, Transition

GROUND = "ground"

# What a product begins with: the steps, and each one's category.
FIRST_STEPS: tuple[tuple[str, Status.Category], ...] = (
    ("待评审", Status.Category.TODO),
    ("已排期", Status.Category.TODO),
    ("开发中", Status.Category.DOING),
    ("测试中", Status.Category.DOING),
    ("已完成", Status.Category.DONE),
    ("不做", Status.Category.DROPPED),
)
# From (None: anywhere), to, fields required, who.
FIRST_MOVES: tuple[tuple[str | None, str, tuple[str, ...], Transition.Who], ...] = (
    ("待评审", "已排期", (), Transition.Who.CONTRIBUTOR),
    ("已排期", "待评审", (), Transition.Who.CONTRIBUTOR),
    ("已排期", "开发中", ("assignee",), Transition.Who.CONTRIBUTOR),
    ("开发中", "已排期", (), Transition.Who.CONTRIBUTOR),
    ("开发中", "测试中", (), Transition.Who.CONTRIBUTOR),
    ("测试中", "开发中", (), Transition.Who.CONTRIBUTOR),
    ("开发中", "已完成", (), Transition.Who.CONTRIBUTOR),
    ("测试中", "已完成", (), Transition.Who.CONTRIBUTOR),
    ("已完成", "开发中", (GROUND,), Transition.Who.CONTRIBUTOR),
    (None, "不做", (GROUND,), Transition.Who.MANAGER),
    ("不做", "待评审", (), Transition.Who.CONTRIBUTOR),
)


@dataclass(frozen=True)
class Move:
    """A move offered to somebody: where to, and what has to come with it."""

    to: Status
    needs_ground: bool
    # Names of fields that are still empty and must be filled in first.
    missing: tuple[str, ...]

    @property
    def missing_label(self) -> str:
        """What is missing, by the names the form gives it."""
        labels = {"assignee": _("assignee"), "due_on": _("due day"), "points": _("story points")}
        return _("needs %(fields)s") % {"fields": _(", ").join(labels.get(name, name) for name in self.missing)}


def steps_of(product: Product) -> list[Status]:
    """The live steps in the order of the board's columns."""
    return list(Status.objects.live().filter(product=product))


def transitions_from(requirement: Requirement) -> list[Transition]:
    """The moves the workflow allows from where the requirement stands, whoever makes them."""
    found = Transition.objects.filter(product=requirement.product_id, to_status__archived_at__isnull=True)
    rows = found.select_related("to_status").order_by("to_status__position", "pk")
    return [
        row
        for row in rows
        if row.type in ("", requirement.type)
        and row.from_status_id in (None, requirement.status_id)
        and row.to_status_id != requirement.status_id
    ]


def moves_for(user: User, requirement: Requirement) -> list[Move]:
    """What the person may do with it now, one move for each step."""
    found: dict[int, Move] = {}
    for row in transitions_from(requirement):
        if permissions.may_take(user, requirement, row):
            found.setdefault(
                row.to_status_id,
                Move(row.to_status, GROUND in row.required_fields, missing_fields(requirement, row)),
            )
    return list(found.values())


def missing_fields(requirement: Requirement, transition: Transition) -> tuple[str, ...]:
    """Required fields of the move, ``ground`` aside, that hold nothing yet."""
    return tuple(
        name for name in transition.required_fields if name != GROUND and _is_blank(getattr(requirement, name, None))
    )


def _is_blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, Sequence) and not value)
