"""Watching, muting, and who has read what."""

from __future__ import annotations

import pytest

from conversations.actions import receipts, watching
from conversations.models import ReadReceipt, Thread, Watcher
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


class TestWatch:
    def test_each_step_is_recorded_once(self, cast: Cast, thread: Thread) -> None:
        assert watching.watch(thread=thread, actor=cast.lin)
        assert not watching.watch(thread=thread, actor=cast.lin)
        assert watching.mute(thread=thread, actor=cast.lin)
        assert not watching.mute(thread=thread, actor=cast.lin)
        assert watching.unwatch(thread=thread, actor=cast.lin)
        assert not watching.unwatch(thread=thread, actor=cast.lin)
        kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["thread.watched", "thread.muted", "thread.unwatched"]

    @pytest.mark.parametrize("verb", ["watch", "unwatch", "mute"])
    def test_both_doors(self, cast: Cast, thread: Thread, as_user: AsUser, api_as: ApiAs, verb: str) -> None:
        url = f"/threads/{thread.pk}/{verb}/"
        page = as_user(cast.lin).post(url, headers=HTMX)
        assert page.status_code == 200 and 'id="watch-button"' in page.content.decode()
        assert as_user(cast.lin).post(url).status_code == 302
        assert as_user(cast.lin).get(url).status_code == 405
        assert as_user(cast.stranger).post(url).status_code == 404
        found = api_as(cast.lin).post(f"/api/v1{url}")
        assert found.status_code == 200
        assert found.json()["watching"] == {"watch": "watching", "unwatch": "", "mute": "muted"}[verb]
        assert api_as(cast.stranger).post(f"/api/v1{url}").status_code == 404

    def test_the_button_says_how_it_stands(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        watching.watch(thread=thread, actor=cast.lin)
        page = as_user(cast.lin).get(f"/threads/{thread.pk}/watch-button/", headers=HTMX).content.decode()
        assert f'action="/threads/{thread.pk}/unwatch/"' in page
        assert Watcher.objects.get().user == cast.lin


class TestRead:
    def test_first_look_is_kept_and_the_last_moves_on(self, cast: Cast, thread: Thread) -> None:
        Thread.objects.filter(pk=thread.pk).update(current_version=7)
        thread.refresh_from_db()
        receipts.mark_read(thread=thread, reader=cast.lin)
        first = ReadReceipt.objects.get()
        receipts.mark_read(thread=thread, reader=cast.lin)
        second = ReadReceipt.objects.get()
        assert first.version == 7 and second.first_read_at == first.first_read_at
        assert second.last_read_at > first.last_read_at
        assert not Event.objects.exists()

    def test_a_get_of_the_page_marks_nothing(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        as_user(cast.lin).get(f"/threads/{thread.pk}/comments/")
        assert not ReadReceipt.objects.exists()

    def test_both_doors_and_who_has_read(self, cast: Cast, thread: Thread, as_user: AsUser, api_as: ApiAs) -> None:
        url = f"/threads/{thread.pk}/read/"
        assert as_user(cast.lin).post(url, {"version": "3"}, headers=HTMX).status_code == 204
        assert as_user(cast.stranger).post(url).status_code == 404
        assert as_user(cast.lin).get(url).status_code == 405
        assert api_as(cast.han).post(f"/api/v1{url}", {"version": 3}).status_code == 204
        assert api_as(cast.stranger).post(f"/api/v1{url}", {}).status_code == 404
        page = as_user(cast.chen).get(f"/threads/{thread.pk}/readers/?version=3", headers=HTMX).content.decode()
        assert "林岚" in page and "韩磊" in page and 'id="reader-list"' in page
        rows = api_as(cast.chen).get(f"/api/v1/threads/{thread.pk}/readers/").json()["items"]
        assert {row["user"] for row in rows} == {"lin", "han"}
        assert as_user(cast.stranger).get(f"/threads/{thread.pk}/readers/").status_code == 404

    def test_a_visitors_look_is_on_record_each_time(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        thread.people.create(user=cast.visitor, reason="visitor")
        for _ in range(2):
            as_user(cast.visitor).post(f"/threads/{thread.pk}/read/", headers=HTMX)
        assert Event.objects.filter(kind="thread.looked_at", actor_id=cast.visitor.pk).count() == 2
