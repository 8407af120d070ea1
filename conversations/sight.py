"""Who may see a thread: one rule for pages, API, search, exports and mail, in both directions.

Out of sight is "not found". ``visible`` gives the rule as SQL over ``Thread`` (prefix for related
lookups); ``people_who_can_see`` is its inverse. Both read present rights: a department removed, a role
ended or a stand-in's last day closes everything within one request. Being an administrator opens
nothing.

- product: everyone signed in for a *company* product, its roles for a *private* one; plus the liaisons
  of a private product.
- departments: managers of the product, the owner, current members of the departments addressed (on a
  private product only its roles, liaisons and leads among them).
- confidential: managers, the owner, liaisons (backups too) and leads of the departments addressed.
- internal: current members of the department who see what it is about, nobody else.
- persons named see it until their day is over; a stand-in sees what the person away sees as liaison or
  lead.
- before a thread is opened: managers, the owner and persons named.
- a visitor sees only what names them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import User, UserQuerySet
from conversations.models.thread import Thread, ThreadPerson
from departments.models import Liaison, Membership, Product, ProductRole, StandIn
from departments.offices import held_by
from departments.permissions import acting_for_ids
from pmcomms.ground.requests import once_per_request
from pmcomms.ground.statements import Statement, text_of


def visible(user: User, prefix: str = "") -> Q:
    """The rule as a ``Q`` over threads, or over rows that reach one by ``prefix`` (``"thread__"``)."""
    return Q(**{f"{prefix}pk__in": visible_ids(user)})


@dataclass(frozen=True)
class Sight:
    """The rule as text and parameters: present rights, as the key of a statement that is kept."""

    sql: str
    parameters: tuple[Any, ...]

    def over(self, prefix: str = "") -> Q:
        """As ``visible``, for exactly these rights."""
        return Q(**{f"{prefix}pk__in": RawSQL(self.sql, self.parameters)})  # noqa: S611 - the text comes from the ORM


def sight_of(user: User) -> Sight:
    """What this person may see now."""
    ids = visible_ids(user)
    return Sight(ids.sql, tuple(ids.params))


def visible_ids(user: User) -> RawSQL:
    """The rule as a sub-select of thread ids, to stand behind any ``__in``.

    Compiled once for a page: a page asks some eight lists, and compiling the rule costs more than running it.
    The text is Django's own, from the expressions below; every value is a parameter.
    """
    return once_per_request(("sight", user.pk), lambda: _compiled(user))


def _compiled(user: User) -> RawSQL:
    held = None if user.is_visitor or not user.is_active else offices(user)
    sql, parameters = _statement(user.pk, user.is_active, held, timezone.localdate())
    return RawSQL(sql, parameters)  # noqa: S611 - the text comes from the ORM


@lru_cache(maxsize=1024)
def _statement(user_id: int, is_active: bool, held: Offices | None, today: date) -> Statement:
    """The rule as text and parameters: wholly decided by the arguments, so the text may outlive a request.

    What is held is read anew for each request, and other offices are another text.
    """
    try:
        return text_of(Thread.objects.filter(_rule(user_id, is_active, held, today)).values("pk"))
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false", ()


def acting_for(user: User) -> list[int]:
    """Ids of the people this person answers for today, themselves first."""
    return acting_for_ids(user) or [user.pk]


@dataclass(frozen=True)
class Offices:
    """What decides one person's sight, as ids: read once, then every list asks with plain constants."""

    acting: tuple[int, ...]
    managed: tuple[int, ...]
    inside: tuple[int, ...]
    departments: tuple[int, ...]
    led: tuple[int, ...]
    # Sets of departments one is liaison of, with the products on which.
    liaison: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def offices(user: User) -> Offices:
    """Two queries, kept for the rest of a request that only reads."""
    return once_per_request(("offices", user.pk), lambda: _offices(user))


def _offices(user: User) -> Offices:
    acting = tuple(acting_for_ids(user))
    held = held_by(acting)
    own = {product for product, holder, _role in held.roles if holder == user.pk}
    by_product: dict[int, set[int]] = defaultdict(set)
    for product, department, _holder, _backup in held.liaisons:
        by_product[product].add(department)
    grouped: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for product, departments in by_product.items():
        grouped[tuple(sorted(departments))].append(product)
    return Offices(
        acting,
        tuple(sorted(held.managed)),
        tuple(sorted(own | by_product.keys())),
        tuple(sorted(held.departments_of(user.pk))),
        tuple(sorted(held.led)),
        tuple((departments, tuple(sorted(products))) for departments, products in sorted(grouped.items())),
    )


