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
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import User, UserQuerySet
from conversations.models.thread import Thread, ThreadPerson
from departments.models import Liaison, Membership, Product, ProductRole, StandIn
from departments.permissions import acting_for_ids
from pmcomms.ground.requests import once_per_request


def visible(user: User, prefix: str = "") -> Q:
    """The rule as a ``Q`` over threads, or over rows that reach one by ``prefix`` (``"thread__"``)."""
    return Q(**{f"{prefix}pk__in": visible_ids(user)})


def visible_ids(user: User) -> RawSQL:
    """The rule as a sub-select of thread ids, to stand behind any ``__in``.

    Compiled once for a page: a page asks some eight lists, and compiling the rule costs more than running it.
    The text is Django's own, from the expressions below; every value is a parameter.
    """
    return once_per_request(("sight", user.pk), lambda: _compiled(user))


def _compiled(user: User) -> RawSQL:
    try:
        sql, parameters = Thread.objects.filter(_rule(user)).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return RawSQL("SELECT NULL::bigint WHERE false", ())
    return RawSQL(sql, parameters)  # noqa: S611 - the text comes from the ORM


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
    """Four queries, kept for the rest of a request that only reads."""
    return once_per_request(("offices", user.pk), lambda: _offices(user))


def _offices(user: User) -> Offices:
    acting = tuple(acting_for_ids(user))
    roles = list(ProductRole.objects.filter(user_id__in=acting).values_list("product_id", "user_id", "role"))
    managed = {product for product, _user, role in roles if role == ProductRole.Role.MANAGER}
    own = {product for product, holder, _role in roles if holder == user.pk}
    memberships = list(
        Membership.objects.current().filter(user_id__in=acting).values_list("department_id", "user_id", "role")
    )
    mine = {department for department, holder, _role in memberships if holder == user.pk}
    led = {department for department, _holder, role in memberships if role == Membership.Role.LEAD}
    by_product: dict[int, set[int]] = defaultdict(set)
    liaisons = Liaison.objects.current().filter(user_id__in=acting)
    for product, department in liaisons.values_list("product_id", "department_id"):
        by_product[product].add(department)
    grouped: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for product, departments in by_product.items():
        grouped[tuple(sorted(departments))].append(product)
    return Offices(
        acting,
        tuple(sorted(managed)),
        tuple(sorted(own | by_product.keys())),
        tuple(sorted(mine)),
        tuple(sorted(led)),
        tuple((departments, tuple(sorted(products))) for departments, products in sorted(grouped.items())),
    )


def _rule(user: User) -> Q:
    if not user.is_active:
        return Q(pk__in=[])
    today = timezone.localdate()
    named = Exists(
        ThreadPerson.objects.filter(thread=OuterRef("pk"), user=user).filter(
            Q(until_on__isnull=True) | Q(until_on__gte=today)
        )
    )
    not_internal = ~Q(audience=Thread.Audience.INTERNAL)
    if user.is_visitor:
        return not_internal & Q(named)
    held = offices(user)
    through = Thread.departments.through.objects.all()
    member = _exists(through, held.departments)
    lead = _exists(through, held.led)
    liaison = Q(pk__in=[])
    for departments, products in held.liaison:
        liaison |= Q(product_id__in=products) & _exists(through, departments)
    company = Q(product__isnull=True) | ~Q(product__visibility=Product.Visibility.PRIVATE)
    open_product = company | Q(product_id__in=held.inside)
    plain = not_internal & (Q(product_id__in=held.managed) | Q(owner=user) | Q(named)) | Q(opened_at__isnull=False) & (
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
