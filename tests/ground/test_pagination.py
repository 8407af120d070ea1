"""Pages continue after the last row seen, whatever is written in between."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import DateField, DecimalField, F, QuerySet, Value
from django.db.models.functions import Cast, NullIf
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from pmcomms.ground.models import IdempotencyKey, RateCounter
from pmcomms.ground.pagination import page
from tests.ground.endpoints import make_counter

COUNTERS = "/api/t/counters/"


def walk(queryset: QuerySet[Any], order: tuple[str, ...], limit: int = 3) -> list[Any]:
    """Every row, page by page."""
    found: list[Any] = []
    cursor: str | None = None
    while True:
        shown = page(queryset, order, cursor, limit)
        found += shown.items
        cursor = shown.next
        if cursor is None:
            return found


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("count",), ("-count",), ("-count", "key"), ("ends_at", "-count"), ()])
def test_a_walk_meets_every_row_once_in_order(order: tuple[str, ...]) -> None:
    start = timezone.now()
    for number in range(20):
        ends_at = start + dt.timedelta(microseconds=number % 5)
        RateCounter.objects.create(key=f"k{number:02}", count=number % 4, ends_at=ends_at)
    ties = () if "key" in order else ("-key",) if order and order[0].startswith("-") else ("key",)
    assert walk(RateCounter.objects.all(), order) == list(RateCounter.objects.order_by(*order, *ties))


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("empty",), ("-empty",), ("count", "-empty"), ("-status", "empty")])
def test_empty_values_come_last_in_both_directions(order: tuple[str, ...]) -> None:
    for number in range(15):
        IdempotencyKey.objects.create(
            user_id=number % 5, key=f"k{number}", status=(None, 1, 2)[number % 3], request_hash="x"
        )
    rows = IdempotencyKey.objects.annotate(empty=NullIf(F("user_id"), Value(0)), count=F("user_id"))
    found = walk(rows, order)
    assert len(found) == len({row.pk for row in found}) == 15
    values = [getattr(row, order[0].lstrip("-")) for row in found]
    filled = [value for value in values if value is not None]
    assert values == filled + [None] * (len(values) - len(filled))
    assert filled == sorted(filled, reverse=order[0].startswith("-"))


@pytest.mark.django_db
def test_days_and_exact_numbers_come_back_as_what_they_were() -> None:
    for number in range(7):
        make_counter(key=f"k{number}", count=number)
    rows = RateCounter.objects.annotate(
        day=Cast("ends_at", DateField()),
        exact=Cast(F("count"), DecimalField(max_digits=20, decimal_places=6)),
    )
    assert len(walk(rows, ("day", "exact", "ends_at"), limit=2)) == 7
    assert walk(rows, ("-exact",), limit=2)[0].exact == Decimal(6)


@pytest.mark.django_db
def test_rows_written_meanwhile_neither_repeat_nor_hide_others() -> None:
    for number in range(10, 20):
        make_counter(key=f"k{number}")
    rows = RateCounter.objects.all()
    first = page(rows, ("key",), None, 4)
    make_counter(key="k0-before")
    RateCounter.objects.filter(key="k12").delete()
    make_counter(key="k13-after")
    second = page(rows, ("key",), first.next, 4)
    assert [row.key for row in second] == ["k13-after", "k14", "k15", "k16"]


@pytest.mark.django_db
def test_the_cursor_of_another_order_or_maker_is_refused() -> None:
    for number in range(3):
        make_counter(key=f"k{number}")
    cursor = page(RateCounter.objects.all(), ("key",), None, 1).next
    assert cursor is not None
    for bad in (cursor[:-2], "x", cursor.swapcase(), ":::", "é", "a:b:c"):
        with pytest.raises(ValidationError):
            page(RateCounter.objects.all(), ("key",), bad, 1)
    with pytest.raises(ValidationError):
        page(RateCounter.objects.all(), ("-key",), cursor, 1)


def test_the_api_walks_by_cursor(program: APIClient) -> None:
    for number in range(5):
        make_counter(key=f"k{number}", count=number)
    first = program.get(f"{COUNTERS}?limit=2&order=-count").json()
    second = program.get(COUNTERS, {"limit": 2, "order": "-count", "cursor": first["next"]}).json()
    third = program.get(COUNTERS, {"limit": 2, "order": "-count", "cursor": second["next"]}).json()
    counts = [[row["count"] for row in part["items"]] for part in (first, second, third)]
    assert counts == [[4, 3], [2, 1], [0]]
    assert third["next"] is None


def test_the_views_own_order_is_used_without_filters(program: APIClient) -> None:
    for number in range(3):
        make_counter(key=f"k{number}", count=number)
    assert [row["count"] for row in program.get("/api/t/plain/").json()["items"]] == [2, 1, 0]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "", "1e2", "99999999999", "١"])
def test_limits_out_of_bounds_are_refused(program: APIClient, limit: str) -> None:
    answer = program.get(COUNTERS, {"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "limit")


def test_a_forged_cursor_is_refused_at_both_doors(program: APIClient, pages: Client) -> None:
    assert program.get(COUNTERS, {"cursor": "forged"}).json()["errors"][0]["field"] == "cursor"
    assert pages.get("/asking/", {"cursor": "forged"}).status_code == 400


def test_a_page_of_html_walks_the_same_way(pages: Client) -> None:
    for number in range(3):
        make_counter(key=f"k{number}")
    first = pages.get("/asking/").content.decode()
    assert first.startswith("k0 k1 next=")
    assert pages.get("/asking/", {"cursor": first.split("=", 1)[1]}).content.decode() == "k2 next=None"


def test_a_list_costs_the_same_queries_for_one_row_and_for_fifty(program: APIClient) -> None:
    make_counter(key="k")
    program.get(COUNTERS)
    with CaptureQueriesContext(
        connection,
    ) as one:
        program.get(COUNTERS)
    for number in range(49):
        make_counter(key=f"k{number}")
    with CaptureQueriesContext(connection) as fifty:
        assert len(program.get(COUNTERS).json()["items"]) == 50
    assert len(one) == len(fifty) <= 4
