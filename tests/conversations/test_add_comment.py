"""Saying something on a thread."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext

from conversations import discussions, search
from conversations.actions import comments
from conversations.models import Comment, Thread, Watcher
from conversations.sight import acting_for
from events.models import Event
from tests import make


@pytest.fixture
def thread(cast) -> Thread:
    return make.make_thread(cast.product, cast.chen, cast.finance, cast.rd, title="批量导出对账单")


class TestRule:
    def test_a_comment_is_stored_with_mentions_watcher_search_and_event(self, cast, thread) -> None:
        source = "断点续传需要**对象存储**，@[林岚](user:lin) @[财务](department:finance) 有预算吗？"
        comment = comments.add(thread=thread, actor=cast.han, source=source).comment
        assert "<strong>对象存储</strong>" in comment.body
        assert {mention.user for mention in comment.mentions.all()} == {cast.lin, None}
        assert {mention.department for mention in comment.mentions.all()} == {cast.finance, None}
        assert Watcher.objects.filter(thread=thread, user=cast.han, is_muted=False).exists()
        assert search.count(cast.lin, "对象存储") == 1
        event = Event.objects.get(kind="comment.added")
        assert (event.actor_id, event.subject_id, event.thread_id) == (cast.han.pk, comment.pk, thread.pk)

    def test_somebody_who_cannot_see_is_not_mentioned_and_the_author_hears_of_it(self, cast, thread) -> None:
        posted = comments.add(thread=thread, actor=cast.han, source="@[苏晴](user:su) 看一下")
        assert posted.unreachable == [cast.su]
        assert not posted.comment.mentions.exists()

    def test_a_department_that_is_not_addressed_cannot_be_mentioned(self, cast, thread) -> None:
        posted = comments.add(thread=thread, actor=cast.han, source="@[市场](department:marketing) 看一下")
        assert not posted.comment.mentions.exists()


class TestPage:
    def url(self, thread: Thread) -> str:
        return f"/threads/{thread.pk}/comments/add/"

    def test_a_plain_form_leads_back_to_the_comment(self, cast, thread, as_user) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "有预算吗？"})
        comment = Comment.objects.get()
        assert response.status_code == 302 and response["Location"] == f"/#comment-{comment.pk}"

    def test_htmx_gets_the_list_with_its_id(self, cast, thread, as_user) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "有预算吗？"}, headers={"HX-Request": "true"})
        page = response.content.decode()
        assert response.status_code == 200
        assert f'id="comment-list-{thread.pk}"' in page and "有预算吗？" in page
        assert "comments-changed" in response["HX-Trigger"]

    def test_the_author_is_told_on_the_page_who_cannot_see_it(self, cast, thread, as_user) -> None:
        form = {"body": "@[苏晴](user:su) 看一下"}
        response = as_user(cast.han).post(self.url(thread), form, headers={"HX-Request": "true"})
        assert "toast" in response["HX-Trigger"]

    @pytest.mark.parametrize("body", ["", "   ", "x" * 20_001], ids=["empty", "blank", "too long"])
    def test_nothing_or_too_much_is_refused_with_a_sentence(self, cast, thread, as_user, body) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": body})
        assert response.status_code == 422
        assert not Comment.objects.exists()

    def test_nul_is_refused(self, cast, thread, as_user) -> None:
        assert as_user(cast.han).post(self.url(thread), {"body": "a\0b"}).status_code == 400
        assert not Comment.objects.exists()

    def test_an_anchor_the_subject_does_not_have_is_refused(self, cast, thread, as_user) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "这里", "anchor": "section:goals"})
        assert response.status_code == 422 and not Comment.objects.exists()

    def test_a_product_viewer_may_comment(self, cast, as_user) -> None:
        thread = make.make_thread(cast.product, cast.chen, audience=Thread.Audience.PRODUCT)
        assert as_user(cast.fang).post(self.url(thread), {"body": "好"}).status_code == 302

    def test_a_visitor_reads_but_does_not_speak(self, cast, thread, as_user) -> None:
        thread.people.create(user=cast.visitor, reason="visitor")
        assert as_user(cast.visitor).post(self.url(thread), {"body": "好"}).status_code == 403
        assert as_user(cast.visitor).get(f"/threads/{thread.pk}/comments/").status_code == 200

    def test_a_stranger_gets_the_answer_of_a_random_id(self, cast, thread, as_user) -> None:
        hidden = as_user(cast.stranger).post(self.url(thread), {"body": "好"})
        random = as_user(cast.stranger).post("/threads/999999/comments/add/", {"body": "好"})
        assert hidden.status_code == random.status_code == 404
        assert hidden.content == random.content

    def test_an_archived_thread_takes_no_more(self, cast, thread, as_user) -> None:
        Thread.objects.filter(pk=thread.pk).update(archived_at=thread.created_at)
        assert as_user(cast.han).post(self.url(thread), {"body": "好"}).status_code == 409
        assert not Event.objects.filter(kind="comment.added").exists()

    def test_get_changes_nothing(self, cast, thread, as_user) -> None:
        assert as_user(cast.han).get(self.url(thread)).status_code == 405

    def test_nobody_unknown_gets_in(self, thread, client) -> None:
        assert client.post(self.url(thread), {"body": "好"}).status_code == 302


class TestList:
    def test_two_hundred_comments_cost_as_many_queries_as_one(
        self, cast, thread, django_assert_max_num_queries, django_assert_num_queries
    ) -> None:
        def write(number: int) -> None:
            for _ in range(number):
                root = comments.add(thread=thread, actor=cast.han, source="问一句").comment
                comments.reply(parent=root, actor=cast.lin, source="答一句")

        write(1)
        acting_for(cast.chen)
        with django_assert_max_num_queries(8) as counted:
            discussions.discussion(thread, cast.chen)
        write(99)
        with django_assert_num_queries(len(counted)):
            shown = discussions.discussion(thread, cast.chen)
        assert len(shown.comments) == 50 and shown.earlier is not None
        assert len(discussions.discussion(thread, cast.chen, before=shown.earlier).comments) == 50

    def test_earlier_comments_come_without_javascript_too(self, cast, thread, as_user, monkeypatch) -> None:
        monkeypatch.setattr(discussions.discussion, "__kwdefaults__", {"before": None, "anchor": "", "shown": 2})
        for number in range(3):
            comments.add(thread=thread, actor=cast.han, source=f"第{number}句")
        page = as_user(cast.lin).get(f"/threads/{thread.pk}/comments/").content.decode()
        assert "第0句" not in page and "第2句" in page and "before=" in page

    def test_where_somebody_speaks_from_is_shown(self, cast, thread) -> None:
        comments.add(thread=thread, actor=cast.han, source="研发说")
        comments.add(thread=thread, actor=cast.chen, source="产品说")
        said = discussions.discussion(thread, cast.lin).comments
        assert [entry.affiliation.label for entry in said] == ["研发", gettext("Product")]
