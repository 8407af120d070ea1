"""Taking a comment back: its words go, a stone stays."""

from __future__ import annotations

import pytest

from conversations.actions import comments, decisions
from conversations.models import Comment, CommentEdit, Mention, Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    found = comments.add(thread=thread, actor=cast.han, source="写错的价 @[林岚](user:lin)").comment
    return comments.edit(comment=found, actor=cast.han, source="写错的单价 @[林岚](user:lin)", revision=1).comment


def test_words_edits_and_mentions_go_and_replies_stay(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    comments.reply(parent=comment, actor=cast.lin, source="留下的回复")
    comments.delete(comment=comment, actor=cast.han)
    comment.refresh_from_db()
    assert (comment.body, comment.source) == ("", "") and comment.deleted_at is not None
    assert not CommentEdit.objects.exists() and not Mention.objects.exists()
    page = as_user(cast.lin).get(f"/threads/{thread.pk}/comments/").content.decode()
    assert "写错" not in page and "留下的回复" in page and "comment--gone" in page


def test_twice_is_once(cast: Cast, thread: Thread, comment: Comment) -> None:
    comments.delete(comment=comment, actor=cast.han)
    comments.delete(comment=comment, actor=cast.han)
    assert Event.objects.filter(kind="comment.deleted").count() == 1


def test_a_comment_with_a_standing_conclusion_stays(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    decision = decisions.mark(comment=comment, actor=cast.chen)
    assert as_user(cast.han).post(f"/comments/{comment.pk}/delete/").status_code == 409
    decisions.withdraw(decision=decision, actor=cast.chen)
    assert as_user(cast.han).post(f"/comments/{comment.pk}/delete/").status_code == 302


def test_the_manager_may_and_a_colleague_may_not(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser) -> None:
    url = f"/comments/{comment.pk}/delete/"
    assert as_user(cast.lin).post(url).status_code == 403
    assert as_user(cast.stranger).post(url).status_code == 404
    assert as_user(cast.chen).get(url).status_code == 405
    response = as_user(cast.chen).post(url, headers=HTMX)
    assert response.status_code == 200 and f'id="comment-{comment.pk}"' in response.content.decode()


def test_the_api_answers_204_and_shows_a_stone(cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs) -> None:
    url = f"/api/v1/comments/{comment.pk}/"
    assert api_as(cast.stranger).delete(url).status_code == 404
    assert api_as(cast.lin).delete(url).status_code == 403
    assert api_as(cast.han).delete(url).status_code == 204
    found = api_as(cast.han).get(url).json()
    assert found["is_deleted"] and found["body"] == "" and found["html"] == ""
