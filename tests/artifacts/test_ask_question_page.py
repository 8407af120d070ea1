"""提问（暂停计时） and its answer, from the page."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.actions import questions
from artifacts.models import Artifact, Question
from tests.artifacts.making import answer_as, make_published, sign_off_of
from tests.artifacts.pages import HTMX, AsUser, is_closed, path, toast
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


def ask(artifact: Artifact) -> str:
    return f"signoffs/{sign_off_of(artifact, 'rd').pk}/ask/"


class TestAsk:
    def test_it_pauses_the_clock_and_everybody_reads_the_question(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        client = as_user(cast.han)
        assert path(prd, ask(prd)) in client.get(path(prd)).content.decode()
        response = client.post(path(prd, ask(prd)), {"words": "对象存储算在预算里吗？"}, headers=HTMX)
        assert toast(response) == "已提问，收到回答前暂停计时。"
        assert "已提问，暂停计时" in response.content.decode()
        assert sign_off_of(prd, "rd").paused_at is not None
        assert "对象存储算在预算里吗？" in as_user(cast.qin).get(path(prd)).content.decode()

    def test_a_plain_form_leads_back(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert "先提问（暂停计时）" in as_user(cast.han).get(path(prd, ask(prd))).content.decode()
        assert as_user(cast.han).post(path(prd, ask(prd)), {"words": "几时？"})["Location"] == path(prd)

    def test_a_question_needs_words(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        for words in ("", "  ", "长" * 5001):
            response = as_user(cast.han).post(path(prd, ask(prd)), {"words": words}, headers=HTMX)
            assert response.status_code == 422 and response.content.decode().startswith("<dialog")
        assert not Question.objects.exists()

    def test_after_the_answer_nothing_is_asked(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer_as(prd, "rd", cast.han)
        response = as_user(cast.han).post(path(prd, ask(prd)), {"words": "还有一问"})
        assert response.status_code == 409 and "还有一问" in response.content.decode()

    def test_only_whoever_is_asked_may(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert is_closed(cast, as_user, prd, ask(prd), words="几时？")


class TestAnswer:
    @pytest.fixture
    def question(self, prd: Artifact, cast: Cast) -> Any:
        return questions.ask(sign_off_of(prd, "rd"), actor=cast.han, source="对象存储算在预算里吗？")

    def test_the_answer_lets_the_clock_run(
        self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser
    ) -> None:
        client, address = as_user(cast.chen), path(prd, f"questions/{question.pk}/answer/")
        assert address in client.get(path(prd)).content.decode()
        assert "对象存储算在预算里吗？" in client.get(address, headers=HTMX).content.decode()
        response = client.post(address, {"words": "算，每月 3,200 元。"}, headers=HTMX)
        assert toast(response) == "已回答，计时继续。"
        assert sign_off_of(prd, "rd").paused_at is None
        page = as_user(cast.han).get(path(prd)).content.decode()
        replies = page.split(f'id="comment-{question.comment_id}"')[1].split('class="comment__replies"')[1]
        assert "算，每月 3,200 元。" in replies.split(f'id="comment-composer-{question.comment_id}"')[0]

    def test_the_question_is_marked_and_then_answered(
        self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser
    ) -> None:
        def head() -> str:
            page = as_user(cast.qin).get(path(prd)).content.decode()
            return page.split(f'id="comment-{question.comment_id}"')[1].split("comment__text")[0]

        assert "提问</span>" in head() and "已回答" not in head()
        address = path(prd, f"questions/{question.pk}/answer/")
        response = as_user(cast.chen).post(address, {"words": "算。"}, headers=HTMX)
        assert f'"address": "{path(prd)}#comment-{question.comment_id}"' in response["HX-Trigger"]
        assert "已回答</span>" in head()

    def test_a_plain_form_leads_back(self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser) -> None:
        address = path(prd, f"questions/{question.pk}/answer/")
        assert (
            as_user(cast.chen).post(address, {"words": "算。"})["Location"]
            == f"{path(prd)}#comment-{question.comment_id}"
        )

    def test_an_answer_needs_words(self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser) -> None:
        address = path(prd, f"questions/{question.pk}/answer/")
        assert as_user(cast.chen).post(address, {"words": ""}, headers=HTMX).status_code == 422

    def test_only_who_edits_may(self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser) -> None:
        rest = f"questions/{question.pk}/answer/"
        assert is_closed(cast, as_user, prd, rest, words="算。")
        assert as_user(cast.han).post(path(prd, rest), {"words": "算。"}).status_code == 403
        assert path(prd, rest) not in as_user(cast.han).get(path(prd)).content.decode()

    def test_a_question_of_another_document_is_not_there(
        self, prd: Artifact, question: Question, cast: Cast, as_user: AsUser
    ) -> None:
        other = make_published(cast, title="另一份")
        assert as_user(cast.chen).get(path(other, f"questions/{question.pk}/answer/")).status_code == 404
