"""Saying something on a thread."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from conversations import discussions, search
from conversations.actions import comments
from conversations.models import Comment, Thread, Watcher
from conversations.sight import acting_for
from events.models import Event
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import ApiAs, AsUser


class TestRule:
    def test_a_comment_is_stored_with_mentions_watcher_search_and_event(self, cast: Cast, thread: Thread) -> None:
        source = "断点续传需要**对象存储**，@[林岚](user:lin) @[财务](department:finance) 有预算吗？"
        comment = comments.add(thread=thread, actor=cast.han, source=source).comment
        assert "<strong>对象存储</strong>" in comment.body
        assert {mention.user for mention in comment.mentions.all()} == {cast.lin, None}
        assert {mention.department for mention in comment.mentions.all()} == {cast.finance, None}
        assert Watcher.objects.filter(thread=thread, user=cast.han, is_muted=False).exists()
        assert search.count(cast.lin, "对象存储") == 1
        event = Event.objects.get(kind="comment.added")
        assert (event.actor_id, event.subject_id, event.thread_id) == (cast.han.pk, comment.pk, thread.pk)

    def test_somebody_who_cannot_see_is_not_mentioned_and_the_author_hears_of_it(
        self, cast: Cast, thread: Thread
    ) -> None:
        posted = comments.add(thread=thread, actor=cast.han, source="@[苏晴](user:su) 看一下")
        assert posted.unreachable == [cast.su]
        assert not posted.comment.mentions.exists()

    def test_a_department_that_is_not_addressed_cannot_be_mentioned(self, cast: Cast, thread: Thread) -> None:
        posted = comments.add(thread=thread, actor=cast.han, source="@[市场](department:marketing) 看一下")
        assert not posted.comment.mentions.exists()


class TestPage:
    def url(self, thread: Thread) -> str:
        return f"/threads/{thread.pk}/comments/add/"

    def test_a_plain_form_leads_back_to_the_comment(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "有预算吗？"})
        comment = Comment.objects.get()
        assert response.status_code == 302 and response["Location"] == f"/#comment-{comment.pk}"

    def test_htmx_gets_the_list_with_its_id(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "有预算吗？"}, headers={"HX-Request": "true"})
        page = response.content.decode()
        assert response.status_code == 200
        assert f'id="comment-list-{thread.pk}"' in page and "有预算吗？" in page
        assert "comments-changed" in response["HX-Trigger"]

    def test_the_author_is_told_on_the_page_who_cannot_see_it(
        self, cast: Cast, thread: Thread, as_user: AsUser
    ) -> None:
        form = {"body": "@[苏晴](user:su) 看一下"}
        response = as_user(cast.han).post(self.url(thread), form, headers={"HX-Request": "true"})
        assert "toast" in response["HX-Trigger"]

    @pytest.mark.parametrize("body", ["", "   ", "x" * 20_001], ids=["empty", "blank", "too long"])
    def test_nothing_or_too_much_is_refused_with_a_sentence(
        self, cast: Cast, thread: Thread, as_user: AsUser, body: str
    ) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": body})
        assert response.status_code == 422
        assert not Comment.objects.exists()

    def test_nul_is_refused(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        assert as_user(cast.han).post(self.url(thread), {"body": "a\0b"}).status_code == 400
        assert not Comment.objects.exists()

    def test_an_anchor_the_subject_does_not_have_is_refused(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        response = as_user(cast.han).post(self.url(thread), {"body": "这里", "anchor": "section:goals"})
        assert response.status_code == 422 and not Comment.objects.exists()

    def test_a_product_viewer_may_comment(self, cast: Cast, as_user: AsUser) -> None:
        thread = make.make_thread(cast.product, cast.chen, audience=Thread.Audience.PRODUCT)
        assert as_user(cast.fang).post(self.url(thread), {"body": "好"}).status_code == 302

    def test_a_visitor_reads_but_does_not_speak(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        thread.people.create(user=cast.visitor, reason="visitor")
        assert as_user(cast.visitor).post(self.url(thread), {"body": "好"}).status_code == 403
        assert as_user(cast.visitor).get(f"/threads/{thread.pk}/comments/").status_code == 200

    def test_a_stranger_gets_the_answer_of_a_random_id(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        hidden = as_user(cast.stranger).post(self.url(thread), {"body": "好"})
        random = as_user(cast.stranger).post("/threads/999999/comments/add/", {"body": "好"})
        assert hidden.status_code == random.status_code == 404
        assert hidden.content == random.content

    def test_an_archived_thread_takes_no_more(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        Thread.objects.filter(pk=thread.pk).update(archived_at=thread.created_at)
        assert as_user(cast.han).post(self.url(thread), {"body": "好"}).status_code == 409
        assert not Event.objects.filter(kind="comment.added").exists()

    def test_get_changes_nothing(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        assert as_user(cast.han).get(self.url(thread)).status_code == 405

    def test_nobody_unknown_gets_in(self, thread: Thread, client: Client) -> None:
        assert client.post(self.url(thread), {"body": "好"}).status_code == 302


class TestList:
    def test_two_hundred_comments_cost_as_many_queries_as_one(
        self,
        cast: Cast,
        thread: Thread,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        django_assert_num_queries: DjangoAssertNumQueries,
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
        assert len(shown.comments) == discussions.SHOWN and shown.earlier is not None
        earlier = discussions.discussion(thread, cast.chen, before=shown.earlier)
        assert len(earlier.comments) == discussions.SHOWN
        assert earlier.comments[-1].comment.pk < shown.comments[0].comment.pk

    def test_earlier_comments_come_without_javascript_too(
        self, cast: Cast, thread: Thread, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(discussions.discussion, "__kwdefaults__", {"before": None, "anchor": "", "shown": 2})
        for number in range(3):
            comments.add(thread=thread, actor=cast.han, source=f"第{number}句")
        page = as_user(cast.lin).get(f"/threads/{thread.pk}/comments/").content.decode()
        assert "第0句" not in page and "第2句" in page and "before=" in page

    def test_where_somebody_speaks_from_is_shown(self, cast: Cast, thread: Thread) -> None:
        comments.add(thread=thread, actor=cast.han, source="研发说")
        comments.add(thread=thread, actor=cast.chen, source="产品说")
        said = discussions.discussion(thread, cast.lin).comments
        assert [entry.affiliation.label for entry in said] == ["研发", gettext("Product")]


class TestApi:
    def test_a_comment_is_created_once_per_key(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        client = api_as(cast.han)
        sent = {"thread": str(thread.pk), "body": "@[林岚](user:lin) **有预算吗**？"}
        first = client.post("/api/v1/comments/", sent, headers={"Idempotency-Key": "one-comment-1"})
        again = client.post("/api/v1/comments/", sent, headers={"Idempotency-Key": "one-comment-1"})
        assert first.status_code == 201 and again.json() == first.json()
        assert Comment.objects.count() == 1
        found = first.json()
        assert found["body"] == sent["body"] and "<strong>" in found["html"]
        assert found["mentions"] == ["user:lin"] and found["author"] == "han" and found["is_by_token"]
        assert first["ETag"] == '"1"'

    def test_who_cannot_see_it_is_named_in_the_answer(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        sent = {"thread": str(thread.pk), "body": "@[苏晴](user:su)"}
        assert api_as(cast.han).post("/api/v1/comments/", sent).json()["unreachable"] == ["su"]

    def test_a_thread_out_of_sight_is_unknown_like_a_random_one(
        self, cast: Cast, thread: Thread, api_as: ApiAs
    ) -> None:
        client = api_as(cast.stranger)
        hidden = client.post("/api/v1/comments/", {"thread": str(thread.pk), "body": "好"})
        random = client.post("/api/v1/comments/", {"thread": "999999", "body": "好"})
        assert hidden.status_code == random.status_code == 400
        assert hidden.json()["errors"][0]["code"] == random.json()["errors"][0]["code"] == "unknown"

    @pytest.mark.parametrize("more", [{"author": "chen"}, {"created_at": "2020-01-01"}, {"is_by_token": False}])
    def test_fields_that_cannot_be_set_are_refused(
        self, cast: Cast, thread: Thread, api_as: ApiAs, more: dict[str, object]
    ) -> None:
        response = api_as(cast.han).post("/api/v1/comments/", {"thread": str(thread.pk), "body": "好", **more})
        assert response.status_code == 400 and not Comment.objects.exists()

    def test_a_read_token_cannot_write(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        sent = {"thread": str(thread.pk), "body": "好"}
        assert api_as(cast.han, scope="read").post("/api/v1/comments/", sent).status_code == 403

    def test_the_list_knows_only_what_is_in_sight(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        for number in range(3):
            comments.add(thread=thread, actor=cast.han, source=f"第{number}句 @[林岚](user:lin)")
        hidden = make.make_thread(cast.product, cast.chen, cast.marketing)
        comments.add(thread=hidden, actor=cast.su, source="市场的话")
        client = api_as(cast.lin)
        assert len(client.get(f"/api/v1/comments/?thread={thread.pk}").json()["items"]) == 3
        assert len(client.get("/api/v1/comments/").json()["items"]) == 3
        assert client.get(f"/api/v1/comments/?thread={hidden.pk}").json()["items"] == []
        assert client.get("/api/v1/comments/?body=x").status_code == 400

    def test_a_longer_list_costs_no_more_queries(
        self, cast: Cast, thread: Thread, api_as: ApiAs, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = api_as(cast.lin)
        comments.add(thread=thread, actor=cast.han, source="@[林岚](user:lin) 第一句")
        client.get("/api/v1/comments/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/api/v1/comments/")
        for number in range(20):
            comments.add(thread=thread, actor=cast.han, source=f"@[林岚](user:lin) 第{number}句")
        with django_assert_num_queries(len(counted)):
            assert len(client.get("/api/v1/comments/").json()["items"]) == 21
