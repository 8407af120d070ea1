"""Saved views: kept, changed, shared, deleted, opened again; the rule, the page, the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments.actions import products
from departments.models import Product
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements.actions import saved_views
from requirements.models import SavedView, ViewUse
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import make_requirement

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
LIST, BOARD = "/products/CLB/requirements/", "/products/CLB/requirements/board/"
VIEWS = "/products/CLB/views/"
API = "/api/v1/products/CLB/views/"


def make_view(cast: Cast, name: str = "本周到期", query: str = "due=this-week&order=due", **more: object) -> SavedView:
    more.setdefault("actor", cast.lu)
    return saved_views.create(product=cast.product, name=name, query=query, **more)  # type: ignore[arg-type]  # a test's few


def names(cast: Cast, person: User) -> list[str]:
    rows = SavedView.objects.filter(product=cast.product).visible_to(person).in_order()
    return list(rows.values_list("name", flat=True))


class TestRule:
    def test_a_view_is_kept_with_its_question(self, cast: Cast) -> None:
        view = make_view(cast, " 本周  到期 ", "?priority=P0&q=&cursor=x&view=3&order=-due")
        assert (view.name, view.query, view.position) == ("本周 到期", "priority=P0&order=-due", 1)
        event = Event.objects.get(kind="saved_view.created")
        assert event.changes == {"name": [None, "本周 到期"], "sharing": [None, "personal"]}
        assert event.thread_id is None and event.product_id == cast.product.pk

    @pytest.mark.parametrize(
        ("field", "wanted"),
        [
            ("name", {"name": " "}),
            ("name", {"name": "长" * 31}),
            ("name", {"name": "已有"}),
            ("query", {"query": "assignee__password=x"}),
            ("query", {"query": "order=secret"}),
            ("kind", {"kind": "roadmap"}),
            ("sharing", {"sharing": "world"}),
            ("departments", {"sharing": "departments"}),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, cast: Cast, field: str, wanted: dict[str, str]) -> None:
        make_view(cast, "已有")
        with pytest.raises(ValidationError) as refused:
            make_view(cast, **{"name": "新的", **wanted})
        assert list(refused.value.error_dict) == [field]
        assert SavedView.objects.count() == 1

    def test_one_sees_ones_own_the_departments_and_the_pinned(self, cast: Cast) -> None:
        make_view(cast, "我的")
        make_view(cast, "给研发", sharing="departments", departments=[cast.rd])
        make_view(cast, "大家", actor=cast.chen, sharing="pinned")
        assert names(cast, cast.lu) == ["我的", "给研发", "大家"]
        assert names(cast, cast.qin) == ["给研发", "大家"]
        assert names(cast, cast.su) == ["大家"]
        assert names(cast, cast.visitor) == ["大家"]  # the product itself is out of a visitor's sight

    def test_only_managers_pin_and_only_owners_change(self, cast: Cast) -> None:
        view = make_view(cast)
        with pytest.raises(PermissionDenied):
            make_view(cast, "大家", sharing="pinned")
        for verb in (
            lambda: saved_views.edit(view, actor=cast.chen, revision=1, name="别的"),
            lambda: saved_views.share(view, actor=cast.lu, sharing="pinned"),
            lambda: saved_views.share(view, actor=cast.su, sharing="personal"),
            lambda: saved_views.delete(view, actor=cast.su),
        ):
            with pytest.raises(PermissionDenied):
                verb()
        pinned = make_view(cast, "大家", actor=cast.chen, sharing="pinned")
        with pytest.raises(PermissionDenied):
            saved_views.delete(pinned, actor=cast.lu)
        with pytest.raises(PermissionDenied):
            make_view(cast, actor=cast.visitor)

    def test_sharing_is_recorded_and_twice_is_once(self, cast: Cast) -> None:
        view = make_view(cast)
        for _ in range(2):
            saved_views.share(view, actor=cast.lu, sharing="departments", departments=[cast.rd, cast.finance])
        event = Event.objects.get(kind="saved_view.shared")
        assert event.changes == {
            "sharing": ["personal", "departments"],
            "departments": [[], ["finance", "rd"]],
        }
        saved_views.share(view, actor=cast.lu, sharing="personal")
        assert names(cast, cast.qin) == []

    def test_an_older_revision_is_shown_both(self, cast: Cast) -> None:
        view = make_view(cast)
        saved_views.edit(view, actor=cast.lu, revision=1, name="甲")
        saved_views.edit(view, actor=cast.lu, revision=1, name="甲")  # as wanted already
        with pytest.raises(StaleEdit) as stale:
            saved_views.edit(view, actor=cast.lu, revision=1, name="乙")
        assert (stale.value.mine, stale.value.theirs) == ({"name": "乙"}, {"name": "甲"})
        assert Event.objects.filter(kind="saved_view.edited").count() == 1

    def test_deleting_twice_is_once(self, cast: Cast) -> None:
        view = make_view(cast, sharing="departments", departments=[cast.rd])
        saved_views.use(cast.product, actor=cast.qin, view=view)
        for _ in range(2):
            saved_views.delete(view, actor=cast.lu)
        assert Event.objects.filter(kind="saved_view.deleted").count() == 1
        assert not SavedView.objects.exists() and not ViewUse.objects.exists()

    def test_an_archived_product_takes_no_new_ones(self, cast: Cast) -> None:
        products.archive_product(cast.product, actor=cast.chen)
        with pytest.raises(InvalidTransition):
            make_view(cast)


class TestPage:
    def test_the_list_is_saved_shown_as_a_tab_and_opened_next_time(self, cast: Cast, as_user: AsUser) -> None:
        make_requirement(cast, "急的", priority="P0")
        make_requirement(cast, "不急的")
        client = as_user(cast.lu)
        form = client.get(f"{VIEWS}new/?kind=table&priority=P0&order=-due").content.decode()
        assert 'value="priority=P0&amp;order=-due"' in form
        sent = {"name": "最急的", "query": "priority=P0&order=-due", "kind": "table", "sharing": "personal"}
        response = client.post(f"{VIEWS}new/", sent)
        view = SavedView.objects.get()
        assert response["Location"] == f"{LIST}?priority=P0&order=-due&view={view.pk}" == view.address
        text = client.get(view.address).content.decode()
        assert "最急的" in text and "急的</a>" in text and "不急的</a>" not in text
        assert f'"view": "{view.pk}"' in text  # what the page sends to be opened with next time
        assert client.get(LIST).status_code == 200
        assert client.post(f"{VIEWS}use/", {"view": view.pk}, HTTP_HX_REQUEST="true").content == b""
        assert client.get(LIST)["Location"] == view.address
        assert client.get(f"{LIST}?view=all").status_code == 200
        client.post(f"{VIEWS}use/", {"view": "all"})
        assert client.get(LIST).status_code == 200

    def test_the_address_of_a_view_leads_to_what_it_asks_today(self, cast: Cast, as_user: AsUser) -> None:
        view = make_view(cast, sharing="departments", departments=[cast.rd], kind="board")
        assert as_user(cast.qin).get(f"{VIEWS}{view.pk}/")["Location"] == f"{BOARD}?{view.query}&view={view.pk}"
        assert as_user(cast.su).get(f"{VIEWS}{view.pk}/").status_code == 404

    def test_what_the_bar_cannot_ask_stays_and_can_be_taken_off(self, cast: Cast, as_user: AsUser) -> None:
        make_requirement(cast)
        text = as_user(cast.fang).get(f"{LIST}?label=导出&priority=P0").content.decode()
        assert '<input type="hidden" name="label" value="导出">' in text and "label: 导出" in text
        assert 'href="?priority=P0"' in text and "priority: P0" not in text

    def test_a_change_is_saved_in_place(self, cast: Cast, as_user: AsUser) -> None:
        view = make_view(cast)
        client = as_user(cast.lu)
        assert "保存改动" not in client.get(view.address).content.decode()
        assert "保存改动" in client.get(f"{LIST}?priority=P1&view={view.pk}").content.decode()
        client.post(f"{VIEWS}{view.pk}/edit/", {"name": view.name, "query": "priority=P1", "revision": "1"})
        view.refresh_from_db()
        assert (view.query, view.position, view.revision) == ("priority=P1", 1, 2)
        stale = client.post(f"{VIEWS}{view.pk}/edit/", {"name": "别的", "query": view.query, "revision": "1"})
        assert stale.status_code == 409

    def test_shared_and_deleted_from_its_settings(self, cast: Cast, as_user: AsUser) -> None:
        view = make_view(cast)
        client = as_user(cast.lu)
        assert "给" not in view.name and client.get(f"{VIEWS}{view.pk}/edit/").status_code == 200
        client.post(f"{VIEWS}{view.pk}/share/", {"sharing": "departments", "departments": ["rd"]})
        assert names(cast, cast.qin) == [view.name]
        assert as_user(cast.qin).get(f"{VIEWS}{view.pk}/edit/").status_code == 403
        assert as_user(cast.qin).post(f"{VIEWS}{view.pk}/delete/").status_code == 403
        assert as_user(cast.su).post(f"{VIEWS}{view.pk}/delete/").status_code == 404
        assert client.post(f"{VIEWS}{view.pk}/share/", {"sharing": "pinned"}).status_code == 403
        assert client.get(f"{VIEWS}{view.pk}/delete/").status_code == 405
        assert client.post(f"{VIEWS}{view.pk}/delete/")["Location"] == LIST

    def test_a_hidden_product_hides_its_views(self, cast: Cast, as_user: AsUser) -> None:
        view = make_view(cast, actor=cast.chen, sharing="pinned")
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        assert as_user(cast.other_manager).get(f"{VIEWS}{view.pk}/").status_code == 404
        assert as_user(cast.other_manager).post(f"{VIEWS}use/", {"view": "all"}).status_code == 404

    def test_many_views_cost_what_one_costs(self, cast: Cast, as_user: AsUser) -> None:
        make_view(cast)
        client = as_user(cast.lu)
        few = len(queries(client, f"{LIST}?view=all"))
        for number in range(20):
            make_view(cast, f"视图 {number}")
        assert len(queries(client, f"{LIST}?view=all")) == few


class TestApi:
    def test_kept_shared_changed_and_deleted(self, cast: Cast, api_as: ApiAs) -> None:
        client = api_as(cast.chen)
        sent = {
            "name": "最急的",
            "query": "priority=P0",
            "kind": "board",
            "sharing": "departments",
            "departments": ["rd"],
        }
        response = client.post(API, sent, format="json")
        body = response.json()
        assert response.status_code == 201 and {name: body[name] for name in sent} == sent
        one = f"{API}{body['id']}/"
        assert response["Location"].endswith(one) and response["ETag"] == '"1"'
        assert api_as(cast.qin).get(one).json()["address"] == body["address"]
        assert client.patch(one, {"name": "急"}, format="json").status_code == 428
        changed = client.patch(one, {"name": "急"}, format="json", headers={"If-Match": '"1"'})
        assert changed.json()["name"] == "急" and changed["ETag"] == '"2"'
        stale = client.patch(one, {"name": "急急"}, format="json", headers={"If-Match": '"1"'})
        assert stale.status_code == 412 and stale.json()["theirs"] == {"name": "急"}
        pinned = client.post(f"{one}share/", {"sharing": "pinned"}, format="json").json()
        assert (pinned["sharing"], pinned["departments"]) == ("pinned", [])
        assert [row["id"] for row in api_as(cast.su).get(API).json()["items"]] == [body["id"]]
        assert api_as(cast.su).delete(one).status_code == 403
        assert client.delete(one).status_code == 204 and client.get(one).status_code == 404

    def test_the_last_one_is_remembered(self, cast: Cast, api_as: ApiAs) -> None:
        view = make_view(cast)
        assert api_as(cast.lu).post(f"{API}use/", {"view": view.pk}, format="json").status_code == 204
        assert ViewUse.objects.get(user=cast.lu).view == view
        assert api_as(cast.su).post(f"{API}use/", {"view": view.pk}, format="json").status_code == 404
        assert api_as(cast.lu).post(f"{API}use/", {"view": None}, format="json").status_code == 204

    def test_bad_input_is_named(self, cast: Cast, api_as: ApiAs) -> None:
        for more, field in (({"query": "nothing=1"}, "query"), ({"kind": "gantt"}, "kind"), ({"colour": 1}, "colour")):
            response = api_as(cast.chen).post(API, {"name": "甲", **more}, format="json")
            assert response.status_code == 400 and response.json()["errors"][0]["field"] == field

    def test_the_same_key_makes_one(self, cast: Cast, api_as: ApiAs) -> None:
        for _ in range(2):
            headers = {"Idempotency-Key": "view-0001"}
            assert api_as(cast.chen).post(API, {"name": "甲"}, format="json", headers=headers).status_code == 201
        assert SavedView.objects.count() == 1

    def test_many_cost_what_one_costs(self, cast: Cast, api_as: ApiAs) -> None:
        make_view(cast, sharing="departments", departments=[cast.rd])
        few = len(queries(api_as(cast.qin), API))
        for number in range(9):
            make_view(cast, f"视图 {number}", sharing="departments", departments=[cast.rd, cast.finance])
        assert len(queries(api_as(cast.qin), API)) == few
