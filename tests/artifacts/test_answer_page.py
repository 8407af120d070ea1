"""Answering from the page: one tap, or a short form for the two answers that need words."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.actions import lifecycle
from artifacts.models import Artifact, OpenPoint, SignOff
from events.models import Event
from tests.artifacts.making import answer_as, fresh, make_published, publish_again, sign_off_of
from tests.artifacts.pages import HTMX, AsUser, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_published(cast)


def verb(artifact: Artifact, code: str, answer: str) -> str:
    return path(artifact, f"signoffs/{sign_off_of(artifact, code).pk}/answer/{answer}/")


def read(artifact: Artifact) -> str:
    """The hash of what was read, as the page sends it."""
    return fresh(artifact).version.content_hash


def test_one_tap_agrees_and_leads_back_to_the_page(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.han)
    page = client.get(path(prd)).content.decode()
    assert verb(prd, "rd", "agreed") in page and f'name="content_hash" value="{read(prd)}"' in page
    response = client.post(verb(prd, "rd", "agreed"), {"content_hash": read(prd)})
    assert response.status_code == 302 and response["Location"] == path(prd)
    assert sign_off_of(prd, "rd").answer == "agreed"
    assert Event.objects.get(kind="sign_off.answered").changes["answer"] == [None, "agreed"]
    assert 'class="screen answer"' not in client.get(path(prd)).content.decode()


def test_the_panel_asks_for_itself_anew(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client, address = as_user(cast.chen), path(prd, "signoffs/")
    page = client.get(path(prd)).content.decode()
    panel = page.split('id="signoff-panel"')[1].split("<header")[0]
    assert f'hx-get="{address}"' in panel and "seen-again from:body" in panel
    answer_as(prd, "rd", cast.han, "agreed")
    alone = client.get(address, headers=HTMX).content.decode()
    assert alone.lstrip().startswith('<section class="card" id="signoff-panel"') and "hx-swap-oob" not in alone
    assert 'data-party="研发" data-state="answered"' in alone


def test_htmx_gets_panel_and_bar_anew_and_a_sentence(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.he).post(verb(prd, "support", "acknowledged"), {"content_hash": read(prd)}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'id="signoff-panel" hx-swap-oob="true"' in text and 'id="answer-bar" hx-swap-oob="true"' in text
    assert "已阅" in text and "1/3" in text and "<html" not in text
    assert toast(response) == "已答复：已阅"


def test_the_acknowledgement_bar_offers_no_return(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.he).get(path(prd)).content.decode()
    assert verb(prd, "support", "acknowledged") in text and verb(prd, "support", "returned") not in text
    text = as_user(cast.han).get(path(prd)).content.decode()
    assert verb(prd, "rd", "returned") in text and verb(prd, "rd", "acknowledged") not in text


def test_conditions_are_one_to_a_line_and_stay_open(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client, address = as_user(cast.han), verb(prd, "rd", "agreed-with-conditions")
    form = client.get(address, headers=HTMX).content.decode()
    assert form.startswith('<dialog class="dialog"') and "一行一条" in form
    sent = {"content_hash": read(prd), "conditions": "先做容量评估\n\n  链接 24 小时失效 "}
    response = client.post(address, sent, headers=HTMX)
    assert toast(response) == "已答复：有条件同意"
    assert set(OpenPoint.objects.values_list("text", flat=True)) == {"先做容量评估", "链接 24 小时失效"}
    assert "先做容量评估" in response.content.decode()


def test_a_return_says_why(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client, address = as_user(cast.han), verb(prd, "rd", "returned")
    page = client.get(address).content.decode()
    assert "<html" in page and "退回理由" in page
    assert client.post(address, {"content_hash": read(prd), "ground": "缺少容量评估"}).status_code == 302
    row = sign_off_of(prd, "rd")
    assert (row.answer, row.ground) == ("returned", "缺少容量评估")
    assert "缺少容量评估" in as_user(cast.chen).get(path(prd)).content.decode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("returned", {"ground": " "}),
        ("agreed-with-conditions", {"conditions": " \n "}),
        ("returned", {"ground": "长" * 4500}),
    ],
)
def test_words_that_do_not_do_come_back_in_the_form(
    prd: Artifact, cast: Cast, as_user: AsUser, answer: str, words: dict[str, str]
) -> None:
    client, sent = as_user(cast.han), {"content_hash": read(prd), **words}
    inside, page = client.post(verb(prd, "rd", answer), sent, headers=HTMX), client.post(verb(prd, "rd", answer), sent)
    for response in (inside, page):
        assert response.status_code == 422
        assert 'aria-invalid="true"' in response.content.decode()
    assert inside.content.decode().startswith("<dialog") and "<html" in page.content.decode()
    assert sign_off_of(prd, "rd").state == SignOff.State.WAITING


def test_without_javascript_each_answer_has_a_page_with_its_own_title(
    prd: Artifact, cast: Cast, as_user: AsUser
) -> None:
    titles = {"agreed": "同意", "agreed-with-conditions": "有条件同意", "returned": "退回并说明理由"}
    for answer, title in titles.items():
        page = as_user(cast.han).get(verb(prd, "rd", answer)).content.decode()
        assert f'<h1 class="card__title">{title}</h1>' in page


def test_the_same_answer_twice_is_once(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.han)
    for _ in range(2):
        assert client.post(verb(prd, "rd", "agreed"), {"content_hash": read(prd)}).status_code == 302
    assert Event.objects.filter(kind="sign_off.answered").count() == 1


def test_an_answer_to_a_text_that_has_changed_is_refused(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    before, old = verb(prd, "rd", "agreed"), read(prd)
    publish_again(prd, cast, "<p>改写了背景。</p>")
    client = as_user(cast.han)
    assert client.post(before, {"content_hash": old}).status_code == 404  # that question is asked no more
    response = client.post(verb(prd, "rd", "agreed"), {"content_hash": old})
    assert response.status_code == 409 and "请再看一遍" in response.content.decode()
    inside = client.post(verb(prd, "rd", "agreed"), {"content_hash": old}, headers=HTMX)
    assert inside.status_code == 409 and inside["HX-Retarget"] == "#problem"
    assert sign_off_of(prd, "rd").state == SignOff.State.WAITING


def test_whoever_comes_second_in_a_department_hears_so(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    budget = make_published(cast, "budget", title="预算")
    code = SignOff.objects.current().filter(artifact=budget, department=cast.finance).first()
    target = budget if code else None
    if target is None:
        pytest.fail("the budget no longer asks finance")
    answer_as(budget, "finance", cast.lin)
    response = as_user(cast.zhou).post(
        verb(budget, "finance", "returned"), {"content_hash": read(budget), "ground": "太贵"}
    )
    assert response.status_code == 409


def test_an_archived_document_is_not_answered(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    address, seen = verb(prd, "rd", "agreed"), read(prd)
    lifecycle.archive(prd, actor=cast.chen)
    assert as_user(cast.han).post(address, {"content_hash": seen}).status_code in (404, 409)
    assert "不能再答复" in as_user(cast.han).get(path(prd)).content.decode()


def test_only_whoever_is_asked_answers(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    rest = verb(prd, "rd", "agreed").removeprefix(path(prd))
    assert is_closed(cast, as_user, prd, rest, content_hash=read(prd))
    for person in (cast.chen, cast.he):
        assert as_user(person).post(path(prd, rest), {"content_hash": read(prd)}).status_code == 403
    assert sign_off_of(prd, "rd").state == SignOff.State.WAITING


@pytest.mark.parametrize("rest", ["signoffs/999999/answer/agreed/", "signoffs/{pk}/answer/maybe/"])
def test_what_is_no_question_or_no_answer_is_not_there(prd: Artifact, cast: Cast, as_user: AsUser, rest: str) -> None:
    address = path(prd, rest.format(pk=sign_off_of(prd, "rd").pk))
    assert as_user(cast.han).get(address).status_code == as_user(cast.han).post(address).status_code == 404


def test_an_answer_that_does_not_fit_the_question_is_refused(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.han).post(verb(prd, "rd", "acknowledged"), {"content_hash": read(prd)})
    assert response.status_code == 422 and "不能这样答复" in response.content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/todo/?kind=sign-off", "/todo/?kind=sign-off"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("", ""),
    ],
)
def test_it_leads_back_to_own_pages_only(prd: Artifact, cast: Cast, as_user: AsUser, wanted: str, reached: str) -> None:
    sent: dict[str, Any] = {"content_hash": read(prd), "next": wanted}
    response = as_user(cast.han).post(verb(prd, "rd", "agreed"), sent)
    assert response["Location"] == (reached or path(prd))
