"""转交 from the page."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.models import Artifact
from events.models import Event
from tests.artifacts.making import answer_as, make_published, sign_off_of
from tests.artifacts.pages import HTMX, AsUser, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


def verb(artifact: Artifact) -> str:
    return f"signoffs/{sign_off_of(artifact, 'rd').pk}/pass-on/"


def test_a_colleague_may_answer_from_now_on(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.han)
    assert path(prd, verb(prd)) in client.get(path(prd)).content.decode()
    form = client.get(path(prd, verb(prd)), headers=HTMX).content.decode()
    assert form.startswith("<dialog") and "转交会签" in form and "<pm-people" in form
    response = client.post(path(prd, verb(prd)), {"person": "qin"}, headers=HTMX)
    assert toast(response) == "已转交秦岳" and "秦岳" in response.content.decode()
    assert sign_off_of(prd, "rd").passed_to == cast.qin
    assert 'class="screen answer"' in as_user(cast.qin).get(path(prd)).content.decode()


def test_without_javascript_it_is_a_page_that_leads_back(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.han)
    assert "<html" in client.get(path(prd, verb(prd))).content.decode()
    assert client.post(path(prd, verb(prd)), {"person": "qin"})["Location"] == path(prd)


def test_twice_is_once(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    address = path(prd, verb(prd))
    for _ in range(2):
        assert as_user(cast.han).post(address, {"person": "qin"}).status_code in (302, 403)
    assert Event.objects.filter(kind="sign_off.passed_on").count() == 1


@pytest.mark.parametrize(
    ("person", "why"), [("lin", "请转交给本部门的同事"), ("nobody", ""), ("auditor", ""), ("", "")]
)
def test_whom_it_cannot_go_to_is_said_in_the_form(
    prd: Artifact, cast: Cast, as_user: AsUser, person: str, why: str
) -> None:
    response = as_user(cast.han).post(path(prd, verb(prd)), {"person": person}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 422 and text.startswith("<dialog")
    assert why in text and 'aria-invalid="true"' in text
    assert sign_off_of(prd, "rd").passed_to is None


def test_an_answered_question_stays_where_it_is(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    answer_as(prd, "rd", cast.han)
    assert as_user(cast.han).post(path(prd, verb(prd)), {"person": "qin"}).status_code == 409


def test_only_whoever_is_asked_may(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    assert is_closed(cast, as_user, prd, verb(prd), person="qin")
    assert as_user(cast.chen).post(path(prd, verb(prd)), {"person": "qin"}).status_code == 403
