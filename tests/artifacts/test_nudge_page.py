"""催一下 from the sign-off panel."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from artifacts.actions import questions
from artifacts.models import Artifact
from events.models import Event
from tests.artifacts.making import answer_as, make_published, sign_off_of
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


def test_everybody_who_owes_an_answer_is_nudged_once(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    answer_as(prd, "support", cast.he, "acknowledged")
    client = as_user(cast.chen)
    assert path(prd, "nudge/") in client.get(path(prd)).content.decode()
    response = client.post(path(prd, "nudge/"), headers=HTMX)
    assert toast(response) in ("已催：研发、运营", "已催：运营、研发")
    assert 'id="signoff-panel"' in response.content.decode()
    again = client.post(path(prd, "nudge/"), headers=HTMX)
    assert toast(again) == "刚催过，4 个工作小时后可再催"
    assert Event.objects.filter(kind="sign_off.nudged").count() == 2


def test_a_plain_form_leads_back(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    for sentence in ("已催：", "刚催过，4 个工作小时后可再催"):
        assert client.post(path(prd, "nudge/"))["Location"] == path(prd)
        assert sentence in client.get(path(prd)).content.decode()


def test_who_asked_back_or_was_nudged_lately_is_left_in_peace(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    questions.ask(sign_off_of(prd, "rd"), actor=cast.han, source="几时？")
    prd.sign_offs.filter(department=cast.support).update(nudged_at=timezone.now())
    assert toast(as_user(cast.chen).post(path(prd, "nudge/"), headers=HTMX)) == "已催：运营"


def test_with_every_answer_there_is_nobody_to_nudge(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    for code, person, word in (
        ("rd", cast.han, "agreed"), ("support", cast.he, "acknowledged"), ("operations", cast.zhao, "acknowledged"),
    ):  # fmt: skip
        answer_as(prd, code, person, word)
    client = as_user(cast.chen)
    assert path(prd, "nudge/") not in client.get(path(prd)).content.decode()
    assert client.post(path(prd, "nudge/")).status_code == 409


def test_only_who_edits_may(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    assert is_closed(cast, as_user, prd, "nudge/") and has_no_get(cast, as_user, prd, "nudge/")
    assert path(prd, "nudge/") not in as_user(cast.han).get(path(prd)).content.decode()
