"""Whom a person acts for today and what they all hold: one query, kept while a page is read.

Pages ask the same few things in many places (who manages, who leads, who is liaison); the answers all come
from these rows. A request that writes reads them anew each time it asks (see ``once_per_request``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from departments.models import Department, Liaison, Membership, ProductRole, StandIn
from pmcomms.ground.requests import keep_for_request, once_per_request
from pmcomms.ground.statements import Statement, fetch, text_of

AWAY, ROLE, MEMBERSHIP, MAIN, BACKUP = 0, 1, 2, 3, 4


@dataclass(frozen=True)
class Held:
    """Rows of ids. ``roles``: product, holder, role. ``memberships``: department, holder, role; current ones.

    ``liaisons``: product, department, holder, whether as a backup; current ones.
    """

    roles: tuple[tuple[int, int, str], ...] = ()
    memberships: tuple[tuple[int, int, str], ...] = ()
    liaisons: tuple[tuple[int, int, int, bool], ...] = ()

    @property
    def managed(self) -> set[int]:
        """Ids of the products managed."""
        return {product for product, _holder, role in self.roles if role == ProductRole.Role.MANAGER}

    @property
    def led(self) -> set[int]:
        """Ids of the departments led."""
        return {department for department, _holder, role in self.memberships if role == Membership.Role.LEAD}

    def departments_of(self, user_id: int) -> list[int]:
        """Ids of the departments this one holder belongs to."""
        return [department for department, holder, _role in self.memberships if holder == user_id]


def held_by(people: Sequence[int]) -> Held:
    """What these people hold; of a person and those they stand in for, see ``permissions.acting_for_ids``."""
    acting = tuple(people)
    return once_per_request(("held", acting), lambda: _read(acting)) if acting else Held()


def acting_ids(user_id: int) -> list[int]:
    """The person and the active people they stand in for today; what they all hold is read along."""
    return once_per_request(("acting", user_id), lambda: _acting_and_held(user_id))


def departments_known() -> list[Department]:
    """Every department, archived ones too, in their order: they are few."""
    return once_per_request("departments", lambda: list(Department.objects.all()))


def core_departments() -> list[Department]:
    """The departments every product talks to, in their order."""
    return [one for one in departments_known() if one.is_core and one.archived_at is None]


def department_codes() -> dict[int, str]:
    """The code of every department by its id."""
    return {one.pk: one.code for one in departments_known()}


def first_department(user_id: int, held: Held) -> Department | None:
    """The department this holder belongs to; of several the first in the order of departments."""
    mine = set(held.departments_of(user_id))
    return next((one for one in departments_known() if one.pk in mine), None) if mine else None


def _acting_and_held(user_id: int) -> list[int]:
    rows = sorted(fetch(_statement_of_person(user_id, timezone.localdate())))
    acting = [user_id, *(holder for what, _product, _department, holder, _role in rows if what == AWAY)]
    keep_for_request(("held", tuple(acting)), _held(rows))
    return acting


def _read(acting: tuple[int, ...]) -> Held:
    return _held(sorted(fetch(_statement(acting))))


def _held(rows: list[tuple[Any, ...]]) -> Held:
    return Held(
        tuple((product, holder, role) for what, product, _none, holder, role in rows if what == ROLE),
        tuple((department, holder, role) for what, _none, department, holder, role in rows if what == MEMBERSHIP),
        tuple(
            (product, department, holder, what == BACKUP)
            for what, product, department, holder, _role in rows
            if what in (MAIN, BACKUP)
        ),
    )


@lru_cache(maxsize=1024)
def _statement(acting: tuple[int, ...]) -> Statement:
    first, *others = _parts(lambda rows: rows.filter(user_id__in=acting))
    return text_of(first.union(*others, all=True))


@lru_cache(maxsize=1024)
def _statement_of_person(user_id: int, today: dt.date) -> Statement:
    """As ``_statement``, where whom the person acts for is asked in the same breath."""
    away = StandIn.objects.on(today).filter(stand_in_id=user_id, away__is_active=True)
    ids = ArrayField(BigIntegerField())
    acting = Func(ArraySubquery(away.values("away_id")), Value(user_id), function="array_append", output_field=ids)
    theirs = Func(
        F("user_id"), acting, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField()
    )
    none, word = Value(0, IntegerField()), Value("", TextField())
    themselves = away.order_by().values_list(Value(AWAY, IntegerField()), none, none, F("away_id"), word).distinct()
    return text_of(themselves.union(*_parts(lambda rows: rows.filter(theirs)), all=True))


def _parts(theirs: Callable[[QuerySet[Any]], QuerySet[Any]]) -> list[QuerySet[Any]]:
    """What ``theirs`` leaves of the rows of each table, in one shape."""
    none, word = Value(0, IntegerField()), Value("", TextField())
    role = Cast("role", TextField())

    def part(rows: QuerySet[Any], what: int, product: Any, department: Any, role: Any) -> QuerySet[Any]:
        found = theirs(rows).order_by()
        return found.values_list(Value(what, IntegerField()), product, department, F("user_id"), role)

    return [
        part(ProductRole.objects.all(), ROLE, F("product_id"), none, role),
        part(Membership.objects.current(), MEMBERSHIP, none, F("department_id"), role),
        part(Liaison.objects.main(), MAIN, F("product_id"), F("department_id"), word),
        part(Liaison.objects.backups(), BACKUP, F("product_id"), F("department_id"), word),
    ]
