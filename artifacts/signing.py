"""The answers to a version as the sign-off panel shows them to one person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from artifacts.models import Artifact, OpenPoint, Question, SignOff
from artifacts.permissions import Standing
from departments.models import Membership
from departments.offices import held_by
from departments.permissions import acting_for_ids, managers_of, who_answers_by_department


@dataclass(frozen=True)
class SignOffLine:
    """One party and where it stands. ``who``: names of who answered, or of who is asked."""

    sign_off: SignOff
    party: str
    icon: str
    who: str
    can_answer: bool = False
    can_ask_again: bool = False


@dataclass(frozen=True)
class SignOffPanel:
    """``answered`` of ``asked`` parties; ``mine`` are those the viewer can answer now."""

    lines: Sequence[SignOffLine] = ()
    points: Sequence[tuple[OpenPoint, bool]] = ()
    questions: Sequence[Question] = ()
    can_manage: bool = False
    mine: Sequence[SignOffLine] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.lines)

    @property
    def answered(self) -> int:
        return sum(line.sign_off.state != SignOff.State.WAITING for line in self.lines)

    @property
    def progress(self) -> str:
        """``3/4``"""
        return f"{self.answered}/{self.asked}"

    @property
    def is_complete(self) -> bool:
        return self.answered == self.asked

    @property
    def can_nudge(self) -> bool:
        return self.can_manage and not self.is_complete


def panel(artifact: Artifact, viewer: User) -> SignOffPanel:
    """The current answers, open points and open questions of an artifact; a fixed number of queries."""
    current = artifact.sign_offs.filter(is_current=True).exclude(state=SignOff.State.CLOSED)
    sign_offs = sorted(current.with_people().select_related("version"), key=_place)
    if not sign_offs:
        return SignOffPanel(can_manage=Standing.of(viewer, artifact).can_edit)
    offices = who_answers_by_department(artifact.product)
    managers = managers_of(artifact.product)
    held = OfficesHeld(viewer, artifact, managers)
    lines = [_line(sign_off, held, offices, managers) for sign_off in sign_offs]
    points = OpenPoint.objects.filter(artifact=artifact, closed_at__isnull=True).select_related(
        "raised_by", "passed_to", "sign_off__department"
    )
    questions = Question.objects.filter(sign_off__in=sign_offs, answered_at__isnull=True).select_related(
        "comment__author", "passed_to", "sign_off__department"
    )
    can_edit = Standing.of(viewer, artifact).can_edit
    return SignOffPanel(
        lines,
        [(point, can_edit or held.closes(point)) for point in points],
        list(questions),
        can_edit,
        [line for line in lines if line.can_answer],
    )


def _place(sign_off: SignOff) -> tuple[float, float, int]:
    """In the order of departments, those asked by name after the office, the managers last.

    Sorted here, since they are few and Django compares every selected column with those to be ordered by.
    """
    department = sign_off.department.ordering if sign_off.department is not None else math.inf
    return department, sign_off.person_id or math.inf, sign_off.pk


class OfficesHeld:
    """Which questions about an artifact one person may answer, asked of many sign-offs from what they hold.

    The same rule as ``permissions.answers_as``, which asks it anew for the one that is answered.
    """

    def __init__(self, viewer: User, artifact: Artifact, managers: list[User]) -> None:
        self._viewer = viewer
        self._acting = acting_for_ids(viewer)
        self._managers = {manager.pk for manager in managers} & set(self._acting)
        self._by_department: dict[int, set[int]] = {}
        held = held_by(self._acting)
        for product, department, holder, _backup in held.liaisons:
            if product == artifact.product_id:
                self._by_department.setdefault(department, set()).add(holder)
        for department, holder, role in held.memberships:
            if role == Membership.Role.LEAD:
                self._by_department.setdefault(department, set()).add(holder)

    def answers(self, sign_off: SignOff) -> bool:
        publisher = sign_off.version.published_by_id
        holders = self._holders(sign_off)
        if not holders or self._viewer.pk == publisher:
            return False
        holder = next(pk for pk in self._acting if pk in holders)
        return holder != publisher

    def closes(self, point: OpenPoint) -> bool:
        theirs = {point.raised_by_id, point.passed_to_id} & set(self._acting)
        return bool(theirs) or bool(self._by_department.get(point.sign_off.department_id or 0))

    def _holders(self, sign_off: SignOff) -> set[int]:
        named = {sign_off.person_id, sign_off.passed_to_id} & set(self._acting)
        if named:
            return {pk for pk in named if pk is not None}
        if sign_off.person_id is not None:
            return set()
        if sign_off.department_id is None:
            return self._managers
        return self._by_department.get(sign_off.department_id, set())


def _line(sign_off: SignOff, held: OfficesHeld, offices: dict[int, list[User]], managers: list[User]) -> SignOffLine:
    waits = sign_off.state == SignOff.State.WAITING
    if sign_off.person is not None:
        party, icon, people = sign_off.person.full_name, "user-round", [sign_off.person]
    elif sign_off.department is not None:
        department = sign_off.department
        party, icon, people = department.name, department.icon, offices.get(department.pk, [])
    else:
        party, icon, people = _("Product managers"), "briefcase", managers
    if sign_off.passed_to is not None:
        people = [sign_off.passed_to]
    if sign_off.answered_by is not None:
        people = [sign_off.answered_by]
    who = "" if sign_off.person is not None else "、".join(person.full_name for person in people)
    return SignOffLine(
        sign_off,
        party,
        icon,
        who,
        can_answer=waits and held.answers(sign_off),
        can_ask_again=not waits and held.answers(sign_off),
    )
