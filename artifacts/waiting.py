"""What waits for one person: the rules, and the ids of every kind of it in one statement.

Most of the time next to nothing waits, so asking what does has to be cheap; ``artifacts.todos`` then fetches
only what is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Value

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import Kind, Table
from artifacts.models import Artifact, OpenPoint, Question, RecordRow, SignOff
from conversations.sight import visible_ids
from departments.models import Liaison, Membership, ProductRole
from departments.permissions import acting_for_ids

M = TypeVar("M", bound=Model)
LISTS = ("sign-off", "returned", "question", "open-point", "row")


def ids(user: User) -> dict[str, list[int]]:
    """The ids of what waits for the person, by list: see ``LISTS``. One query."""
    seen = visible_ids(user)
    asked = _Asked(user.pk, tuple(acting_for_ids(user)), seen.sql, tuple(seen.params), user)
    sql, parameters = _statement(asked)
    found: dict[str, list[int]] = {name: [] for name in LISTS}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for position, pk in sorted(cursor.fetchall()):
            found[LISTS[position]].append(pk)
    return found


def fetched(model: type[M], wanted: list[int], *related: str) -> Iterable[M]:
    """The rows with these ids in their order; no query for none."""
    return model._default_manager.filter(pk__in=wanted).select_related(*related).order_by("pk") if wanted else ()


@dataclass(frozen=True)
class _Asked:
    """Everything that decides the text of the statement; ``user`` is only there to write it."""

    user_id: int
    acting: tuple[int, ...]
    sight: str
    sight_parameters: tuple[Any, ...]
    user: User = field(compare=False)


@lru_cache(maxsize=512)
def _statement(asked: _Asked) -> tuple[str, tuple[Any, ...]]:
    """The text, Django's own, kept because writing it costs more than running it. Answers are never kept."""
    mine = _mine(list(asked.acting), asked.user)
    lists: tuple[QuerySet[Any], ...] = (
        sign_offs_asked(asked.user),
        SignOff.objects.current().filter(answer=SignOff.Answer.RETURNED, artifact__in=mine),
        Question.objects.filter(answered_at__isnull=True, sign_off__artifact__in=mine),
        OpenPoint.objects.filter(closed_at__isnull=True, artifact__in=mine),
        standing_rows(_named(asked.acting), asked.user),
    )
    first, *others = (
        rows.order_by().values_list(Value(position, IntegerField()), "pk") for position, rows in enumerate(lists)
    )
    sql, parameters = first.union(*others, all=True).query.sql_with_params()
    return sql, tuple(parameters)


def sign_offs_asked(user: User) -> QuerySet[SignOff]:
    """The waiting questions this person is asked today, as themselves or as a stand-in."""
    acting = acting_for_ids(user)
    liaisons = Liaison.objects.current().filter(
        product_id=OuterRef("artifact__product_id"), department_id=OuterRef("department_id"), user__is_active=True
    )
    leads = Membership.objects.leads().filter(department_id=OuterRef("department_id"), user_id__in=acting)
    main = liaisons.filter(is_backup=False)
    office = (
        Exists(main.filter(user_id__in=acting))
        | (~Exists(main) & Exists(liaisons.filter(user_id__in=acting)))
        | (~Exists(liaisons) & Exists(leads))
    )
    managed = ProductRole.objects.managers().filter(user_id__in=acting).values("product_id")
    by_name = Q(person_id__in=acting) | Q(passed_to_id__in=acting)
    nobody_named = Q(person__isnull=True, passed_to__isnull=True)
    asked = by_name | nobody_named & (
        Q(department__isnull=False) & office | Q(department__isnull=True, artifact__product_id__in=managed)
    )
    return (
        SignOff.objects.waiting()
        .current()
        .filter(asked, artifact__in=Artifact.objects.visible_to(user).live())
        .exclude(version__published_by=user)
    )


def _mine(acting: list[int], user: User) -> QuerySet[Artifact]:
    """Live artifacts this person sees and answers for as owner or manager.

    Standing in for an owner opens nothing by itself: what only the owner sees stays out of the list.
    """
    managed = ProductRole.objects.managers().filter(user_id__in=acting).values("product_id")
    return Artifact.objects.visible_to(user).live().filter(Q(owner_id__in=acting) | Q(product_id__in=managed))


def _named(acting: tuple[int, ...]) -> Q:
    """Record rows that name one of these people in the column of who is to do it."""
    by_person: dict[str, set[str]] = defaultdict(set)
    for _kind, table in tables_with("todo"):
        by_person[table.todo.person if table.todo else ""].add(table.key)
    named = Q(pk__in=[])
    for person, keys in by_person.items():
        named |= Q(table__in=sorted(keys), **{f"cells__{person}__in": acting})
    return named


def standing_rows(tables: Q, user: User) -> QuerySet[RecordRow]:
    """Rows of current versions of artifacts the person sees."""
    return (
        RecordRow.objects.filter(tables, is_redacted=False, artifact__in=Artifact.objects.visible_to(user).live())
        .filter(artifact__version__isnull=False, from_version__lte=F("artifact__version__sequence"))
        .filter(Q(to_version__isnull=True) | Q(to_version__gt=F("artifact__version__sequence")))
    )


def tables_with(wanted: str) -> list[tuple[Kind, Table]]:
    return [(kind, table) for kind in kinds.all_kinds() for table in kind.tables if getattr(table, wanted)]
