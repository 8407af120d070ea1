"""What a person holds today, in their own place and as a stand-in: one query, kept while a page is read.

Pages ask the same few things in many places (who manages, who leads, who is liaison); the answers all come
from these rows. A request that writes reads them anew each time it asks (see ``once_per_request``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from departments.models import Department, Liaison, Membership, ProductRole
from pmcomms.ground.requests import once_per_request

ROLE, MEMBERSHIP, MAIN, BACKUP = 1, 2, 3, 4


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


def core_departments() -> list[Department]:
    """The departments every product talks to, in their order."""
    return once_per_request(
        "core departments", lambda: list(Department.objects.filter(archived_at__isnull=True, is_core=True))
    )


def department_codes() -> dict[int, str]:
    """The code of every department by its id."""
    return once_per_request("department codes", lambda: dict(Department.objects.values_list("pk", "code")))


def _read(acting: tuple[int, ...]) -> Held:
    sql, parameters = _statement(acting)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = sorted(cursor.fetchall())
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
def _statement(acting: tuple[int, ...]) -> tuple[str, tuple[Any, ...]]:
    """The text of the query, Django's own from the managers' rules; only the text is kept, never an answer."""
    none, word = Value(0, IntegerField()), Value("", TextField())

    def part(rows: QuerySet[Any], what: int, product: Any, department: Any, role: Any) -> QuerySet[Any]:
        found = rows.filter(user_id__in=acting).order_by()
        return found.values_list(Value(what, IntegerField()), product, department, F("user_id"), role)

    role = Cast("role", TextField())
    union = part(ProductRole.objects.all(), ROLE, F("product_id"), none, role).union(
        part(Membership.objects.current(), MEMBERSHIP, none, F("department_id"), role),
        part(Liaison.objects.main(), MAIN, F("product_id"), F("department_id"), word),
        part(Liaison.objects.backups(), BACKUP, F("product_id"), F("department_id"), word),
        all=True,
    )
    sql, parameters = union.query.sql_with_params()
    return sql, tuple(parameters)
