"""What waits for one person: the rules, and the ids of every kind of it in one statement.

Most of the time next to nothing waits, so asking what does has to be cheap; ``artifacts.todos`` then fetches
only what is there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Exists, F, Func, IntegerField, JSONField, Model, OuterRef, Q, QuerySet, Value

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import MANAGERS, PERSON, RECEIVERS, Kind, Table
from artifacts.models import Artifact, OpenPoint, Question, RecordRow, RowSuccessor, SignOff
from conversations.reading import todos_asked
from conversations.sight import Sight, sight_of
from departments.models import Liaison, Membership, ProductRole
from departments.offices import department_codes, held_by
from departments.permissions import acting_for_ids
from pmcomms.ground.statements import Statement, fetch, text_of
from requirements.waiting import due_rows, last_day

M = TypeVar("M", bound=Model)
LISTS = ("sign-off", "returned", "question", "open-point", "row", "fill-in", "note-todo", "requirement")


def ids(user: User) -> dict[str, list[int]]:
    """The ids of what waits for the person, by list: see ``LISTS``. One query."""
    acting = acting_for_ids(user)
    asked = _Asked(user.pk, tuple(acting) or (user.pk,), _offices(acting), sight_of(user), last_day())
    found: dict[str, list[int]] = {name: [] for name in LISTS}
    for position, pk in sorted(fetch(_statement(asked))):
        found[LISTS[position]].append(pk)
    return found


def fetched(model: type[M], wanted: list[int], *related: str) -> Iterable[M]:
    """The rows with these ids in their order; no query for none."""
    return model._default_manager.filter(pk__in=wanted).select_related(*related).order_by("pk") if wanted else ()


@dataclass(frozen=True)
class _Asked:
    """Everything that decides the text of the statement. A visitor acts for themselves and holds no office."""

    user_id: int
    acting: tuple[int, ...]
    offices: tuple[tuple[frozenset[str], tuple[int, ...]], ...]
    sight: Sight
    due_by: dt.date

    @property
    def seen(self) -> QuerySet[Artifact]:
        """The live artifacts in sight."""
        return Artifact.objects.filter(self.sight.over("thread__")).live()


@lru_cache(maxsize=512)
def _statement(asked: _Asked) -> Statement:
    """The text, Django's own, kept because writing it costs more than running it. Answers are never kept."""
    mine = _mine(asked)
    lists: tuple[QuerySet[Any], ...] = (
        _sign_offs(asked),
        SignOff.objects.current().filter(answer=SignOff.Answer.RETURNED, artifact__in=mine),
        Question.objects.filter(answered_at__isnull=True, sign_off__artifact__in=mine),
        OpenPoint.objects.filter(closed_at__isnull=True, artifact__in=mine),
        _standing_rows(named(asked.acting, with_succeeded=True), asked),
        _standing_rows(_filled_in(asked.offices), asked),
        todos_asked(asked.acting, asked.sight.over("note__thread__")),
        due_rows(asked.user_id, asked.due_by).filter(asked.sight.over("thread__")),
    )
    first, *others = (
        rows.order_by().values_list(Value(position, IntegerField()), "pk") for position, rows in enumerate(lists)
    )
    return text_of(first.union(*others, all=True))


def _sign_offs(asked: _Asked) -> QuerySet[SignOff]:
    """The waiting questions this person is asked today, as themselves or as a stand-in."""
    acting = asked.acting
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
    theirs = by_name | nobody_named & (
        Q(department__isnull=False) & office | Q(department__isnull=True, artifact__product_id__in=managed)
    )
    return (
        SignOff.objects.waiting()
        .current()
        .filter(theirs, artifact__in=asked.seen)
        .exclude(version__published_by=asked.user_id)
    )


def _mine(asked: _Asked) -> QuerySet[Artifact]:
    """Live artifacts this person sees and answers for as owner or manager.

    Standing in for an owner opens nothing by itself: what only the owner sees stays out of the list.
    """
    managed = ProductRole.objects.managers().filter(user_id__in=asked.acting).values("product_id")
    return asked.seen.filter(Q(owner_id__in=asked.acting) | Q(product_id__in=managed))


def named(acting: tuple[int, ...], *, with_succeeded: bool = False) -> Q:
    """Record rows that name one of these people, or whom they succeed, in the column of who is to do it."""
    left = RowSuccessor.objects.filter(successor_id__in=acting, person__is_active=False)
    ids = left.values(cell=Func(F("person_id"), function="to_jsonb", output_field=JSONField()))
    by_person: dict[str, set[str]] = defaultdict(set)
    for _kind, table in tables_with("todo"):
        by_person[table.todo.person if table.todo else ""].add(table.key)
    found = Q(pk__in=[])
    for person, keys in by_person.items():
        wanted = Q(**{f"cells__{person}__in": acting})
        if with_succeeded:
            wanted |= Q(**{f"cells__{person}__in": ids})
        found |= Q(wanted, table__in=sorted(keys))
    return found


def parties(acting: list[int]) -> dict[int, set[str]]:
    """Per product: the codes of departments these people are liaison of, and "managers"."""
    found: dict[int, set[str]] = defaultdict(set)
    held = held_by(acting)
    if held.liaisons:
        codes = department_codes()
        for product, department, _holder, is_backup in held.liaisons:
            if not is_backup:
                found[product].add(codes[department])
    for product in held.managed:
        found[product].add(MANAGERS)
    return found


def fills(filled_by: tuple[str, ...], names: frozenset[str]) -> bool:
    """``receivers`` means any addressed department; a to-do's own cells belong to its person, not here."""
    if PERSON in filled_by:
        return False
    return bool(names & set(filled_by)) or (RECEIVERS in filled_by and bool(names - {MANAGERS}))


def _offices(acting: list[int]) -> tuple[tuple[frozenset[str], tuple[int, ...]], ...]:
    """Sets of parties these people are, with the products on which."""
    found: dict[frozenset[str], list[int]] = defaultdict(list)
    for product, names in sorted(parties(acting).items()):
        found[frozenset(names)].append(product)
    return tuple((names, tuple(products)) for names, products in found.items())


def _filled_in(offices: Iterable[tuple[frozenset[str], tuple[int, ...]]]) -> Q:
    """Record rows of tables in which one of these offices fills something in."""
    tables = Q(pk__in=[])
    for names, products in offices:
        keys = {
            table.key
            for _kind, table in tables_with("filled_columns")
            if any(fills(column.filled_by, names) for column in table.filled_columns)
        }
        tables |= Q(table__in=sorted(keys), artifact__product_id__in=products)
    return tables


def _standing_rows(tables: Q, asked: _Asked) -> QuerySet[RecordRow]:
    """Rows of current versions of artifacts the person sees."""
    return standing(tables).filter(artifact__in=asked.seen)


def standing(tables: Q) -> QuerySet[RecordRow]:
    """Rows of current versions of live artifacts, whoever may see them."""
    return (
        RecordRow.objects.filter(tables, is_redacted=False, artifact__in=Artifact.objects.live())
        .filter(artifact__version__isnull=False, from_version__lte=F("artifact__version__sequence"))
        .filter(Q(to_version__isnull=True) | Q(to_version__gt=F("artifact__version__sequence")))
    )


def tables_with(wanted: str) -> list[tuple[Kind, Table]]:
    return [(kind, table) for kind in kinds.all_kinds() for table in kind.tables if getattr(table, wanted)]
