"""Conclusions 结论: from a comment, with a ground, withdrawn when they hold no more."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from conversations.actions import comments, decisions
from conversations.models import Comment, Decision, Thread
from events.models import Event
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return comments.add(thread=thread, actor=cast.chen, source="同意：对象存储费用**计入** v3.2 成本。").comment


class TestRule:
    def test_a_comment_becomes_a_conclusion_in_its_own_words(
        self, cast: Cast, thread: Thread, comment: Comment
    ) -> None:
        decision = decisions.mark(comment=comment, actor=cast.lin, ground="调整单 3")
        assert decision.text == "同意：对象存储费用计入 v3.2 成本。"
        assert (decision.decided_by, decision.ground, decision.thread) == (cast.lin, "调整单 3", thread)
        assert Event.objects.get(kind="decision.recorded").subject_id == decision.pk

    def test_twice_is_once(self, cast: Cast, thread: Thread, comment: Comment) -> None:
        first = decisions.mark(comment=comment, actor=cast.lin)
        assert decisions.mark(comment=comment, actor=cast.chen, text="另一句") == first
        assert Event.objects.filter(kind="decision.recorded").count() == 1

    def test_withdrawn_it_can_be_recorded_again(self, cast: Cast, thread: Thread, comment: Comment) -> None:
        decision = decisions.mark(comment=comment, actor=cast.lin)
        decisions.withdraw(decision=decision, actor=cast.chen)
        decisions.withdraw(decision=decision, actor=cast.chen)
        assert Event.objects.filter(kind="decision.withdrawn").count() == 1
        again = decisions.mark(comment=comment, actor=cast.chen, ground="复议")
        assert again.pk == decision.pk and again.withdrawn_at is None and again.ground == "复议"


class TestPage:
    def test_the_dialog_proposes_the_words_and_the_comment_shows_the_chip(
        self, cast: Cast, comment: Comment, as_user: AsUser
    ) -> None:
        client = as_user(cast.lin)
        dialog = client.get(f"/comments/{comment.pk}/decision/", headers=HTMX).content.decode()
        assert "<dialog" in dialog and "对象存储费用计入" in dialog
        url = f"/comments/{comment.pk}/decide/"
        page = client.post(url, {"text": "费用计入成本", "ground": ""}, headers=HTMX)
        assert page.status_code == 200 and "comment--decision" in page.content.decode()
        assert "close-dialog" in page["HX-Trigger"]

    def test_a_conclusion_without_words_is_refused(self, cast: Cast, comment: Comment, as_user: AsUser) -> None:
        assert as_user(cast.lin).post(f"/comments/{comment.pk}/decide/", {"text": " "}).status_code == 422
        assert not Decision.objects.exists()

    def test_a_viewer_in_no_department_records_none(self, cast: Cast, as_user: AsUser) -> None:
        thread = make.make_thread(cast.product, cast.chen, audience=Thread.Audience.PRODUCT)
        comment = comments.add(thread=thread, actor=cast.fang, source="好").comment
        assert as_user(cast.fang).post(f"/comments/{comment.pk}/decide/", {"text": "好"}).status_code == 403

    def test_strangers_and_get(self, cast: Cast, comment: Comment, as_user: AsUser) -> None:
        url = f"/comments/{comment.pk}/decide/"
        assert as_user(cast.stranger).post(url, {"text": "x"}).status_code == 404
        assert as_user(cast.lin).get(url).status_code == 405

    def test_only_its_author_or_a_manager_withdraws(self, cast: Cast, comment: Comment, as_user: AsUser) -> None:
        decision = decisions.mark(comment=comment, actor=cast.lin)
        url = f"/decisions/{decision.pk}/withdraw/"
        assert as_user(cast.han).post(url).status_code == 403
        assert as_user(cast.stranger).post(url).status_code == 404
        assert as_user(cast.lin).get(url).status_code == 405
        page = as_user(cast.chen).post(url, headers=HTMX)
        assert page.status_code == 200 and "comment--decision" not in page.content.decode()

    def test_words_of_the_comment_itself_are_not_said_again(
        self, cast: Cast, comment: Comment, as_user: AsUser
    ) -> None:
        url = f"/threads/{comment.thread_id}/comments/"
        own_words = "差旅维持减 10%"
        decision = decisions.mark(comment=comment, actor=cast.lin)
        page = lxml_html.fromstring(as_user(cast.lin).get(url, headers=HTMX).content.decode()).text_content()
        assert page.count(decision.text) == 1 and "由林岚记为结论" in page
        decisions.withdraw(decision=decision, actor=cast.lin)
        decisions.mark(comment=comment, actor=cast.lin, text=own_words)
        assert own_words in as_user(cast.lin).get(url, headers=HTMX).content.decode()


class TestApi:
    def test_from_a_comment_and_in_own_words(self, cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs) -> None:
        client = api_as(cast.lin)
        marked = client.post(f"/api/v1/comments/{comment.pk}/decide/", {"ground": "调整单"})
        assert marked.status_code == 200 and marked.json()["decision"] == Decision.objects.get().pk
        made = client.post("/api/v1/decisions/", {"thread": str(thread.pk), "text": "差旅维持减 10%"})
        assert made.status_code == 201 and made.json()["decided_by"] == "lin"
        assert len(client.get(f"/api/v1/decisions/?thread={thread.pk}").json()["items"]) == 2
        assert api_as(cast.stranger).get("/api/v1/decisions/").json()["items"] == []

    def test_withdrawn(self, cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs) -> None:
        decision = decisions.mark(comment=comment, actor=cast.lin)
        url = f"/api/v1/decisions/{decision.pk}/withdraw/"
        assert api_as(cast.stranger).post(url).status_code == 404
        assert api_as(cast.han).post(url).status_code == 403
        assert api_as(cast.lin).post(url).json()["withdrawn_at"] is not None
        assert api_as(cast.lin).get("/api/v1/decisions/?withdrawn.is=empty").json()["items"] == []
