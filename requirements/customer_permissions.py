"""Who may change the register of customers, and who does what with promises.

The register is read by ``requirements.customers.sees_names`` and kept by sales, support and product
managers; a customer's owner keeps that customer. A promise is asked for by those who keep the register and
answered by the managers of the product.
"""

from __future__ import annotations

from accounts.models import User, UserQuerySet
from departments.models import Department, Membership, Product, ProductRole
from departments.offices import department_codes, held_by
from departments.permissions import acting_for_ids, can_manage
from requirements import permissions
from requirements.customers import KNOWING, sees_names
from requirements.models import Customer, Promise
from requirements.models.customer import CustomerQuerySet

KEEPING = ("sales", "support")


def customers_visible_to(user: User) -> CustomerQuerySet:
    """The register as a whole, or nothing of it."""
    return Customer.objects.all() if sees_names(user) else Customer.objects.none()


def can_keep(user: User, customer: Customer | None = None) -> bool:
    """Write in the register; of one customer its owner may, too.

    Members and leads of sales and support, and whoever manages a product; a stand-in holds the office of
    the lead or manager away.
    """
    if not sees_names(user):
        return False
    if customer is not None and customer.owner_id == user.pk:
        return True
    held = held_by(acting_for_ids(user))
    codes = department_codes()
    theirs = {*held.departments_of(user.pk), *held.led}
    return bool(held.managed) or any(codes[department] in KEEPING for department in theirs)


def possible_owners() -> UserQuerySet:
    """Who may be given a customer: the active people who read the register by an office of their own."""
    departments = Department.objects.filter(code__in=KNOWING)
    members = Membership.objects.current().filter(department__in=departments).values("user_id")
    leads = Membership.objects.leads().values("user_id")
    managers = ProductRole.objects.managers().values("user_id")
    people = User.objects.active().filter(is_visitor=False)
    return people.filter(pk__in=members) | people.filter(pk__in=leads) | people.filter(pk__in=managers)


def can_ask(user: User, product: Product) -> bool:
    """May this person, who sees the product, ask for a promise?"""
    return can_keep(user)


def can_answer(user: User, product: Product) -> bool:
    """Give, refuse, or change what was given: the managers of the product."""
    return can_manage(user, product)


def can_edit_promise(user: User, promise: Promise) -> bool:
    """A question by whoever asked it; what was given by the managers only, else the day moves behind their back."""
    if can_answer(user, promise.product):
        return True
    return promise.state == Promise.State.ASKED and promise.said_by_id == user.pk and can_keep(user)


def can_link(user: User, promise: Promise) -> bool:
    return permissions.can_work(user, promise.product) or (promise.said_by_id == user.pk and can_keep(user))


def can_close(user: User, promise: Promise) -> bool:
    """Say that it was kept or broken: the managers, who said it, and who looks after the customer."""
    if can_answer(user, promise.product):
        return True
    return user.pk in (promise.said_by_id, promise.customer.owner_id) and can_keep(user, promise.customer)


def can_withdraw(user: User, promise: Promise) -> bool:
    return can_edit_promise(user, promise)
