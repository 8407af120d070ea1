"""Planning a release, changing it, freezing its scope, shipping and cancelling it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from conversations import feed
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements.actions import releases
from requirements.models import Release
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import fresh, held, make_finished, make_release, make_requirement

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
PAGE = "/releases/CLB-R1/"
API = "/api/v1/releases/CLB-R1/"


def again(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


class TestRule:
    def test_planned_with_its_day_and_its_thread(self, cast: Cast) -> None:
        made = make_release(cast, ships_on=dt.date(2027, 1, 15), goal="月结一小时")
        assert (made.reference, made.thread.address, made.stage) == ("CLB-R1", PAGE, "planning")
        assert Event.objects.get(kind="release.planned").changes["ships_on"] == [None, "2027-01-15"]
        assert make_release(cast, "v3.3").reference == "CLB-R2"

    def test_a_name_is_given_once_on_a_product(self, cast: Cast) -> None:
        make_release(cast)
        with pytest.raises(ValidationError) as refused:
            make_release(cast, " v3.2 ")
        assert list(refused.value.error_dict) == ["name"] and Release.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("name", {"name": "  "}),
            ("name", {"name": "长" * 31}),
            ("ships_on", {"starts_on": dt.date(2027, 2, 1), "ships_on": dt.date(2027, 1, 1)}),
            ("capacity", {"capacity": Decimal(0)}),
            ("goal", {"goal": "长" * 501}),
        ],
    )
    def test_what_is_refused_names_its_field(self, cast: Cast, field: str, fields: dict[str, object]) -> None:
        with pytest.raises(ValidationError) as refused:
            make_release(cast, **fields)  # type: ignore[arg-type]
        assert list(refused.value.error_dict) == [field] and not Release.objects.exists()

    def test_only_managers_plan_and_change(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            releases.plan(actor=cast.lu, product=cast.product, name="v9")
        made = make_release(cast)
        for verb in (releases.freeze, releases.ship):
            with pytest.raises(PermissionDenied):
                verb(made, actor=cast.lu)

    def test_a_moved_day_is_told_with_old_and_new(self, cast: Cast) -> None:
        made = make_release(cast, ships_on=dt.date(2027, 1, 15))
        releases.edit(made, actor=cast.chen, revision=1, ships_on=dt.date(2027, 1, 22), stage="building")
        line = next(line for line in feed.lines(cast.fang, thread=made.thread) if line.kind == "release.edited")
        assert line.detail == "阶段：规划中 → 开发中；发版日：2027-01-15 → 2027-01-22"
        releases.edit(made, actor=cast.chen, revision=1, stage="building")
        assert Event.objects.filter(kind="release.edited").count() == 1

    def test_two_people_see_both_values(self, cast: Cast) -> None:
        made = make_release(cast)
        releases.edit(made, actor=cast.chen, revision=1, goal="甲")
        with pytest.raises(StaleEdit) as stale:
            releases.edit(made, actor=cast.chen, revision=1, goal="乙")
        assert (stale.value.mine, stale.value.theirs) == ({"goal": "乙"}, {"goal": "甲"})

    def test_shipping_is_no_stage_to_be_chosen(self, cast: Cast) -> None:
        with pytest.raises(ValidationError):
            releases.edit(make_release(cast), actor=cast.chen, revision=1, stage="shipped")

    def test_freezing_twice_is_once(self, cast: Cast) -> None:
        made = make_release(cast)
        for _ in range(2):
            releases.freeze(made, actor=cast.chen)
        assert Event.objects.filter(kind="release.frozen").count() == 1
        assert releases.unfreeze(made, actor=cast.chen).frozen_at is None


class TestShip:
    def test_what_is_not_finished_goes_on_to_the_next(self, cast: Cast) -> None:
        made, after = make_release(cast), make_release(cast, "v3.3")
        make_finished(cast, made)
        open_one = make_requirement(cast, "断点续传", release_to=made)
        shipped = releases.ship(made, actor=cast.chen, rest_to=after)
        assert (shipped.stage, shipped.shipped_on) == ("shipped", timezone.localdate())
        assert (held(made), held(after)) == (["失败后自动重试"], ["断点续传"])
        assert fresh(open_one).release_id == after.pk
        assert Event.objects.get(kind="release.shipped").changes == {
            "stage": ["planning", "shipped"],
            "done": 1,
            "moved": 1,
        }
        releases.ship(made, actor=cast.chen)
        assert Event.objects.filter(kind="release.shipped").count() == 1

    def test_nothing_finished_nothing_ships(self, cast: Cast) -> None:
        made = make_release(cast)
        make_requirement(cast, release_to=made)
        with pytest.raises(ValidationError):
            releases.ship(made, actor=cast.chen)
        assert again(made).stage == "planning" and held(made) == ["按月导出对账单"]

    def test_not_tomorrow_and_not_into_a_closed_one(self, cast: Cast) -> None:
        made, gone = make_release(cast), make_release(cast, "v3.1")
        make_finished(cast, made)
        releases.cancel(gone, actor=cast.chen, ground="并入 v3.2")
        with pytest.raises(ValidationError) as early:
            releases.ship(made, actor=cast.chen, shipped_on=timezone.localdate() + dt.timedelta(days=1))
        with pytest.raises(ValidationError) as closed:
            releases.ship(made, actor=cast.chen, rest_to=gone)
        assert (list(early.value.error_dict), list(closed.value.error_dict)) == (["shipped_on"], ["rest_to"])
        assert again(made).shipped_on is None

    def test_a_frozen_one_takes_no_rest(self, cast: Cast) -> None:
        made, after = make_release(cast), make_release(cast, "v3.3")
        make_finished(cast, made)
        make_requirement(cast, "断点续传", release_to=made)
        releases.freeze(after, actor=cast.chen)
        with pytest.raises(ValidationError) as frozen:
            releases.ship(made, actor=cast.chen, rest_to=after)
        assert list(frozen.value.error_dict) == ["rest_to"] and held(after) == []
        assert again(made).stage == "planning"

    def test_shipped_is_over(self, cast: Cast) -> None:
        made = make_release(cast)
        make_finished(cast, made)
        releases.ship(made, actor=cast.chen)
        for verb in (releases.freeze, lambda one, actor: releases.cancel(one, actor=actor, ground="x")):
            with pytest.raises(InvalidTransition):
                verb(again(made), actor=cast.chen)

    def test_cancelling_gives_everything_back(self, cast: Cast) -> None:
        made = make_release(cast)
        one = make_requirement(cast, release_to=made)
        with pytest.raises(ValidationError):
            releases.cancel(made, actor=cast.chen, ground="  ")
        releases.cancel(made, actor=cast.chen, ground="并入 v3.3")
        assert fresh(one).release is None and again(made).stage == "cancelled"


class TestPage:
    def test_from_planning_to_the_changelog(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        response = client.post("/products/CLB/releases/plan/", {"name": "v3.2", "ships_on": "2027-01-15"})
        assert response["Location"] == PAGE
        made = Release.objects.get()
        make_finished(cast, made, points=Decimal(3))
        form = {"name": "v3.2", "stage": "testing", "capacity": "8", "revision": "1"}
        assert client.post(PAGE + "edit/", form).status_code == 302
        page = client.get(PAGE).content.decode()
        assert "测试中" in page and "更新日志" in page and "失败后自动重试" in page and "3 / 8" in page
        assert client.post(PAGE + "freeze/").status_code == 302
        assert "范围已冻结" in client.get(PAGE).content.decode()
        assert client.post(PAGE + "unfreeze/").status_code == 302
        today = timezone.localdate().isoformat()
        assert client.post(PAGE + "ship/", {"shipped_on": today}).status_code == 302
        assert "已发版" in client.get("/products/CLB/releases/").content.decode()

    def test_a_wrong_form_keeps_what_was_typed(self, cast: Cast, as_user: AsUser) -> None:
        make_release(cast)
        refused = as_user(cast.chen).post("/products/CLB/releases/plan/", {"name": "v3.2", "goal": "月结一小时"})
        assert refused.status_code == 422 and "月结一小时" in refused.content.decode()

    def test_cancelling_asks_why(self, cast: Cast, as_user: AsUser) -> None:
        made = make_release(cast)
        client = as_user(cast.chen)
        assert client.post(PAGE + "cancel/", {"ground": ""}).status_code == 422
        client.post(PAGE + "cancel/", {"ground": "并入 v3.3"})
        assert again(made).stage == "cancelled"

    def test_a_viewer_reads_and_a_stranger_of_a_private_product_does_not(self, cast: Cast, as_user: AsUser) -> None:
        make_release(cast)
        assert as_user(cast.fang).get(PAGE).status_code == 200
        assert as_user(cast.fang).get(PAGE + "edit/").status_code == 403
        cast.product.visibility = "private"
        cast.product.save(update_fields=["visibility"])
        assert as_user(cast.other_manager).get(PAGE).status_code == 404
        assert as_user(cast.other_manager).get("/products/CLB/releases/").status_code == 404

    @pytest.mark.parametrize("address", ["/products/CLB/releases/", PAGE])
    def test_queries_do_not_grow(self, cast: Cast, as_user: AsUser, address: str) -> None:
        made = make_release(cast)
        make_finished(cast, made)
        client = as_user(cast.chen)
        client.get(address)
        few = len(queries(client, address))
        for number in range(8):
            make_release(cast, f"v4.{number}")
            make_finished(cast, made, f"第 {number} 条")
        assert len(queries(client, address)) == few


class TestApi:
    def test_plan_read_edit_ship(self, cast: Cast, api_as: ApiAs) -> None:
        client = api_as(cast.chen)
        wanted = {"product": "CLB", "name": "v3.2", "capacity": "20"}
        answer = client.post("/api/v1/releases/", wanted, format="json", headers={"Idempotency-Key": "release-3-2"})
        assert (answer.status_code, answer["Location"][-len(API) :]) == (201, API)
        repeated = client.post("/api/v1/releases/", wanted, format="json", headers={"Idempotency-Key": "release-3-2"})
        assert repeated.json()["id"] == answer.json()["id"] and Release.objects.count() == 1
        make_finished(cast, Release.objects.get(), points=Decimal(5))
        body = client.get(API).json()
        assert (body["held"], body["finished"], body["points_held"]) == (1, 1, "5.00")
        assert client.patch(API, {"stage": "ready"}, format="json").status_code == 428
        assert client.patch(API, {"stage": "ready"}, format="json", headers={"If-Match": '"9"'}).status_code == 412
        assert client.patch(API, {"stage": "shipped"}, format="json", headers={"If-Match": '"1"'}).status_code == 400
        edited = client.patch(API, {"stage": "ready"}, format="json", headers={"If-Match": '"1"'})
        assert (edited.status_code, edited.json()["stage"]) == (200, "ready")
        shipped = client.post(API + "ship/", {}, format="json")
        assert (shipped.status_code, shipped.json()["stage"]) == (200, "shipped")
        assert client.post(API + "freeze/", format="json").status_code == 409

    def test_the_list_is_filtered_and_a_foreign_one_is_not_there(self, cast: Cast, api_as: ApiAs) -> None:
        make_release(cast)
        make_release(cast, "v3.3", ships_on=dt.date(2027, 3, 1))
        client = api_as(cast.fang)
        listed = client.get("/api/v1/releases/", {"product": "CLB", "ships.after": "2027-02-01"}).json()["items"]
        assert [row["name"] for row in listed] == ["v3.3"]
        assert client.post(API + "ship/", {}, format="json").status_code == 403
        assert api_as(cast.visitor).get(API).status_code == 404
        assert client.get(API + "ship/").status_code == 405
