"""One change for many rows: each for itself, with a result for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments.models import Product
from events.models import Event
from requirements.actions import bulk, lifecycle
from tests.conftest import Cast
from tests.requirements.making import fresh, make_requirement

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
PAGE = "/products/CLB/requirements/bulk/"
API = "/api/v1/requirements/bulk/"


class TestRule:
    def test_each_gets_it_and_one_refused_stops_no_other(self, cast: Cast) -> None:
        first, second, third = (make_requirement(cast, f"第 {number} 项", labels=["旧"]) for number in range(3))
        lifecycle.archive(second, actor=cast.chen)
        results = bulk.change_many(
            [first, second, third],
            actor=cast.lu,
            priority="P0",
            assignee=cast.han,
            status="已排期",
            add_labels=["新"],
            remove_labels=["旧"],
        )
        assert [bool(one.refused) for one in results] == [False, True, False] and "归档" in results[1].refused
        for one in (first, third):
            found = fresh(one)
            assert (found.priority, found.assignee, found.status.name, found.labels) == (
                "P0",
                cast.han,
                "已排期",
                ["新"],
            )
        assert fresh(second).priority == "P2"
        assert Event.objects.filter(kind="requirement.edited").count() == 2

    def test_a_row_is_changed_as_a_whole_or_not(self, cast: Cast) -> None:
        made = make_requirement(cast)
        (result,) = bulk.change_many([made], actor=cast.lu, priority="P0", status="已完成")
        assert "已完成" in result.refused and fresh(made).priority == "P2"
        assert not Event.objects.filter(kind="requirement.edited").exists()

    def test_twice_is_once(self, cast: Cast) -> None:
        made = make_requirement(cast)
        for _ in range(2):
            assert not bulk.change_many([made], actor=cast.chen, archive=True)[0].refused
        assert Event.objects.filter(kind="requirement.archived").count() == 1

    def test_nothing_and_too_many_are_refused(self, cast: Cast) -> None:
        made = make_requirement(cast)
        with pytest.raises(ValidationError):
            bulk.change_many([made], actor=cast.lu, ground="为什么")
        with pytest.raises(ValidationError):
            bulk.change_many([made] * 201, actor=cast.lu, priority="P0")


class TestPage:
    def test_ticked_chosen_and_told_of_each(self, cast: Cast, as_user: AsUser) -> None:
        first, second = make_requirement(cast, "甲项", assignee=cast.han), make_requirement(cast, "乙项", type="epic")
        client = as_user(cast.lu)
        text = client.get(f"{PAGE}?reference=CLB-1&reference=CLB-2&reference=CLB-99").content.decode()
        assert "甲项" in text and "乙项" in text
        sent = {"reference": ["CLB-1", "CLB-2"], "parent": "CLB-2", "clear": ["assignee"]}
        text = client.post(PAGE, sent).content.decode()
        assert "1 项已修改，1 项被拒绝" in text
        assert fresh(first).parent == second and fresh(first).assignee is None

    def test_what_does_not_fit_and_who_may_not(self, cast: Cast, as_user: AsUser) -> None:
        make_requirement(cast)
        client = as_user(cast.lu)
        assert client.post(PAGE, {"reference": ["CLB-1"]}).status_code == 422
        assert client.post(PAGE, {"reference": ["CLB-1"], "due_on": "昨天"}).status_code == 422
        assert client.get(PAGE)["Location"] == "/products/CLB/requirements/"
        assert as_user(cast.fang).post(PAGE, {"reference": ["CLB-1"], "priority": "P0"}).status_code == 403
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        assert as_user(cast.other_manager).get(PAGE).status_code == 404

    def test_only_what_stands_on_the_product_is_taken(self, cast: Cast, as_user: AsUser) -> None:
        make_requirement(cast)
        other = make_requirement(cast, "别处")
        assert f"{other.reference}" not in as_user(cast.lu).get(f"{PAGE}?reference=CLB-1").content.decode()


class TestApi:
    def test_a_result_for_each_in_order(self, cast: Cast, api_as: ApiAs) -> None:
        first, second = make_requirement(cast), make_requirement(cast)
        lifecycle.archive(second, actor=cast.chen)
        sent = {"references": ["CLB-2", "CLB-1", "CLB-99"], "changes": {"priority": "P0", "due_on": "2027-03-08"}}
        response = api_as(cast.lu).post(API, sent, format="json")
        results = response.json()["results"]
        assert response.status_code == 200 and [one["status"] for one in results] == [409, 200, 404]
        assert results[0]["problem"]["code"] == "archived" and results[0]["result"] is None
        assert results[1]["result"]["priority"] == "P0" and fresh(first).priority == "P0"

    def test_whoever_may_not_is_refused_row_by_row(self, cast: Cast, api_as: ApiAs) -> None:
        make_requirement(cast)
        sent = {"references": ["CLB-1"], "changes": {"priority": "P0"}}
        assert api_as(cast.fang).post(API, sent, format="json").json()["results"][0]["status"] == 403
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        assert api_as(cast.other_manager).post(API, sent, format="json").json()["results"][0]["status"] == 404

    def test_bad_input_is_named(self, cast: Cast, api_as: ApiAs) -> None:
        for sent in (
            {"references": [], "changes": {"priority": "P0"}},
            {"references": ["CLB-1"] * 201, "changes": {"priority": "P0"}},
            {"references": ["CLB-1"], "changes": {}},
            {"references": ["CLB-1"], "changes": {"title": "甲"}},
        ):
            assert api_as(cast.lu).post(API, sent, format="json").status_code == 400
