"""Offices: who manages, leads and answers, and in whose place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from departments import permissions
from departments.models import Liaison, Membership, Product, StandIn
from tests import make
from tests.conftest import Cast

TODAY = timezone.localdate


def stand_in(away: User, person: User, first: int = 0, last: int = 0) -> StandIn:
    day = TODAY()
    return StandIn.objects.create(
        away=away, stand_in=person, from_on=day + dt.timedelta(first), to_on=day + dt.timedelta(last)
    )


def fresh(user: User) -> User:
    """As the next request would read them."""
    return User.objects.get(pk=user.pk)


def test_roles_on_a_product(cast: Cast) -> None:
    roles = {name: permissions.role_on(getattr(cast, name), cast.product) for name in ("chen", "lu", "fang", "lin")}
    assert roles == {"chen": "manager", "lu": "contributor", "fang": "viewer", "lin": None}
    assert permissions.can_manage(cast.chen, cast.product)
    assert not permissions.can_manage(cast.other_manager, cast.product)
    assert not permissions.can_manage(cast.administrator, cast.product)
    assert permissions.can_contribute(cast.lu, cast.product)
    assert not permissions.can_contribute(cast.fang, cast.product)


@pytest.mark.parametrize(("first", "last", "expected"), [(0, 0, True), (-3, -1, False), (1, 5, False), (-1, 1, True)])
def test_a_stand_in_manages_on_the_days_named_only(cast: Cast, first: int, last: int, expected: bool) -> None:
    stand_in(cast.chen, cast.lu, first, last)
    assert permissions.can_manage(fresh(cast.lu), cast.product) is expected


def test_a_cancelled_stand_in_and_one_for_somebody_deactivated_hold_nothing(cast: Cast) -> None:
    row = stand_in(cast.chen, cast.lu)
    row.cancelled_at = timezone.now()
    row.save()
    assert not permissions.can_manage(fresh(cast.lu), cast.product)
    stand_in(cast.chen, cast.fang)
    User.objects.filter(pk=cast.chen.pk).update(is_active=False)
    assert not permissions.can_manage(fresh(cast.fang), cast.product)


def test_standing_in_is_not_handed_on(cast: Cast) -> None:
    stand_in(cast.chen, cast.lu)
    stand_in(cast.lu, cast.fang)
    assert not permissions.can_manage(fresh(cast.fang), cast.product)


def test_a_company_product_is_seen_by_all_but_visitors(cast: Cast) -> None:
    assert permissions.can_view_product(cast.stranger, cast.product)
    assert not permissions.can_view_product(cast.visitor, cast.product)
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    assert not permissions.can_view_product(fresh(cast.stranger), cast.product)


def test_a_private_product_is_seen_by_its_members_only(cast: Cast) -> None:
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    seen = {
        name
        for name in ("chen", "lu", "fang", "han", "lin", "zhou", "qin", "other_manager", "administrator", "visitor")
        if permissions.can_view_product(getattr(cast, name), cast.product)
    }
    assert seen == {"chen", "lu", "fang", "han", "lin", "zhou"}
    stand_in(cast.lin, cast.qin)
    assert permissions.can_view_product(fresh(cast.qin), cast.product)
    assert set(Product.objects.visible_to(cast.administrator)) == {cast.other_product}


def test_liaisons_answer_then_backups_then_leads(cast: Cast) -> None:
    def answering() -> list[str]:
        return [person.username for person in permissions.who_answers(cast.product, cast.finance)]

    assert answering() == ["lin"]
    User.objects.filter(pk=cast.lin.pk).update(is_active=False)
    assert answering() == ["zhou"]
    Liaison.objects.filter(department=cast.finance).update(ended_on=TODAY())
    assert answering() == ["zhou"]
    Membership.objects.filter(user=cast.zhou).update(role="member")
    assert answering() == []


def test_all_departments_at_once_cost_two_queries(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    with django_assert_num_queries(2):
        found = permissions.who_answers_by_department(cast.product)
    named = {key: [person.username for person in people] for key, people in found.items()}
    assert named[cast.rd.pk] == ["han"]
    assert named[cast.finance.pk] == ["lin"]
    assert permissions.who_answers(cast.other_product, cast.rd) == []


def test_who_may_answer_and_on_whose_behalf(cast: Cast) -> None:
    def behalf(user: User) -> User | None:
        return permissions.may_answer_for(fresh(user), cast.product, cast.finance)

    assert behalf(cast.lin) == cast.lin
    assert behalf(cast.zhou) == cast.zhou
    assert behalf(cast.qin) is None
    assert behalf(cast.chen) is None
    stand_in(cast.lin, cast.qin)
    assert behalf(cast.qin) == cast.lin
    assert permissions.may_answer_for(fresh(cast.qin), cast.product, cast.rd) is None
    assert permissions.may_answer_for(cast.visitor, cast.product, cast.finance) is None


def test_leads_lead_their_own_department(cast: Cast) -> None:
    assert permissions.leads(cast.zhou, cast.finance)
    assert not permissions.leads(cast.zhou, cast.rd)
    assert not permissions.leads(cast.lin, cast.finance)
    assert list(permissions.departments_of(cast.lin)) == [cast.finance]
    Membership.objects.filter(user=cast.zhou).update(ended_on=TODAY())
    assert not permissions.leads(cast.zhou, cast.finance)


def test_the_people_picker_finds_by_pinyin_and_shows_visitors_nobody(cast: Cast) -> None:
    make.make_user("gone", "陈旧", is_active=False)
    assert {person.username for person in permissions.people_known_to(cast.lin).matching("chen")} == {"chen"}
    assert list(permissions.people_known_to(cast.visitor)) == [cast.visitor]
