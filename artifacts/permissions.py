"""Who may do what with an artifact they see, and who is asked.

Sight itself is decided on the thread (``Artifact.objects.visible_to``); everything here is asked about an
artifact that was fetched through it.

- Draft, settings, publishing: the product's managers (stand-ins too) and the owner.
- Beginning one: managers and contributors; liaisons and leads of a department for its own kinds.
- Answering: liaisons, backups and leads of the department asked, the person it was passed to, a person
  asked by name, the managers where they are asked; each also through a stand-in. Never who published the
  version, in whosever place.
- Filling in: the parties a column names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import LEADS, MANAGERS, PERSON, RECEIVERS, Column, Kind, Table
from artifacts.models import Artifact, OpenPoint, Redaction, SignOff
from artifacts.succession import row_people
from departments import permissions as organisation
from departments.models import Product
from departments.offices import Held, core_departments, department_codes, held_by
from pmcomms.ground.requests import once_per_request


def can_create(user: User, product: Product, kind: Kind) -> bool:
    """May this person begin an artifact of the kind on the product?"""
    return bool(may_begin(user, product, [kind]))


def may_begin(user: User, product: Product, offered: Iterable[Kind]) -> list[Kind]:
    """Those of the kinds this person may begin on the product; asked of all of them at once."""
    if user.is_visitor or not user.is_active:
        return []
    if organisation.can_contribute(user, product):
        return list(offered)
    own = {one.code for one in core_departments() if organisation.may_answer_for(user, product, one) is not None}
    return [kind for kind in offered if kind.department in own]


def can_manage(user: User, artifact: Artifact) -> bool:
    """Is this person a manager of the artifact's product today?"""
    return organisation.can_manage(user, artifact.product)


def can_edit(user: User, artifact: Artifact) -> bool:
    """Draft, settings, publishing, archiving: the managers and the owner."""
    if user.is_visitor or not user.is_active:
        return False
    return artifact.owner_id == user.pk or can_manage(user, artifact)


def managed_products(user: User) -> set[int]:
    """Ids of the products whose artifacts this person may all edit. For lists."""
    return organisation.managed_product_ids(user)


def answers_as(user: User, sign_off: SignOff) -> User | None:
    """In whose place this person may answer: themselves, the person away, or None.

    The one who published the version cannot answer it, nor can anybody in that person's place.
    """
    publisher = sign_off.version.published_by_id
    if user.pk == publisher:
        return None
    holder = _holder(user, sign_off)
    return None if holder is not None and holder.pk == publisher else holder


def can_answer(user: User, sign_off: SignOff) -> bool:
    return answers_as(user, sign_off) is not None


def _holder(user: User, sign_off: SignOff) -> User | None:
    acting = organisation.acting_for_ids(user)
    for named in (sign_off.person, sign_off.passed_to):
        if named is not None and named.pk in acting:
            return named
    if sign_off.person_id is not None:
        return None
    product = sign_off.artifact.product
    if sign_off.department is not None:
        return organisation.may_answer_for(user, product, sign_off.department)
    if not organisation.can_manage(user, product):
        return None
    managers = {manager.pk: manager for manager in organisation.managers_of(product)}
    return managers.get(user.pk) or next((managers[pk] for pk in acting if pk in managers), None)


def people_asked(sign_off: SignOff) -> list[User]:
    """The inverse: whom a nudge or a to-do reaches. Empty when the office stands vacant."""
    if sign_off.person is not None:
        return [sign_off.person]
    if sign_off.passed_to is not None:
        return [sign_off.passed_to]
    product = sign_off.artifact.product
    if sign_off.department is None:
        asked = organisation.managers_of(product)
    else:
        asked = organisation.who_answers(product, sign_off.department)
    return [person for person in asked if person.pk != sign_off.version.published_by_id]


def can_close_point(user: User, point: OpenPoint) -> bool:
    """Who raised it or took it over, whoever answers for that department, and who may edit the artifact."""
    theirs = {point.raised_by_id, point.passed_to_id} & set(organisation.acting_for_ids(user))
    if theirs or can_edit(user, point.artifact):
        return True
    department = point.sign_off.department
    return department is not None and (
        organisation.may_answer_for(user, point.artifact.product, department) is not None
    )


