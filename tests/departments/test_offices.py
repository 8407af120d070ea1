"""What people hold, read in one query: present offices only, never an answer of before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from departments.models import Liaison, Membership, ProductRole
from departments.offices import Held, core_departments, department_codes, held_by
from pmcomms.ground.requests import RequestMiddleware
from tests.conftest import Cast


def test_one_query_tells_roles_departments_and_liaisons(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        held = held_by([cast.chen.pk, cast.zhou.pk, cast.lin.pk])
    assert held.managed == {cast.product.pk}
    assert held.led == {cast.finance.pk}
    assert held.departments_of(cast.lin.pk) == [cast.finance.pk]
    assert set(held.liaisons) == {
        (cast.product.pk, cast.finance.pk, cast.lin.pk, False),
        (cast.product.pk, cast.finance.pk, cast.zhou.pk, True),
    }


def test_nobody_holds_nothing_and_asks_nothing(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert held_by([]) == Held()
    assert held_by([cast.visitor.pk]) == Held()


def test_what_has_ended_is_gone_at_the_next_asking(cast: Cast) -> None:
    people = [cast.chen.pk, cast.zhou.pk]
    assert held_by(people).managed and held_by(people).led and held_by(people).liaisons
    ProductRole.objects.filter(user=cast.chen).update(role=ProductRole.Role.VIEWER)
    Membership.objects.filter(user=cast.zhou).update(ended_on=timezone.localdate())
    Liaison.objects.filter(user=cast.zhou).update(ended_on=timezone.localdate())
    after = held_by(people)
    assert after.roles == ((cast.product.pk, cast.chen.pk, "viewer"),)
    assert not after.managed and not after.memberships and not after.liaisons


def test_a_page_asks_once_and_a_change_asks_each_time(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def ask_twice(request: HttpRequest) -> HttpResponse:
        assert held_by([cast.chen.pk]) == held_by([cast.chen.pk])
        return HttpResponse()

    handle = RequestMiddleware(ask_twice)
    for method, queries in (("GET", 1), ("POST", 2)):
        request = RequestFactory().generic(method, "/")
        request.resolver_match = None  # type: ignore[assignment]  # a request no route was found for
        with django_assert_num_queries(queries):
            handle(request)


def test_the_six_departments_in_their_order(cast: Cast) -> None:
    assert [department.code for department in core_departments()] == [
        "rd", "marketing", "sales", "support", "finance", "operations",
    ]  # fmt: skip
    assert department_codes()[cast.finance.pk] == "finance"
