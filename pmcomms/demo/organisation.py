"""People, departments and products of the demo company."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.actions import people as accounts
from accounts.models import User
from departments.actions import liaisons, memberships, products, stand_ins
from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.people import PASSWORD, PEOPLE, PRODUCTS, STAND_INS, DemoPerson, DemoProduct

VISITOR = "auditor"


def hire(cast: Cast) -> None:
    """Everybody, their departments, and the visitor."""
    first = PEOPLE[0]
    admin = accounts.make_first_administrator(
        username=first.username, full_name=first.full_name, email=f"{first.username}@example.com", password=PASSWORD
    )
    cast.people[admin.username] = admin
    for person in PEOPLE[1:]:
        _hire(cast, person)
    cast.people[VISITOR] = accounts.add_person(
        actor=admin, username=VISITOR, full_name="韦审计", email=f"{VISITOR}@example.com", is_visitor=True
    )
    # One password for all, hashed once: hashing it 24 times would take most of the time.
    User.objects.update(password=admin.password)


def _hire(cast: Cast, person: DemoPerson) -> None:
    admin = cast.people["admin"]
    user = accounts.add_person(
        actor=admin,
        username=person.username,
        full_name=person.full_name,
        email=f"{person.username}@example.com",
        job_title=person.job_title,
    )
    cast.people[user.username] = user
    if person.department:
        memberships.start_membership(
            cast.departments[person.department], actor=admin, user=user, role="lead" if person.is_lead else "member"
        )


def send_on_leave(cast: Cast) -> None:
    today = timezone.localdate()
    for away, stand_in, since, until, reason in STAND_INS:
        row = stand_ins.name_stand_in(
            actor=cast.people[away],
            away=cast.people[away],
            stand_in=cast.people[stand_in],
            from_on=today,
            to_on=today + dt.timedelta(days=until),
            reason=reason,
        )
        backdating.absence(row, since)


def found_products(cast: Cast) -> None:
    for wanted in PRODUCTS:
        _found(cast, wanted)


def _found(cast: Cast, wanted: DemoProduct) -> None:
    manager = cast.people[wanted.manager]
    product = products.create_product(
        actor=cast.people["admin"],
        manager=manager,
        key=wanted.key,
        name=wanted.name,
        preset=wanted.preset,
        description=wanted.description,
        color=wanted.color,
        visibility=wanted.visibility,
    )
    cast.products[product.key] = product
    for username in wanted.contributors:
        products.set_role(product, actor=manager, user=cast.people[username], role="contributor")
    for code, (main, backup) in wanted.liaisons.items():
        department = cast.departments[code]
        liaisons.name_liaison(product, department, actor=manager, user=cast.people[main])
        if backup:
            liaisons.name_liaison(product, department, actor=manager, user=cast.people[backup], is_backup=True)
