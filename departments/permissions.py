"""Who holds which office: on a product, in a department, and in whose place.

A stand-in holds the offices of the person away (manager, liaison, lead) on the days named and nothing
else of theirs. A visitor holds no office and sees no product. Being an administrator opens nothing.
Everything is read anew from the database, by a page that only reads once (``departments.offices``); the
ids a person acts for today are kept on the user object, which lives as long as one request.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from accounts.models import User, UserQuerySet
from departments.models import Department, Liaison, Membership, Product, ProductRole, StandIn
from departments.models.product import ProductQuerySet
from departments.offices import acting_ids, held_by


def acting_for_ids(user: User) -> list[int]:
    """Ids of the people this person answers for today, themselves first; empty for a visitor."""
    if user.is_visitor or not user.is_active:
        return []
    cached: list[int] | None = getattr(user, "_acting_for", None)
    if cached is None:
        cached = acting_ids(user.pk)
        user._acting_for = cached  # type: ignore[attr-defined]  # one query per request and person
    return cached


def visible_products(user: User) -> Q:
    """The rule of sight over ``Product``: its members for a private one, everyone for the others."""
    acting = acting_for_ids(user)
    if not acting:
        return Q(pk__in=[])
    held = held_by(acting)
    own = {product for product, holder, _role in held.roles if holder == user.pk}
    answered = {product for product, *_rest in held.liaisons}
    return Q(visibility=Product.Visibility.COMPANY) | Q(pk__in=own | held.managed | answered)


def products_visible_to(user: User) -> ProductQuerySet:
    """Every product this person may know of, archived ones included."""
    return Product.objects.all().filter(visible_products(user))


def can_view_product(user: User, product: Product) -> bool:
    return products_visible_to(user).filter(pk=product.pk).exists()


def role_on(user: User, product: Product) -> str | None:
    """``manager``, ``contributor``, ``viewer`` or None; a stand-in for a manager is a manager."""
    acting = acting_for_ids(user)
    if not acting:
        return None
    found = {holder: role for pk, holder, role in held_by(acting).roles if pk == product.pk}
    if ProductRole.Role.MANAGER in found.values():
        return ProductRole.Role.MANAGER.value
    return found.get(user.pk)


def can_manage(user: User, product: Product) -> bool:
    """Is this person a manager of the product, or the stand-in of one?"""
    return role_on(user, product) == ProductRole.Role.MANAGER


def can_contribute(user: User, product: Product) -> bool:
    return role_on(user, product) in (ProductRole.Role.MANAGER, ProductRole.Role.CONTRIBUTOR)


def managed_product_ids(user: User) -> set[int]:
    """Ids of the products this person manages, as themselves or as a stand-in. For lists."""
    return held_by(acting_for_ids(user)).managed


def managers_of(product: Product) -> list[User]:
    """The active managers of the product, by name."""
    rows = ProductRole.objects.managers().filter(product=product, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("user__pinyin", "pk")]


def departments_of(user: User) -> QuerySet[Department]:
    """The departments this person belongs to now, as member or lead."""
    mine = Membership.objects.current().filter(user=user).values("department_id")
    return Department.objects.filter(pk__in=mine)


def department_ids_of(user: User) -> list[int]:
    """Ids of ``departments_of``, for filters that know ``mine``."""
    return held_by(acting_for_ids(user) or [user.pk]).departments_of(user.pk)


def leads(user: User, department: Department) -> bool:
    """Is this person a lead of the department today, as themselves or as a stand-in?"""
    return department.pk in held_by(acting_for_ids(user)).led


def can_create_product(user: User) -> bool:
    return user.is_active and not user.is_visitor


def can_name_liaisons(user: User, product: Product, department: Department) -> bool:
    """The product's manager, and the department's lead for the own department."""
    return can_manage(user, product) or leads(user, department)


def who_answers(product: Product, department: Department) -> list[User]:
    """Who is asked for a department on a product: its liaisons, else their backups, else the leads.

    Only active people count. Empty when nobody can be asked: publishing to them is refused then.
    """
    return who_answers_by_department(product, [department]).get(department.pk, [])


def who_answers_by_department(
    product: Product, departments: list[Department] | QuerySet[Department] | None = None
) -> dict[int, list[User]]:
    """``who_answers`` for many departments (None = all) in two queries; a department nobody answers for is absent."""
    liaisons = Liaison.objects.current().filter(product=product, user__is_active=True)
    heads = Membership.objects.leads().filter(user__is_active=True)
    if departments is not None:
        wanted = [department.pk for department in departments]
        liaisons, heads = liaisons.filter(department_id__in=wanted), heads.filter(department_id__in=wanted)
    ranks: dict[int, tuple[list[User], list[User], list[User]]] = defaultdict(lambda: ([], [], []))
    for liaison in sorted(liaisons.select_related("user"), key=lambda row: (row.started_on, row.pk)):
        ranks[liaison.department_id][1 if liaison.is_backup else 0].append(liaison.user)
    for head in sorted(heads.select_related("user"), key=lambda row: (row.started_on, row.pk)):
        ranks[head.department_id][2].append(head.user)
    return {pk: main or backups or head for pk, (main, backups, head) in ranks.items()}


def may_answer_for(user: User, product: Product, department: Department) -> User | None:
    """On whose behalf this person may answer for the department: themselves, the person away, or None.

    Liaisons, backups and leads of the department may answer, each also through a stand-in; who is
    *asked* is ``who_answers``.
    """
    acting = acting_for_ids(user)
    held = held_by(acting)
    holders = {holder for of, asked, holder, _backup in held.liaisons if (of, asked) == (product.pk, department.pk)} | {
        holder for of, holder, role in held.memberships if of == department.pk and role == Membership.Role.LEAD
    }
    if user.pk in holders:
        return user
    for pk in acting:
        if pk in holders:
            return type(user)._default_manager.get(pk=pk)
    return None


def can_arrange_absence(user: User, away: User) -> bool:
    """Who may name and cancel stand-ins for ``away``: they themselves, a lead of theirs, an administrator."""
    if user.pk == away.pk or user.is_administrator:
        return True
    theirs = Membership.objects.current().filter(user=away).values("department_id")
    return Membership.objects.leads().filter(user=user, department_id__in=theirs).exists()


def people_known_to(user: User) -> UserQuerySet:
    """The active people this person may find by name: a visitor finds nobody but themselves."""
    rows = User.objects.active()
    return rows.filter(pk=user.pk) if user.is_visitor else rows


def stand_ins_visible_to(user: User) -> QuerySet[StandIn]:
    """One's own and those one stands in for; a lead sees their department's, an administrator all."""
    if user.is_administrator:
        return StandIn.objects.all()
    led = Membership.objects.leads().filter(user=user).values("department_id")
    theirs = Membership.objects.current().filter(department_id__in=led).values("user_id")
    return StandIn.objects.filter(Q(away=user) | Q(stand_in=user) | Q(away_id__in=theirs))
