"""A sign instead of a sentence."""

from __future__ import annotations

import pytest

from conversations.actions import comments, reactions
from conversations.models import Comment, Reaction, Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return comments.add(thread=thread, actor=cast.han, source="有预算吗？").comment


def test_twice_is_once_and_it_can_be_taken_back(cast: Cast, thread: Thread, comment: Comment) -> None:
    assert reactions.react(comment=comment, actor=cast.lin, emoji="👍")
    assert not reactions.react(comment=comment, actor=cast.lin, emoji="👍")
    assert reactions.unreact(comment=comment, actor=cast.lin, emoji="👍")
    assert not reactions.unreact(comment=comment, actor=cast.lin, emoji="👍")
    assert Event.objects.filter(kind__in=["comment.reacted", "comment.unreacted"]).count() == 2


def test_both_doors(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser, api_as: ApiAs) -> None:
    url = f"/comments/{comment.pk}/react/"
    page = as_user(cast.lin).post(url, {"emoji": "👀"}, headers=HTMX).content.decode()
    assert "👀 1" in page
    assert as_user(cast.lin).post(url, {"emoji": "<b>"}).status_code == 422
    assert as_user(cast.stranger).post(url, {"emoji": "👀"}).status_code == 404
    assert as_user(cast.lin).get(url).status_code == 405
    found = api_as(cast.han).post(f"/api/v1{url}", {"emoji": "👀"})
    assert found.status_code == 200 and found.json()["reactions"] == {"👀": 2}
    assert api_as(cast.han).post(f"/api/v1{url}", {"emoji": "x"}).status_code == 400
    api_as(cast.han).post(f"/api/v1/comments/{comment.pk}/unreact/", {"emoji": "👀"})
    assert Reaction.objects.get().user == cast.lin