def _rule(user_id: int, is_active: bool, held: Offices | None, today: date) -> Q:
    """``held`` is None for a visitor, who holds no office."""
    if not is_active:
        return Q(pk__in=[])
    named = Exists(
        ThreadPerson.objects.filter(thread=OuterRef("pk"), user_id=user_id).filter(
            Q(until_on__isnull=True) | Q(until_on__gte=today)
        )
    )
    not_internal = ~Q(audience=Thread.Audience.INTERNAL)
    if held is None:
        return not_internal & Q(named)
    through = Thread.departments.through.objects.all()
    member = _exists(through, held.departments)
    lead = _exists(through, held.led)
    liaison = Q(pk__in=[])
    for departments, products in held.liaison:
        liaison |= Q(product_id__in=products) & _exists(through, departments)
    company = Q(product__isnull=True) | ~Q(product__visibility=Product.Visibility.PRIVATE)
    open_product = company | Q(product_id__in=held.inside)
    office = Q(product_id__in=held.managed) | Q(owner_id=user_id) | Q(named)
    plain = not_internal & office | Q(opened_at__isnull=False) & (
        Q(audience=Thread.Audience.PRODUCT) & open_product
        | Q(audience=Thread.Audience.DEPARTMENTS) & (member & open_product | lead | liaison)
        | Q(audience=Thread.Audience.CONFIDENTIAL) & (lead | liaison)
    )
    # Asked per internal thread, so that it closes together with what it is about.
    parent = Q(Exists(Thread.objects.filter(plain, pk=OuterRef("parent_id"))))
    internal = Q(audience=Thread.Audience.INTERNAL) & member & (Q(parent__isnull=True) | parent)
    return plain | internal


def _exists(through: QuerySet[Any], departments: tuple[int, ...]) -> Q:
    """Is the thread addressed to one of these departments? Never, without any."""
    if not departments:
        return Q(pk__in=[])
    return Q(pk__in=through.filter(department_id__in=departments).values("thread_id"))


def people_who_can_see(thread: Thread) -> UserQuerySet:
    """Everyone for whom ``visible`` holds on this thread. Asked again at the moment of sending."""
    today = timezone.localdate()
    people = User.objects.active()
    product_id = thread.product_id or 0  # no product has it, so nobody holds an office there
    named = Q(
        pk__in=ThreadPerson.objects.filter(thread=thread)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=today))
        .values("user_id")
    )
    departments = thread.departments.values("pk")
    members = Membership.objects.current().filter(department__in=departments).values("user_id")
    if thread.audience == Thread.Audience.INTERNAL:
        own = people.filter(is_visitor=False, pk__in=members)
        return own if thread.parent is None else own.filter(pk__in=people_who_can_see(thread.parent).values("pk"))
    managers = ProductRole.objects.managers().filter(product_id=product_id).values("user_id")
    office = Q(pk__in=managers)
    plain = Q(pk=thread.owner_id)
    if thread.is_open:
        liaisons = Liaison.objects.current().filter(product_id=product_id)
        inside = Q(pk__in=ProductRole.objects.filter(product_id=product_id).values("user_id"))
        is_private = thread.product is not None and thread.product.visibility == Product.Visibility.PRIVATE
        if thread.audience == Thread.Audience.PRODUCT:
            office |= Q(pk__in=liaisons.values("user_id"))
            plain |= inside if is_private else Q()
            if not is_private:
                return people.filter(named | Q(is_visitor=False))
        else:
            office |= Q(pk__in=liaisons.filter(department__in=departments).values("user_id"))
            office |= Q(pk__in=Membership.objects.leads().filter(department__in=departments).values("user_id"))
            if thread.audience == Thread.Audience.DEPARTMENTS:
                member = Q(pk__in=members)
                on_private = inside | Q(pk__in=_liaisons_acting(product_id))
                plain |= (member & on_private) if is_private else member
    holders = User.objects.active().filter(office)
    acting = StandIn.objects.today().filter(away__in=holders).values("stand_in_id")
    return people.filter(named | Q(is_visitor=False) & (office | plain | Q(pk__in=acting)))


def _liaisons_acting(product_id: int) -> list[int]:
    liaisons = Liaison.objects.current().filter(product_id=product_id, user__is_active=True)
    ids = list(liaisons.values_list("user_id", flat=True))
    return ids + list(StandIn.objects.today().filter(away_id__in=ids).values_list("stand_in_id", flat=True))
