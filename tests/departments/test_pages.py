"""Every administration page opens for who may open it, at a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from departments.models import CalendarDay, Membership, StandIn
from tests import make
from tests.conftest import Cast

ADMINISTRATION = (
    "/administration/people/",
    "/administration/people/add/",
    "/administration/people/import/",
    "/administration/people/chen/",
    "/administration/people/chen/hand-over/",
    "/administration/departments/",
    "/administration/departments/add/",
    "/administration/departments/finance/",
    "/administration/calendar/",
    "/administration/log/",
    "/administration/invitations/",
)
OWN = (
    "/settings/",
    "/settings/profile/",
    "/settings/tokens/",
    "/settings/stand-ins/",
    "/products/",
    "/products/create/",
)
AsUser = Callable[[User], Client]


@pytest.mark.parametrize("address", ADMINISTRATION)
def test_administration_opens_for_administrators_only(cast: Cast, as_user: AsUser, address: str) -> None:
    assert as_user(cast.administrator).get(address).status_code == 200
    assert as_user(cast.chen).get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("address", OWN)
def test_own_pages_open_for_everybody(cast: Cast, as_user: AsUser, address: str) -> None:
    assert as_user(cast.qin).get(address).status_code == 200
    assert Client().get(address).status_code == 302


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is read once per session or process is read now
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def grow(cast: Cast) -> None:
    """Fifty more of everything these pages list."""
    for number in range(50):
        person = make.make_user(f"grown{number}", f"新人{number}")
        make.make_membership(person, cast.finance, Membership.Role.LEAD if number % 2 else Membership.Role.MEMBER)
        make.make_liaison(cast.product, cast.finance, person, is_backup=bool(number % 2))
        make.make_role(cast.product, person, "viewer")
        product = make.make_product(f"G{number}", manager=cast.chen)
        make.make_liaison(product, cast.finance, person)
        StandIn.objects.create(away=person, stand_in=cast.lin, from_on="2026-11-01", to_on="2027-11-01")
        CalendarDay.objects.create(day=f"2026-{number // 25 + 1:02}-{number % 25 + 1:02}", is_working=True)


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("admin", "/administration/people/"),
        ("admin", "/administration/people/zhou/"),
        ("admin", "/administration/people/chen/hand-over/"),
        ("admin", "/administration/departments/"),
        ("admin", "/administration/departments/finance/"),
        ("admin", "/administration/calendar/?year=2026"),
        ("admin", "/administration/log/"),
        ("chen", "/products/"),
        ("chen", "/products/CLB/settings/"),
        ("chen", "/settings/"),
        ("zhou", "/departments/finance/liaisons/"),
        ("zhou", "/settings/stand-ins/"),
        ("zhou", "/people/pick/?q="),
    ],
)
def test_a_page_costs_the_same_with_fifty_rows_more(cast: Cast, as_user: AsUser, username: str, address: str) -> None:
    client = as_user(User.objects.get(username=username))
    before = queries(client, address)
    grow(cast)
    assert queries(client, address) <= before
    assert before <= 30


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("admin", "/api/v1/people/"),
        ("qin", "/api/v1/people/"),
        ("qin", "/api/v1/departments/"),
        ("qin", "/api/v1/memberships/"),
        ("chen", "/api/v1/products/"),
        ("chen", "/api/v1/products/CLB/roles/"),
        ("chen", "/api/v1/liaisons/"),
        ("zhou", "/api/v1/stand-ins/"),
        ("qin", "/api/v1/calendar-days/"),
        ("admin", "/api/v1/log/"),
        ("admin", "/api/v1/invitations/"),
    ],
)
def test_a_list_of_the_api_costs_the_same_with_fifty_rows_more(
    cast: Cast, as_user: AsUser, username: str, address: str
) -> None:
    client = as_user(User.objects.get(username=username))
    before = queries(client, address)
    grow(cast)
    assert queries(client, address) <= before
    assert before <= 10


@pytest.mark.parametrize(
    "address", ["/api/v1/tokens/", "/api/v1/products/", "/api/v1/people/import/", "/api/v1/stand-ins/"]
)
def test_a_session_needs_the_csrf_token_also_at_the_api(cast: Cast, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator)
    for content_type in ("application/json", "text/plain"):
        assert client.post(address, "{}", content_type=content_type).status_code == 403


def test_visitors_find_no_organisation(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.visitor)
    text = client.get("/products/").content.decode()
    assert "云账本" not in text
    assert client.get("/departments/finance/liaisons/").status_code == 403
    assert client.get("/products/CLB/settings/").status_code == 404
    form = {"key": "VIS", "name": "访客的", "color": "#3451d1", "visibility": "company", "preset": "light"}
    assert client.post("/products/create/", form).status_code == 403
    assert client.post("/settings/stand-ins/name/", {"away": "auditor"}).status_code == 422
