"""Naming people on a thread; visitors see named documents until a day, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations.actions import people
from conversations.models import Thread, ThreadPerson
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


class TestRule:
    def test_a_person_named_gains_sight_and_loses_it_again(self, cast: Cast, thread: Thread) -> None:
        people.grant(thread=thread, person=cast.su, actor=cast.chen)
        assert Thread.objects.visible_to(cast.su).filter(pk=thread.pk).exists()
        people.grant(thread=thread, person=cast.su, actor=cast.chen)
        assert Event.objects.filter(kind="thread.person_added").count() == 1
        assert people.revoke(thread=thread, person=cast.su, actor=cast.chen)
        assert not people.revoke(thread=thread, person=cast.su, actor=cast.chen)
        assert not Thread.objects.visible_to(cast.su).filter(pk=thread.pk).exists()
        assert Event.objects.filter(kind="thread.person_removed").count() == 1

    def test_a_visitor_sees_until_the_last_day_included(self, cast: Cast, thread: Thread) -> None:
        people.grant(thread=thread, person=cast.visitor, actor=cast.chen, until_on=TODAY, can_upload=True)
        assert Thread.objects.visible_to(cast.visitor).count() == 1
        ThreadPerson.objects.update(until_on=TODAY - DAY)
        assert Thread.objects.visible_to(cast.visitor).count() == 0

    @pytest.mark.parametrize("until_on", [None, TODAY - DAY, TODAY + 400 * DAY])
    def test_a_visitor_needs_a_last_day_that_is_near(
        self, cast: Cast, thread: Thread, until_on: datetime.date | None
    ) -> None:
        with pytest.raises(ValidationError):
            people.grant(thread=thread, person=cast.visitor, actor=cast.chen, until_on=until_on)

    def test_a_later_and_wider_grant_wins(self, cast: Cast, thread: Thread) -> None:
        people.grant(thread=thread, person=cast.su, actor=cast.chen, until_on=TODAY + DAY)
        people.grant(thread=thread, person=cast.su, actor=cast.chen, until_on=TODAY)
        assert ThreadPerson.objects.get().until_on == TODAY + DAY
        people.grant(thread=thread, person=cast.su, actor=cast.chen)
        assert ThreadPerson.objects.get().until_on is None

    def test_nobody_is_named_on_an_internal_discussion(self, cast: Cast, thread: Thread) -> None:
        Thread.objects.filter(pk=thread.pk).update(audience=Thread.Audience.INTERNAL)
        with pytest.raises(ValidationError):
            people.grant(thread=Thread.objects.get(pk=thread.pk), person=cast.su, actor=cast.chen)


class TestPage:
    def test_the_manager_names_and_removes(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        client, url = as_user(cast.chen), f"/threads/{thread.pk}/people/"
        assert client.get(url).status_code == 200
        form = {"person": "auditor", "until_on": (TODAY + DAY).isoformat(), "can_upload": "on"}
        page = client.post(f"{url}add/", form, headers=HTMX)
        assert page.status_code == 200 and "审计员" in page.content.decode()
        assert ThreadPerson.objects.get().can_upload
        assert client.post(f"{url}remove/", {"person": "auditor"}).status_code == 302
        assert not ThreadPerson.objects.exists()

    def test_a_visitor_without_a_day_is_marked_in_place(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        response = as_user(cast.chen).post(f"/threads/{thread.pk}/people/add/", {"person": "auditor"}, headers=HTMX)
        assert response.status_code == 422 and "field--invalid" in response.content.decode()

    @pytest.mark.parametrize("verb", ["", "add/", "remove/"])
    def test_only_who_manages(self, cast: Cast, thread: Thread, as_user: AsUser, verb: str) -> None:
        url = f"/threads/{thread.pk}/people/{verb}"
        for person, status in ((cast.lin, 403), (cast.stranger, 404)):
            client = as_user(person)
            assert (client.post(url, {"person": "su"}) if verb else client.get(url)).status_code == status
        if verb:
            assert as_user(cast.chen).get(url).status_code == 405


class TestApi:
    def test_named_listed_and_removed(self, cast: Cast, thread: Thread, api_as: ApiAs) -> None:
        client, url = api_as(cast.chen), f"/api/v1/threads/{thread.pk}"
        made = client.post(
            f"{url}/name-person/", {"person": "auditor", "until_on": TODAY.isoformat(), "can_upload": True}
        )
        assert made.status_code == 200 and made.json()["reason"] == "visitor"
        assert [row["user"] for row in client.get(f"{url}/people/").json()["items"]] == ["auditor"]
        assert client.post(f"{url}/remove-person/", {"person": "auditor"}).status_code == 204
        assert client.post(f"{url}/name-person/", {"person": "nobody"}).status_code == 400
        assert client.post(f"{url}/name-person/", {"person": "su", "until_on": "2026-02-30"}).status_code == 400
        assert api_as(cast.lin).get(f"{url}/people/").status_code == 403
        assert api_as(cast.lin).post(f"{url}/name-person/", {"person": "su"}).status_code == 403
        assert api_as(cast.stranger).post(f"{url}/name-person/", {"person": "su"}).status_code == 404
