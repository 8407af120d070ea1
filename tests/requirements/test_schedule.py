"""Into a release and out of it: frozen scopes, full releases, what is displaced."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations import feed
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions import releases, scope
from tests.conftest import Cast
from tests.requirements.making import api, fresh, held, make_release, make_requirement, path

AsUser = Callable[[User], Client]


class TestRule:
    def test_both_threads_are_told_once(self, cast: Cast) -> None:
        made, release = make_requirement(cast), make_release(cast)
        for _ in range(2):
            scope.schedule(made, actor=cast.lu, to=release)
        assert Event.objects.get(kind="requirement.scheduled").changes == {"release": [None, "v3.2"]}
        assert Event.objects.get(kind="release.scope_changed").changes == {"added": made.reference}
        lines = [line.detail for line in feed.lines(cast.fang, thread=release.thread)]
        assert f"纳入：{made.reference}" in lines

    def test_moving_from_one_to_another(self, cast: Cast) -> None:
        made, one, two = make_requirement(cast), make_release(cast), make_release(cast, "v3.3")
        scope.schedule(made, actor=cast.lu, to=one)
        scope.schedule(made, actor=cast.lu, to=two)
        assert (held(one), held(two)) == ([], [made.title])
        assert Event.objects.filter(kind="requirement.scheduled").latest("pk").changes == {"release": ["v3.2", "v3.3"]}
        scope.schedule(made, actor=cast.lu, to=None)
        assert fresh(made).release is None

    def test_a_frozen_scope_changes_by_a_manager_who_says_why(self, cast: Cast) -> None:
        made, release = make_requirement(cast), make_release(cast)
        releases.freeze(release, actor=cast.chen)
        with pytest.raises(PermissionDenied):
            scope.schedule(made, actor=cast.lu, to=release, ground="急")
        with pytest.raises(ValidationError) as refused:
            scope.schedule(made, actor=cast.chen, to=release)
        assert list(refused.value.error_dict) == ["ground"] and held(release) == []
        scope.schedule(made, actor=cast.chen, to=release, ground="监管要求")
        assert Event.objects.get(kind="release.scope_changed").changes["ground"] == [None, "监管要求"]
        with pytest.raises(ValidationError):
            scope.schedule(made, actor=cast.chen, to=None)

    def test_a_full_release_names_what_leaves(self, cast: Cast) -> None:
        release = make_release(cast, capacity=Decimal(8))
        old = make_requirement(cast, "旧的", points=Decimal(5), release_to=release)
        small = make_requirement(cast, "小的", points=Decimal(1), release_to=release)
        urgent = make_requirement(cast, "急的", points=Decimal(5))
        for displaced in (None, small, urgent):
            with pytest.raises(ValidationError) as refused:
                scope.schedule(urgent, actor=cast.lu, to=release, displaced=displaced)
            assert list(refused.value.error_dict) == ["displaced"]
        assert held(release) == ["旧的", "小的"]
        scope.schedule(urgent, actor=cast.lu, to=release, displaced=old)
        assert held(release) == ["小的", "急的"]
        told = Event.objects.filter(kind="requirement.scheduled", thread_id=old.thread_id).latest("pk")
        assert told.changes["ground"] == [None, f"为 {urgent.reference} 让出位置"]

    def test_closed_and_foreign_releases_take_nothing(self, cast: Cast) -> None:
        made, release = make_requirement(cast), make_release(cast)
        releases.cancel(release, actor=cast.chen, ground="并入 v3.3")
        with pytest.raises(InvalidTransition):
            scope.schedule(made, actor=cast.chen, to=release)
        foreign = releases.plan(actor=cast.other_manager, product=cast.other_product, name="v1")
        with pytest.raises(ValidationError):
            scope.schedule(made, actor=cast.chen, to=foreign)
        assert fresh(made).release is None

    def test_a_viewer_and_somebody_who_only_asked_for_it(self, cast: Cast) -> None:
        made, release = make_requirement(cast), make_release(cast)
        for person in (cast.fang, cast.qin, cast.visitor):
            with pytest.raises(PermissionDenied):
                scope.schedule(made, actor=person, to=release)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_overfill_it(cast: Cast) -> None:
    release = make_release(cast, capacity=Decimal(5))
    wanted = [make_requirement(cast, title, points=Decimal(5)) for title in ("一", "二")]
    barrier, refused = threading.Barrier(2), []

    def put(number: int) -> None:
        try:
            barrier.wait()
            scope.schedule(wanted[number], actor=cast.chen, to=release)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), len(held(release))) == (1, 1)


class TestPage:
    def test_chosen_on_a_form_and_shown_among_the_facts(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        make_release(cast)
        client = as_user(cast.chen)
        assert "v3.2" in client.get(path(made, "schedule/")).content.decode()
        assert client.post(path(made, "schedule/"), {"release": "v3.2"})["Location"] == path(made)
        assert '<a class="link" href="/releases/CLB-R1/">v3.2</a>' in client.get(path(made)).content.decode()
        listed = client.get("/products/CLB/requirements/", {"release": "v3.2"}).content.decode()
        assert made.title in listed

    def test_a_full_one_says_so_on_the_form(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast, points=Decimal(5))
        make_release(cast, capacity=Decimal(3))
        answer = as_user(cast.chen).post(path(made, "schedule/"), {"release": "v3.2"})
        assert answer.status_code == 422 and "v3.2 已满" in answer.content.decode()
        unknown = as_user(cast.chen).post(path(made, "schedule/"), {"release": "v3.2", "displaced": "CLB-999"})
        assert unknown.status_code == 422


class TestApi:
    def test_by_reference_and_out_again(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        made = make_requirement(cast)
        make_release(cast)
        client = api_as(cast.chen)
        put = client.post(api(made, "schedule/"), {"release": "CLB-R1"}, format="json")
        assert (put.status_code, put.json()["release"]) == (200, "CLB-R1")
        assert client.post(api(made, "schedule/"), {"release": None}, format="json").json()["release"] is None
        assert client.post(api(made, "schedule/"), {"release": "CLB-R9"}, format="json").status_code == 400
        assert client.post(api(made, "schedule/"), {}, format="json").status_code == 400
        assert api_as(cast.fang).post(api(made, "schedule/"), {"release": "CLB-R1"}, format="json").status_code == 403
