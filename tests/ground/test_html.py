"""What page views say again and again."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.http import Http404
from django.test import Client, RequestFactory

from pmcomms.ground.html import is_fragment, scoped_or_404
from pmcomms.ground.models import IdempotencyKey, RateCounter
from tests.ground.endpoints import make_counter, visible_counters

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        (HTMX, True),
        ({**HTMX, "HX-Boosted": "true"}, False),
        ({**HTMX, "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "false"}, False),
    ],
)
def test_htmx_asks_for_a_part_only_when_it_swaps_one(headers: dict[str, str], expected: bool) -> None:
    assert is_fragment(RequestFactory(headers=headers).get("/")) is expected


def test_a_plain_form_is_led_on(pages: Client) -> None:
    make_counter(key="k")
    answer = pages.post("/titled/k/", {"title": "short"})
    assert (answer.status_code, answer["Location"]) == (302, "/titled/k/")


def test_htmx_gets_the_changed_fragment_and_the_event_in_ascii(pages: Client) -> None:
    make_counter(key="k")
    answer = pages.post("/titled/k/", {"title": "short"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == '{"\\u53d8": 1}'
    assert answer["Vary"].startswith("HX-Request")
    assert answer.content.decode().strip().startswith('<pm-problem class="problem"')
    assert "HX-Retarget" not in answer


@pytest.mark.parametrize("title", ["", "much too long a title", "odd"])
def test_a_form_with_errors_comes_back_as_422(pages: Client, title: str) -> None:
    make_counter(key="k")
    plain = pages.post("/titled/k/", {"title": title})
    fragment = pages.post("/titled/k/", {"title": title}, headers=HTMX)
    assert plain.status_code == fragment.status_code == 422
    assert "<html" in plain.content.decode() and "<html" not in fragment.content.decode()
    assert "HX-Retarget" not in fragment


def test_a_verb_page_is_post_only(pages: Client) -> None:
    make_counter(key="k")
    assert pages.get("/titled/k/").status_code == 405


@pytest.mark.django_db
def test_what_is_out_of_sight_is_not_there() -> None:
    make_counter(key="hidden-one")
    with pytest.raises(Http404):
        scoped_or_404(visible_counters(), key="hidden-one")
    assert scoped_or_404(RateCounter.objects.all(), key="hidden-one").count == 1


@pytest.mark.django_db
@pytest.mark.parametrize("pk", ["x", "", None, "1; drop", 10**30, -1, "９", 1.5e300])
def test_an_id_that_cannot_be_one_is_not_there(pk: object) -> None:
    rows: QuerySet[IdempotencyKey] = IdempotencyKey.objects.all()
    with pytest.raises(Http404):
        scoped_or_404(rows, pk=pk)
