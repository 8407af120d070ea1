"""Trace links: both ends in sight to make one, a placeholder for whoever does not see the far end."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext

from conversations.actions import links
from conversations.links import links_of, render_links
from conversations.models import Thread, TraceLink
from events.models import Event
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser

CANARY = "裁员补偿预算金丝雀"


@pytest.fixture
def budget(cast: Cast) -> Thread:
    made = make.make_thread(cast.product, cast.chen, cast.finance, title=CANARY)
    Thread.objects.filter(pk=made.pk).update(reference="CLB-D9")
    return Thread.objects.get(pk=made.pk)


class TestRule:
    def test_twice_is_once(self, cast: Cast, thread: Thread, budget: Thread) -> None:
        first = links.create(from_thread=thread, to_thread=budget, kind="depends-on", actor=cast.chen)
        assert links.create(from_thread=thread, to_thread=budget, kind="depends-on", actor=cast.chen) == first
        assert Event.objects.get(kind="link.created").changes == {
            "to_thread": [None, budget.pk],
            "kind": [None, "depends-on"],
        }

    def test_the_other_end_reads_it_the_other_way_round(self, cast: Cast, thread: Thread, budget: Thread) -> None:
        links.create(from_thread=thread, to_thread=budget, kind="depends-on", actor=cast.chen)
        assert [group.word for group in links_of(budget, cast.chen)] == [gettext("Needed by")]

    def test_removed_once(self, cast: Cast, thread: Thread, budget: Thread) -> None:
        link = links.create(from_thread=thread, to_thread=budget, kind="blocks", actor=cast.chen)
        links.remove(link=link, actor=cast.chen)
        links.remove(link=link, actor=cast.chen)
        assert Event.objects.filter(kind="link.removed").count() == 1

    def test_the_far_end_is_a_placeholder_for_whoever_does_not_see_it(
        self, cast: Cast, thread: Thread, budget: Thread
    ) -> None:
        shown = render_links([budget], cast.han)[budget.pk]
        assert not shown.is_visible and shown.title == gettext("Hidden item")
        assert (shown.reference, shown.address, shown.thread_id) == ("", "", None)
        assert render_links([budget], cast.lin)[budget.pk].reference == "CLB-D9"


class TestPage:
    def test_made_and_removed(self, cast: Cast, thread: Thread, budget: Thread, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        page = client.post(f"/threads/{thread.pk}/links/add/", {"to": "clb-d9", "kind": "relates-to"}, headers=HTMX)
        assert page.status_code == 200 and CANARY in page.content.decode()
        link = TraceLink.objects.get()
        url = f"/links/{link.pk}/remove/"
        assert client.get(url).status_code == 405
        assert as_user(cast.stranger).post(url).status_code == 404
        assert client.post(url).status_code == 302 and not TraceLink.objects.exists()

    def test_hidden_and_absent_ends_are_refused_alike(
        self, cast: Cast, thread: Thread, budget: Thread, as_user: AsUser
    ) -> None:
        client = as_user(cast.han)
        answers = [
            client.post(f"/threads/{thread.pk}/links/add/", {"to": to}, headers=HTMX) for to in ("CLB-D9", "CLB-D999")
        ]
        assert [answer.status_code for answer in answers] == [422, 422]
        bodies = [answer.content.decode() for answer in answers]
        assert CANARY not in bodies[0] and not TraceLink.objects.exists()

    def test_the_canary_is_nowhere_for_who_does_not_see_it(
        self, cast: Cast, thread: Thread, budget: Thread, as_user: AsUser, api_as: ApiAs
    ) -> None:
        links.create(from_thread=thread, to_thread=budget, kind="relates-to", actor=cast.chen)
        pages = [f"/threads/{thread.pk}/links/", f"/threads/{thread.pk}/feed/", "/search/?q=预算"]
        for path in pages:
            body = as_user(cast.han).get(path).content.decode()
            assert CANARY not in body and "CLB-D9" not in body
        assert gettext("Hidden item") in as_user(cast.han).get(pages[0]).content.decode()
        assert CANARY not in str(api_as(cast.han).get("/api/v1/links/").json())

    def test_a_viewer_links_nothing(self, cast: Cast, as_user: AsUser) -> None:
        thread = make.make_thread(cast.product, cast.chen, audience=Thread.Audience.PRODUCT)
        other = make.make_thread(cast.product, cast.chen, audience=Thread.Audience.PRODUCT)
        Thread.objects.filter(pk=other.pk).update(reference="CLB-D8")
        assert as_user(cast.fang).post(f"/threads/{thread.pk}/links/add/", {"to": "CLB-D8"}).status_code == 403


class TestApi:
    def test_created_listed_and_removed(self, cast: Cast, thread: Thread, budget: Thread, api_as: ApiAs) -> None:
        client = api_as(cast.chen)
        made = client.post(
            "/api/v1/links/", {"from_thread": str(thread.pk), "to_thread": "CLB-D9", "kind": "implements"}
        )
        assert made.status_code == 201 and made.json()["to_thread"]["thread"] == "CLB-D9"
        [row] = api_as(cast.han).get(f"/api/v1/links/?from={thread.pk}").json()["items"]
        assert row["to_thread"] == {"is_visible": False, "title": gettext("Hidden item")}
        url = f"/api/v1/links/{made.json()['id']}/"
        assert api_as(cast.stranger).delete(url).status_code == 404
        assert client.delete(url).status_code == 204

    @pytest.mark.parametrize("kind", ["nope", "", None])
    def test_a_kind_that_is_none_is_refused(
        self, cast: Cast, thread: Thread, budget: Thread, api_as: ApiAs, kind: str
    ) -> None:
        sent = {"from_thread": str(thread.pk), "to_thread": "CLB-D9", "kind": kind}
        assert api_as(cast.chen).post("/api/v1/links/", sent).status_code == 400

    def test_to_itself_is_refused(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        sent = {"from_thread": str(thread.pk), "to_thread": str(thread.pk)}
        assert api_as(cast.chen).post("/api/v1/links/", sent).status_code == 400

    def test_an_end_out_of_sight_is_unknown(self, cast: Cast, thread: Thread, budget: Thread, api_as: ApiAs) -> None:
        sent = {"from_thread": str(thread.pk), "to_thread": "CLB-D9"}
        found = api_as(cast.han).post("/api/v1/links/", sent)
        assert found.status_code == 400 and found.json()["errors"][0]["code"] == "unknown"
