"""动态: what happened, for whoever may read of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from conversations import event_kinds, feed
from conversations.actions import comments, decisions, reactions, watching
from conversations.models import Thread
from events import registry
from pmcomms.templatetags.ui import icon
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


class TestLines:
    def test_who_did_what_where(self, cast: Cast, thread: Thread) -> None:
        comment = comments.add(thread=thread, actor=cast.han, source="有**预算**吗？").comment
        decisions.mark(comment=comment, actor=cast.lin, text="有")
        newest, oldest = feed.lines(cast.lin, thread=thread)
        assert (newest.actor, newest.kind, newest.detail) == (cast.lin, "decision.recorded", "有")
        assert oldest.sentence == gettext("commented") and oldest.detail == "有预算吗？"
        assert oldest.address.endswith(f"#comment-{comment.pk}")

    def test_hidden_threads_are_left_out(self, cast: Cast, thread: Thread) -> None:
        comments.add(thread=thread, actor=cast.han, source="秘密")
        assert feed.lines(cast.su) == [] and feed.lines(cast.su, product=cast.product) == []
        assert len(feed.lines(cast.chen, product=cast.product)) == 1
        assert feed.lines(cast.chen, product=cast.other_product) == []

    def test_sight_lost_closes_the_past_too(self, cast: Cast, thread: Thread) -> None:
        comments.add(thread=thread, actor=cast.han, source="秘密")
        assert len(feed.lines(cast.lin)) == 1
        thread.departments.set([cast.rd])
        assert feed.lines(cast.lin) == []

    def test_words_of_a_deleted_comment_are_gone(self, cast: Cast, thread: Thread) -> None:
        comment = comments.add(thread=thread, actor=cast.han, source="写错的价").comment
        comments.delete(comment=comment, actor=cast.han)
        assert all("写错" not in line.detail for line in feed.lines(cast.lin))

    def test_following_and_signs_are_no_news(self, cast: Cast, thread: Thread) -> None:
        comment = comments.add(thread=thread, actor=cast.han, source="好").comment
        watching.watch(thread=thread, actor=cast.lin)
        reactions.react(comment=comment, actor=cast.lin, emoji="👍")
        assert [line.kind for line in feed.lines(cast.lin)] == ["comment.added"]

    def test_fifty_events_cost_as_many_queries_as_one(
        self, cast: Cast, thread: Thread, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = comments.add(thread=thread, actor=cast.han, source="一").comment
        decisions.mark(comment=first, actor=cast.chen)
        feed.lines(cast.chen)
        with CaptureQueriesContext(connection) as counted:
            feed.lines(cast.chen)
        for number in range(25):
            other = make.make_thread(cast.product, cast.chen, cast.rd, title=f"讨论 {number}")
            comment = comments.add(thread=other, actor=cast.han, source="一").comment
            decisions.mark(comment=comment, actor=cast.chen)
        with django_assert_num_queries(len(counted)):
            assert len(feed.lines(cast.chen, limit=100)) == 52


class TestDoors:
    def test_the_fragment_and_the_page(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        comments.add(thread=thread, actor=cast.han, source="有预算吗？")
        url = f"/threads/{thread.pk}/feed/"
        fragment = as_user(cast.lin).get(url, headers=HTMX).content.decode()
        assert 'id="thread-feed"' in fragment and "有预算吗？" in fragment and "<html" not in fragment
        assert "<html" in as_user(cast.lin).get(url).content.decode()
        assert as_user(cast.stranger).get(url).status_code == 404

    def test_the_api_pages_through(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        for number in range(3):
            comments.add(thread=thread, actor=cast.han, source=f"第{number}句")
        client = api_as(cast.lin)
        first = client.get(f"/api/v1/feed/?thread={thread.pk}&limit=2").json()
        rest = client.get(f"/api/v1/feed/?thread={thread.pk}&limit=2&before={first['next']}").json()
        assert [line["detail"] for line in first["items"] + rest["items"]] == ["第2句", "第1句", "第0句"]
        assert rest["next"] is None
        assert client.get("/api/v1/feed/?actor=han").status_code == 400
        assert client.get("/api/v1/feed/?before=x").status_code == 400
        assert api_as(cast.stranger).get(f"/api/v1/feed/?thread={thread.pk}").status_code == 400
        assert api_as(cast.stranger).get("/api/v1/feed/").json()["items"] == []


class TestSearchApi:
    def test_hits_with_their_count(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        found = api_as(cast.lin).get("/api/v1/search/?q=导出&product=CLB").json()
        assert found["count"] == 1 and found["items"][0]["title"] == "批量导出对账单"
        assert api_as(cast.stranger).get("/api/v1/search/?q=导出").json()["items"] == []
        for wrong in ("?q=导出&kind=nope", "?q=导出&product=NOPE", "?q=导出&cursor=x", "?words=x", "?limit=0"):
            assert api_as(cast.lin).get(f"/api/v1/search/{wrong}").status_code == 400, wrong


class TestCatalogue:
    @pytest.mark.parametrize("kind", event_kinds.KINDS, ids=lambda kind: kind.code)
    def test_each_kind_is_declared_with_label_sentence_and_icon(self, kind: registry.EventKind) -> None:
        assert registry.get(kind.code) is kind
        assert str(kind.label) and str(kind.sentence) and "<svg" in icon(kind.icon)
