"""One rule in both directions: what a person sees is who can see it."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from django.utils import timezone

from accounts.models import User
from conversations.models import Thread, ThreadPerson
from conversations.sight import people_who_can_see
from departments.models import Department, Liaison, Membership, Product, ProductRole, StandIn
from tests import make
from tests.conftest import Cast

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def some_people(chance: random.Random) -> list[User]:
    people = [make.make_user() for _ in range(12)]
    people[0].is_visitor = people[1].is_visitor = True
    people[2].is_active = False
    people[3].is_administrator = True
    for person in people[:4]:
        person.save()
    chance.shuffle(people)
    return people


def give_offices(chance: random.Random, people: list[User], products: list[Product], six: list[Department]) -> None:
    for person, department in itertools.product(people, six):
        if chance.random() < 0.3:
            is_over = chance.random() < 0.3
            Membership.objects.create(
                user=person,
                department=department,
                role=chance.choice(Membership.Role.values),
                started_on=TODAY - 9 * DAY,
                ended_on=TODAY - DAY if is_over else None,
            )
    for person, product in itertools.product(people, products):
        if chance.random() < 0.3:
            ProductRole.objects.create(user=person, product=product, role=chance.choice(ProductRole.Role.values))
        if chance.random() < 0.25:
            Liaison.objects.create(
                user=person,
                product=product,
                department=chance.choice(six),
                is_backup=chance.random() < 0.5,
                ended_on=TODAY if chance.random() < 0.3 else None,
            )
    for away, stand_in in itertools.permutations(people, 2):
        if chance.random() < 0.06:
            start = TODAY + chance.choice([-3, 0, 1]) * DAY
            StandIn.objects.create(
                away=away,
                stand_in=stand_in,
                from_on=start,
                to_on=start + chance.choice([0, 2]) * DAY,
                cancelled_at=timezone.now() if chance.random() < 0.2 else None,
            )


def some_threads(
    chance: random.Random, people: list[User], products: list[Product], six: list[Department]
) -> list[Thread]:
    threads: list[Thread] = []
    for audience, product, is_open in itertools.product(Thread.Audience.values, [*products, None], [True, False]):
        if audience == Thread.Audience.PRODUCT and product is None:
            continue
        addressed = chance.sample(six, chance.choice([1] if audience == Thread.Audience.INTERNAL else [0, 1, 2]))
        thread = make.make_thread(product, chance.choice(people), *addressed, audience=audience, is_open=is_open)
        if audience == Thread.Audience.INTERNAL:
            thread.parent = chance.choice([other for other in threads if other.audience != audience] or [None])
            thread.save()
        for person in chance.sample(people, 2):
            ThreadPerson.objects.create(
                thread=thread,
                user=person,
                reason=ThreadPerson.Reason.NAMED,
                until_on=chance.choice([None, TODAY - DAY, TODAY, TODAY + DAY]),
            )
        threads.append(thread)
    return threads


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_who_can_see_a_thread_is_exactly_who_finds_it(seed: int) -> None:
    chance = random.Random(seed)
    six = [make.make_department(code) for code in ("a", "b", "c")]
    products = [
        make.make_product("OPEN", visibility=Product.Visibility.COMPANY),
        make.make_product("SHUT", visibility=Product.Visibility.PRIVATE),
    ]
    people = some_people(chance)
    give_offices(chance, people, products, six)
    threads = some_threads(chance, people, products, six)
    found = {(thread.pk, person.pk) for person in User.objects.all() for thread in Thread.objects.visible_to(person)}
    for thread in threads:
        seeing = set(people_who_can_see(thread).values_list("pk", flat=True))
        assert seeing == {person.pk for person in people if (thread.pk, person.pk) in found}, thread.audience
    assert 0 < len(found) < len(threads) * len(people)


@pytest.mark.django_db
class TestRule:
    def seen(self, person: User, thread: Thread) -> bool:
        fresh = User.objects.get(pk=person.pk)
        return Thread.objects.visible_to(fresh).filter(pk=thread.pk).exists()

    def test_a_department_removed_loses_sight_at_once(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.chen, cast.finance, cast.rd)
        assert self.seen(cast.qin, thread)
        thread.departments.set([cast.finance])
        assert not self.seen(cast.qin, thread)

    def test_a_membership_that_ended_closes_everything(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.chen, cast.rd)
        Membership.objects.filter(user=cast.qin).update(ended_on=TODAY)
        assert not self.seen(cast.qin, thread)

    def test_an_administrator_sees_nothing_by_office(self, cast: Cast) -> None:
        assert not self.seen(cast.administrator, make.make_thread(cast.product, cast.chen, cast.rd))

    def test_a_confidential_thread_is_for_liaisons_and_leads_only(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.chen, cast.finance, cast.rd, audience=Thread.Audience.CONFIDENTIAL)
        assert self.seen(cast.lin, thread) and self.seen(cast.zhou, thread) and self.seen(cast.han, thread)
        assert not self.seen(cast.qin, thread)

    def test_a_stand_in_sees_what_the_liaison_away_sees_until_the_last_day(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.chen, cast.finance, audience=Thread.Audience.CONFIDENTIAL)
        stand_in = StandIn.objects.create(away=cast.lin, stand_in=cast.su, from_on=TODAY, to_on=TODAY)
        assert self.seen(cast.su, thread)
        StandIn.objects.filter(pk=stand_in.pk).update(from_on=TODAY - 2 * DAY, to_on=TODAY - DAY)
        assert not self.seen(cast.su, thread)

    def test_a_private_product_hides_its_threads_from_departments_without_a_part_in_it(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.chen, cast.rd)
        Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
        assert not self.seen(cast.qin, thread)
        assert self.seen(cast.han, thread)

    def test_an_unopened_thread_is_for_managers_owner_and_named_people(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.lu, cast.rd, is_open=False)
        assert self.seen(cast.chen, thread) and self.seen(cast.lu, thread)
        assert not self.seen(cast.han, thread)
        ThreadPerson.objects.create(thread=thread, user=cast.han, reason=ThreadPerson.Reason.NAMED)
        assert self.seen(cast.han, thread)

    def test_an_internal_discussion_closes_together_with_what_it_is_about(self, cast: Cast) -> None:
        parent = make.make_thread(cast.product, cast.chen, cast.rd)
        thread = make.make_thread(cast.product, cast.han, cast.rd, audience=Thread.Audience.INTERNAL)
        Thread.objects.filter(pk=thread.pk).update(parent=parent)
        assert self.seen(cast.qin, thread) and self.seen(cast.han, thread)
        Thread.objects.filter(pk=parent.pk).update(audience=Thread.Audience.CONFIDENTIAL)
        assert self.seen(cast.han, thread) and not self.seen(cast.qin, thread)

    def test_a_visitor_named_on_an_internal_discussion_still_sees_nothing(self, cast: Cast) -> None:
        thread = make.make_thread(cast.product, cast.han, cast.rd, audience=Thread.Audience.INTERNAL)
        ThreadPerson.objects.create(thread=thread, user=cast.visitor, reason=ThreadPerson.Reason.VISITOR)
        assert not self.seen(cast.visitor, thread)
        assert not self.seen(cast.chen, thread)
