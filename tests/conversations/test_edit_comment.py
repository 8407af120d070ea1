"""Changing one's own words, with a trace."""

from __future__ import annotations

import pytest

from conversations import search
from conversations.actions import comments
from conversations.models import Comment, Thread
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return comments.add(thread=thread, actor=cast.han, source="十月预算未列 @[林岚](user:lin)").comment


class TestRule:
    def test_what_was_said_before_is_kept(self, cast: Cast, thread: Thread, comment: Comment) -> None:
        changed = comments.edit(comment=comment, actor=cast.han, source="十一月预算已列", revision=1).comment
        assert changed.revision == 2 and changed.edited_at is not None
        assert "十月" in changed.edits.get().body
        assert not changed.mentions.exists()
        assert (search.count(cast.lin, "十月"), search.count(cast.lin, "十一")) == (0, 1)
        assert Event.objects.get(kind="comment.edited").changes == {"revision": [1, 2]}

    def test_the_same_words_again_are_no_edit(self, cast: Cast, thread: Thread, comment: Comment) -> None:
        comments.edit(comment=comment, actor=cast.han, source=comment.source, revision=1)
        assert not Event.objects.filter(kind="comment.edited").exists()

    def test_a_stale_edit_brings_both_texts(self, cast: Cast, thread: Thread, comment: Comment) -> None:
        comments.edit(comment=comment, actor=cast.han, source="甲", revision=1)
        with pytest.raises(StaleEdit) as stale:
            comments.edit(comment=comment, actor=cast.han, source="乙", revision=1)
        assert (stale.value.mine, stale.value.theirs, stale.value.revision) == ("乙", "甲", 2)


class TestPage:
    def url(self, comment: Comment) -> str:
        return f"/comments/{comment.pk}/edit/"

    def test_the_form_holds_the_source_and_saves(
        self, cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
    ) -> None:
        client = as_user(cast.han)
        assert "十月预算未列" in client.get(f"/comments/{comment.pk}/form/", headers=HTMX).content.decode()
        response = client.post(self.url(comment), {"body": "改过", "revision": 1}, headers=HTMX)
        assert response.status_code == 200 and "改过" in response.content.decode()

    def test_a_stale_save_shows_both_texts_and_loses_none(
        self, cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
    ) -> None:
        comments.edit(comment=comment, actor=cast.han, source="另一窗口写的", revision=1)
        response = as_user(cast.han).post(self.url(comment), {"body": "我写的", "revision": 1}, headers=HTMX)
        page = response.content.decode()
        assert response.status_code == 409 and "另一窗口写的" in page and "我写的" in page
        assert response["HX-Retarget"] == f"#comment-form-{comment.pk}"
        comment.refresh_from_db()
        assert comment.source == "另一窗口写的"

    def test_empty_is_refused_in_place(self, cast: Cast, thread: Thread, comment: Comment, as_user: AsUser) -> None:
        assert as_user(cast.han).post(self.url(comment), {"body": " ", "revision": 1}).status_code == 422

    def test_nobody_else_changes_it_not_even_the_manager(
        self, cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
    ) -> None:
        for person in (cast.chen, cast.lin):
            assert as_user(person).post(self.url(comment), {"body": "x", "revision": 1}).status_code == 403
        assert as_user(cast.stranger).post(self.url(comment), {"body": "x", "revision": 1}).status_code == 404
        assert as_user(cast.han).get(self.url(comment)).status_code == 405

    def test_the_earlier_wording_can_be_read(
        self, cast: Cast, thread: Thread, comment: Comment, as_user: AsUser
    ) -> None:
        comments.edit(comment=comment, actor=cast.han, source="改过", revision=1)
        page = as_user(cast.lin).get(f"/comments/{comment.pk}/history/", headers=HTMX).content.decode()
        assert "十月预算未列" in page
        assert as_user(cast.stranger).get(f"/comments/{comment.pk}/history/").status_code == 404


class TestApi:
    def test_if_match_decides(self, cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs) -> None:
        client, url = api_as(cast.han), f"/api/v1/comments/{comment.pk}/"
        assert client.patch(url, {"body": "改"}).status_code == 428
        stale = client.patch(url, {"body": "改"}, headers={"If-Match": '"7"'})
        assert stale.status_code == 412 and stale.json()["theirs"] == comment.source
        done = client.patch(url, {"body": "改"}, headers={"If-Match": '"1"'})
        assert done.status_code == 200 and done["ETag"] == '"2"'

    def test_others_get_403_and_strangers_404(
        self, cast: Cast, thread: Thread, comment: Comment, api_as: ApiAs
    ) -> None:
        url = f"/api/v1/comments/{comment.pk}/"
        assert api_as(cast.lin).patch(url, {"body": "改"}, headers={"If-Match": '"1"'}).status_code == 403
        assert api_as(cast.stranger).patch(url, {"body": "改"}, headers={"If-Match": '"1"'}).status_code == 404