def redactions_of(user: User) -> QuerySet[Redaction]:
    """All for administrators, those of their products for managers, none for others."""
    related = ("artifact__thread", "artifact__product", "version", "requested_by", "confirmed_by")
    rows = Redaction.objects.select_related(*related).order_by("-requested_at", "-pk")
    return (
        rows
        if user.is_administrator and user.is_active
        else rows.filter(artifact__product_id__in=organisation.managed_product_ids(user))
    )


def may_be_named(user: User) -> bool:
    """Can this person be asked by name, passed to or copied?"""
    return user.is_active and not user.is_visitor


@dataclass(frozen=True)
class Standing:
    """What one person is to one artifact: read once, then asked about every cell without a query."""

    user: User
    artifact: Artifact

    @classmethod
    def of(cls, user: User, artifact: Artifact) -> Standing:
        """The same one wherever a page that only reads asks."""
        return once_per_request(("standing", user.pk, artifact.pk), lambda: cls(user, artifact))

    @property
    def kind(self) -> Kind:
        return kinds.get(self.artifact.kind)

    @cached_property
    def acting(self) -> frozenset[int]:
        return frozenset(organisation.acting_for_ids(self.user))

    @cached_property
    def is_manager(self) -> bool:
        return can_manage(self.user, self.artifact)

    @cached_property
    def can_edit(self) -> bool:
        return not self.user.is_visitor and (self.artifact.owner_id == self.user.pk or self.is_manager)

    @cached_property
    def addressed(self) -> frozenset[str]:
        """Codes of the departments the artifact is addressed to."""
        return frozenset(self.artifact.receivers.values_list("department__code", flat=True)) - {None}

    @cached_property
    def departments(self) -> frozenset[str]:
        """Codes of the departments this person belongs to, leads or answers for, today."""
        if not self.acting:
            return frozenset()
        mine = self._held.departments_of(self.user.pk)
        answers = [pk for product, pk, *_rest in self._held.liaisons if product == self.artifact.product_id]
        return frozenset(self._codes[pk] for pk in (*mine, *answers)) | self.led

    @cached_property
    def led(self) -> frozenset[str]:
        if not self.acting:
            return frozenset()
        return frozenset(self._codes[pk] for pk in self._held.led)

    @cached_property
    def _held(self) -> Held:
        return held_by(organisation.acting_for_ids(self.user))

    @cached_property
    def _codes(self) -> dict[int, str]:
        return department_codes()

    def sees_column(self, column: Column) -> bool:
        """May this person see every cell of the column? Who fills it in sees what they fill in."""
        if not column.is_masked:
            return True
        return self.is_among(column.visible_to) or bool(self.filling_departments(column))

    def is_among(self, parties: Iterable[str]) -> bool:
        """Is this person one of the parties: departments, ``leads``, ``managers``?"""
        parties = set(parties)
        if MANAGERS in parties and self.is_manager:
            return True
        if LEADS in parties and self.led & (self.addressed | {self.kind.department}):
            return True
        return bool(self.departments & parties)

    def sees_cell(self, table: Table, column: Column, cells: dict[str, Any]) -> bool:
        """As ``sees_column``; a column shown to ``person`` is open to the person of that row, too."""
        if self.sees_column(column):
            return True
        return PERSON in column.visible_to and self.is_person_of(table, cells)

    def is_person_of(self, table: Table, cells: dict[str, Any]) -> bool:
        if table.todo is None or not self.acting or (named := cells.get(table.todo.person)) is None:
            return False
        return named in self.acting or named in self._row_people

    @cached_property
    def _row_people(self) -> frozenset[int]:
        return row_people(self.user)

    def ticks(self, table: Table, cells: dict[str, Any]) -> bool:
        """May this person say that the to-do of a row is done?"""
        return self.is_person_of(table, cells) or self.can_edit

    def fills(self, table: Table, column: Column, cells: dict[str, Any]) -> bool:
        """May this person fill the cell in, beside the version?"""
        parties = set(column.filled_by)
        if MANAGERS in parties and self.is_manager:
            return True
        if PERSON in parties and self.is_person_of(table, cells):
            return True
        return bool(self.filling_departments(column))

    def filling_departments(self, column: Column) -> frozenset[str]:
        """The departments for which this person may fill the column in."""
        parties = frozenset(column.filled_by)
        named = parties | self.addressed if RECEIVERS in parties else parties & self.addressed
        return self.departments & named
