"""部门内讨论: a department agrees with itself, and nobody else hears of it."""

from __future__ import annotations

import pytest

from conversations import feed, search
from conversations.actions import comments, internal
from conversations.models import Thread
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def own(cast: Cast, thread: Thread) -> Thread:
    found = internal.open_for(thread=thread, department=cast.rd, actor=cast.qin)
    comments.add(thread=found, actor=cast.qin, source="我们内部先定口径：金丝雀")
    return found


def test_opened_twice_it_is_one(cast: Cast, thread: Thread, own: Thread) -> None:
    assert internal.open_for(thread=thread, department=cast.rd, actor=cast.han) == own
    assert Event.objects.filter(kind="internal.opened").count() == 1


def test_nothing_of_it_reaches_anybody_outside(
    cast: Cast, thread: Thread, own: Thread, as_user: AsUser, api_as: ApiAs
) -> None:
    for person in (cast.chen, cast.lin, cast.su, cast.administrator):
        client = as_user(person)
        assert client.get(f"/threads/{own.pk}/comments/").status_code == 404
        assert search.count(person, "金丝雀") == 0
        assert not [line for line in feed.lines(person) if line.thread.thread_id == own.pk]
        assert client.get("/search/?q=金丝雀").context["found"].hits == []
        assert api_as(person).get("/api/v1/comments/").json()["items"] == []
        assert api_as(person).get(f"/api/v1/threads/{own.pk}/").status_code == 404
    assert search.count(cast.han, "金丝雀") == 1


def test_the_panel_offers_it_to_members_and_shows_it_to_them(cast: Cast, thread: Thread, as_user: AsUser) -> None:
    url = f"/threads/{thread.pk}/internal/"
    offered = as_user(cast.qin).get(url, headers=HTMX).content.decode()
    assert f'action="{url}open/"' in offered
    page = as_user(cast.qin).post(f"{url}open/", {"department": "rd"}, headers=HTMX).content.decode()
    assert 'id="internal-panel"' in page and "comment-list-" in page
    assert "action=" not in as_user(cast.chen).get(url, headers=HTMX).content.decode()


def test_only_members_open_it(cast: Cast, thread: Thread, as_user: AsUser, api_as: ApiAs) -> None:
    url = f"/threads/{thread.pk}/internal/open/"
    assert as_user(cast.lin).post(url, {"department": "rd"}).status_code == 403
    assert as_user(cast.chen).post(url, {"department": "rd"}).status_code == 403
    assert as_user(cast.stranger).post(url, {"department": "marketing"}).status_code == 404
    assert as_user(cast.qin).post(url, {"department": "nope"}).status_code == 404
    assert as_user(cast.qin).get(url).status_code == 405
    api = f"/api/v1/threads/{thread.pk}/open-internal/"
    assert api_as(cast.lin).post(api, {"department": "rd"}).status_code == 403
    found = api_as(cast.qin).post(api, {"department": "rd"})
    assert found.status_code == 200 and found.json()["part_of"] == str(thread.pk)


def test_an_internal_discussion_has_none_of_its_own(cast: Cast, own: Thread, as_user: AsUser) -> None:
    assert as_user(cast.qin).post(f"/threads/{own.pk}/internal/open/", {"department": "rd"}).status_code in (400, 422)
