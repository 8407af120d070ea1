"""勘误 by the dialog, and 需重新确认 by whoever had answered."""

from __future__ import annotations

import pytest

from artifacts.actions import errata
from artifacts.models import Artifact, SignOff
from tests.artifacts.making import answer_as, fresh, make_published, sign_off_of, write
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    """Agreed by 研发; the draft holds a change that is material to nobody."""
    artifact = make_published(cast)
    answer_as(artifact, "rd", cast.han)
    write(artifact, cast.chen, "history", "<p>错别字已改。</p>")
    return fresh(artifact)


def ask_again(artifact: Artifact) -> str:
    return f"signoffs/{sign_off_of(artifact, 'rd').pk}/ask-again/"


def test_an_erratum_is_offered_only_when_nothing_material_changed(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    assert 'name="is_erratum"' in client.get(path(prd, "publish/"), headers=HTMX).content.decode()
    write(prd, cast.chen, "background", "<p>背景重写。</p>")
    assert 'name="is_erratum"' not in client.get(path(prd, "publish/"), headers=HTMX).content.decode()


def test_it_corrects_the_text_and_asks_nobody(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    sent = {"draft_revision": prd.draft_revision, "summary": "错别字", "is_erratum": "on"}
    assert as_user(cast.chen).post(path(prd, "publish/"), sent)["Location"] == path(prd)
    assert fresh(prd).version.label == "1.1"
    assert sign_off_of(prd, "rd").answer == "agreed"
    text = as_user(cast.qin).get(path(prd)).content.decode()
    assert "勘误 1.1" in text and "对比第 1 版" in text


def test_a_material_change_is_no_erratum_and_the_dialog_says_so(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    write(prd, cast.chen, "background", "<p>背景重写。</p>")
    sent = {"draft_revision": fresh(prd).draft_revision, "summary": "错别字", "is_erratum": "on"}
    response = as_user(cast.chen).post(path(prd, "publish/"), sent, headers=HTMX)
    assert response.status_code == 422 and "勘误不能改动各方确认过的内容" in response.content.decode()
    assert fresh(prd).version.label == "1"


def test_who_answered_may_say_that_it_matters_after_all(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    errata.publish_erratum(prd, actor=cast.chen)
    client = as_user(cast.han)
    assert path(prd, ask_again(prd)) in client.get(path(prd)).content.decode()
    response = client.post(path(prd, ask_again(prd)), headers=HTMX)
    assert toast(response) == "已重新开放，请再次答复。" and "0/3" in response.content.decode()
    assert sign_off_of(prd, "rd").state == SignOff.State.WAITING
    page = client.get(path(prd)).content.decode()
    assert "ask-again" not in page and 'class="screen answer"' in page
    answer_as(prd, "rd", cast.han)
    assert "ask-again" not in client.get(path(prd)).content.decode()


def test_without_an_erratum_there_is_nothing_to_ask_again(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.han)
    assert path(prd, ask_again(prd)) not in client.get(path(prd)).content.decode()
    assert client.post(path(prd, ask_again(prd))).status_code == 409


def test_only_whoever_is_asked_may(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    errata.publish_erratum(prd, actor=cast.chen)
    assert is_closed(cast, as_user, prd, ask_again(prd))
    assert has_no_get(cast, as_user, prd, ask_again(prd))
    for person in (cast.chen, cast.qin):
        assert path(prd, ask_again(prd)) not in as_user(person).get(path(prd)).content.decode()
