"""Closing an open point from the page."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.models import Artifact, OpenPoint
from events.models import Event
from tests.artifacts.making import answer_as, make_published
from tests.artifacts.pages import HTMX, AsUser, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    artifact = make_published(cast)
    answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["先做容量评估"])
    return artifact


def verb() -> str:
    return f"open-points/{OpenPoint.objects.get().pk}/close/"


@pytest.mark.parametrize("person", ["chen", "han"])
def test_who_raised_it_and_who_edits_close_it(prd: Artifact, cast: Cast, as_user: AsUser, person: str) -> None:
    client = as_user(getattr(cast, person))
    assert path(prd, verb()) in client.get(path(prd)).content.decode()
    assert "先做容量评估" in client.get(path(prd, verb()), headers=HTMX).content.decode()
    response = client.post(path(prd, verb()), {"words": "已评估"}, headers=HTMX)
    assert toast(response) == "已关闭" and "先做容量评估" not in response.content.decode()
    assert OpenPoint.objects.get().resolution == "已评估"


def test_words_may_be_left_out_and_twice_is_once(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    for _ in range(2):
        assert as_user(cast.han).post(path(prd, verb()))["Location"] == path(prd)
    assert Event.objects.filter(kind="open_point.closed").count() <= 1
    assert OpenPoint.objects.get().closed_by == cast.han


def test_others_read_it_and_leave_it_open(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.qin).get(path(prd)).content.decode()
    assert "先做容量评估" in text and path(prd, verb()) not in text
    assert is_closed(cast, as_user, prd, verb(), words="已评估")
    assert OpenPoint.objects.get().closed_at is None


def test_a_point_of_another_document_is_not_there(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    other = make_published(cast, title="另一份")
    assert as_user(cast.chen).post(path(other, verb())).status_code == 404
