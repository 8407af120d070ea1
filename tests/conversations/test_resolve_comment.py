"""Settling a comment, and opening it again."""

from __future__ import annotations

import pytest

from conversations import discussions
from conversations.actions import comments, resolution
from conversations.models import Comment, Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return comments.add(thread=thread, actor=cast.han, source="有预算吗？").comment


def test_resolved_once_and_reopened_once(cast: Cast, thread: Thread, comment: Comment) -> None:
    for _ in range(2):
        resolution.resolve(comment=comment, actor=cast.lin)
    comment.refresh_from_db()
    assert comment.resolved_by == cast.lin
    for _ in range(2):
        resolution.reopen(comment=comment, actor=cast.han)
    comment.refresh_from_db()
    assert comment.resolved_at is None
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["comment.added", "comment.resolved", "comment.reopened"]


def test_a_reply_is_not_settled_alone(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser) -> None:
    reply = comments.reply(parent=comment, actor=cast.lin, source="有").comment
    assert as_user(cast.lin).post(f"/comments/{reply.pk}/resolve/").status_code == 409


def test_open_comments_are_counted_by_anchor(cast: Cast, thread: Thread, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(anchor="section", anchor_key="goals")
    assert discussions.comment_counts(thread) == {"section:goals": 1}
    resolution.resolve(comment=comment, actor=cast.lin)
    assert discussions.comment_counts(thread) == {}


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_both_doors(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser, api_as: ApiAs, verb: str) -> None:
    url = f"/comments/{comment.pk}/{verb}/"
    page = as_user(cast.lin).post(url, headers=HTMX).content.decode()
    assert f'id="comment-{comment.pk}"' in page
    assert as_user(cast.stranger).post(url).status_code == 404
    assert as_user(cast.lin).get(url).status_code == 405
    assert api_as(cast.lin).post(f"/api/v1{url}").status_code == 200
    assert api_as(cast.stranger).post(f"/api/v1{url}").status_code == 404
    thread.people.create(user=cast.visitor, reason="visitor")
    assert as_user(cast.visitor).post(url).status_code == 403
