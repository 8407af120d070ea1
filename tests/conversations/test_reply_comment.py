"""Answering a comment, one level deep."""

from __future__ import annotations

import pytest

from conversations.actions import comments
from conversations.models import Comment, Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return comments.add(thread=thread, actor=cast.han, source="有预算吗？").comment


def test_a_reply_hangs_under_its_comment_with_an_event(cast: Cast, thread: Thread, comment: Comment) -> None:
    reply = comments.reply(parent=comment, actor=cast.lin, source="有").comment
    assert reply.parent == comment
    assert Event.objects.get(kind="comment.replied").changes == {"parent": [None, comment.pk]}


def test_a_reply_to_a_reply_goes_to_the_comment_of_both(cast: Cast, thread: Thread, comment: Comment) -> None:
    reply = comments.reply(parent=comment, actor=cast.lin, source="有").comment
    assert comments.reply(parent=reply, actor=cast.han, source="好").comment.parent == comment


def test_the_page_shows_the_comment_with_its_replies(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    response = as_user(cast.lin).post(f"/comments/{comment.pk}/reply/", {"body": "在调整单里"}, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.strip().startswith("<article") and f'id="comment-{comment.pk}"' in page and "在调整单里" in page


def test_the_composer_of_a_reply_is_a_fragment_and_a_page(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    client = as_user(cast.lin)
    fragment = client.get(f"/comments/{comment.pk}/composer/", headers=HTMX).content.decode()
    assert f'action="/comments/{comment.pk}/reply/"' in fragment and "<html" not in fragment
    assert "<html" in client.get(f"/comments/{comment.pk}/composer/").content.decode()


def test_a_plain_form_leads_to_the_reply(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser) -> None:
    response = as_user(cast.lin).post(f"/comments/{comment.pk}/reply/", {"body": "有"})
    assert response["Location"].endswith(f"#comment-{Comment.objects.latest('pk').pk}")


def test_a_deleted_comment_cannot_be_answered(cast: Cast, thread: Thread, comment: Comment, as_user: AsUser) -> None:
    comments.delete(comment=comment, actor=cast.han)
    assert as_user(cast.lin).post(f"/comments/{comment.pk}/reply/", {"body": "有"}).status_code == 409
    assert Comment.objects.count() == 1


def test_a_stranger_gets_404_a_visitor_403_and_get_405(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    thread.people.create(user=cast.visitor, reason="visitor")
    url = f"/comments/{comment.pk}/reply/"
    assert as_user(cast.stranger).post(url, {"body": "x"}).status_code == 404
    assert as_user(cast.visitor).post(url, {"body": "x"}).status_code == 403
    assert as_user(cast.lin).get(url).status_code == 405


def test_the_api_answers_201_and_404_out_of_sight(cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs) -> None:
    url = f"/api/v1/comments/{comment.pk}/reply/"
    found = api_as(cast.lin).post(url, {"body": "有"})
    assert found.status_code == 201 and found.json()["parent"] == comment.pk
    assert api_as(cast.stranger).post(url, {"body": "有"}).status_code == 404
    assert api_as(cast.lin).post(url, {"body": " "}).status_code == 400


def test_the_menu_comes_when_it_opens_and_is_a_page_without_javascript(
    cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
) -> None:
    reply = comments.reply(parent=comment, actor=cast.lin, source="有").comment
    url = f"/comments/{reply.pk}/menu/"
    own = as_user(cast.lin).get(url, headers=HTMX).content.decode()
    assert f'action="/comments/{reply.pk}/delete/"' in own and "<html" not in own
    assert f'action="/comments/{reply.pk}/delete/"' not in as_user(cast.han).get(url).content.decode()
    assert as_user(cast.stranger).get(url).status_code == 404
    comments.delete(comment=reply, actor=cast.lin)
    assert as_user(cast.lin).get(url).status_code == 404
