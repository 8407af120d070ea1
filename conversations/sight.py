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

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User, UserQuerySet
from conversations.models.thread import Thread, ThreadPerson
from departments.models import Liaison, Membership, Product, ProductRole, StandIn
from departments.permissions import acting_for_ids


def visible(user: User, prefix: str = "") -> Q:
    """The rule as a ``Q`` over threads, or over rows that reach one by ``prefix`` (``"thread__"``)."""
    threads = Thread.objects.filter(_rule(user)).values("pk")
    return Q(**{f"{prefix}pk__in": threads}) if prefix else _rule(user)


def acting_for(user: User) -> list[int]:
    """Ids of the people this person answers for today, themselves first."""
    return acting_for_ids(user) or [user.pk]


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
    acting = acting_for_ids(user)
    managed = ProductRole.objects.managers().filter(user_id__in=acting).values("product_id")
    on_product = ProductRole.objects.filter(user=user).values("product_id")
    liaison_products = Liaison.objects.current().filter(user_id__in=acting).values("product_id")
    through = Thread.departments.through.objects.filter(thread_id=OuterRef("pk"))
    mine = Membership.objects.current().filter(user=user).values("department_id")
    led = Membership.objects.leads().filter(user_id__in=acting).values("department_id")
    member = Exists(through.filter(department_id__in=mine))
    lead = Exists(through.filter(department_id__in=led))
    liaison = Exists(
        Liaison.objects.current().filter(
            user_id__in=acting,
            product_id=OuterRef("product_id"),
            department_id__in=Thread.departments.through.objects.filter(thread_id=OuterRef(OuterRef("pk"))).values(
                "department_id"
            ),
        )
    )
    private = Q(product__visibility=Product.Visibility.PRIVATE)
    inside = Q(product_id__in=on_product) | Q(product_id__in=liaison_products)
    manager_or_owner = Q(product_id__in=managed) | Q(owner=user)
    plain = not_internal & (manager_or_owner | Q(named)) | Q(opened_at__isnull=False) & (
        Q(audience=Thread.Audience.PRODUCT) & (~private | inside)
        | Q(audience=Thread.Audience.DEPARTMENTS) & (member & (~private | inside) | lead | liaison)
        | Q(audience=Thread.Audience.CONFIDENTIAL) & (lead | liaison)
    )
    # Asked per internal thread, so that it closes together with what it is about.
    parent = Exists(Thread.objects.filter(plain, pk=OuterRef("parent_id")))
    internal = Q(audience=Thread.Audience.INTERNAL) & member & (Q(parent__isnull=True) | parent)
    return plain | internal


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
