"""Moving on in the workflow, and the order by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import User
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements import ranks
from requirements.actions import create, lifecycle, move
from requirements.models import Requirement, Transition
from requirements.workflows import moves_for
from tests.conftest import Cast
from tests.requirements.making import api, fresh, make_requirement, path, step_of

AsUser = Callable[[User], Client]


class TestRule:
    def test_old_and_new_step_are_recorded(self, cast: Cast) -> None:
        made = make_requirement(cast)
        move.move(made, actor=cast.lu, to=step_of(cast.product, "已排期"))
        assert Event.objects.get(kind="requirement.moved").changes == {"status": ["待评审", "已排期"]}
        move.move(made, actor=cast.lu, to=step_of(cast.product, "已排期"))
        assert Event.objects.filter(kind="requirement.moved").count() == 1

    def test_done_closes_and_going_back_opens(self, cast: Cast) -> None:
        made = make_requirement(cast, step="已完成")
        assert made.closed_at is not None
        back = step_of(cast.product, "开发中")
        with pytest.raises(ValidationError) as refused:
            move.move(made, actor=cast.chen, to=back)
        assert list(refused.value.error_dict) == ["ground"]
        assert move.move(made, actor=cast.chen, to=back, ground="回归没过").closed_at is None
        assert Event.objects.filter(kind="requirement.moved").latest("pk").changes["ground"] == [None, "回归没过"]

    def test_a_move_the_workflow_does_not_know(self, cast: Cast) -> None:
        made = make_requirement(cast)
        with pytest.raises(InvalidTransition):
            move.move(made, actor=cast.chen, to=step_of(cast.product, "已完成"))
        assert fresh(made).status.name == "待评审"

    def test_what_has_to_be_filled_in_first(self, cast: Cast) -> None:
        made = make_requirement(cast)
        move.move(made, actor=cast.chen, to=step_of(cast.product, "已排期"))
        with pytest.raises(ValidationError) as refused:
            move.move(made, actor=cast.chen, to=step_of(cast.product, "开发中"))
        assert list(refused.value.error_dict) == ["assignee"]

    def test_dropping_is_for_managers_and_others_are_not_offered_it(self, cast: Cast) -> None:
        made = make_requirement(cast)
        dropped = step_of(cast.product, "不做")
        with pytest.raises(PermissionDenied):
            move.move(made, actor=cast.lu, to=dropped, ground="不要了")
        assert [one.to.name for one in moves_for(cast.lu, made)] == ["已排期"]
        assert [one.to.name for one in moves_for(cast.chen, made)] == ["已排期", "不做"]
        assert moves_for(cast.qin, made) == []
        assert move.move(made, actor=cast.chen, to=dropped, ground="与建账向导重复").closed_at is not None

    def test_a_move_of_the_assignee(self, cast: Cast) -> None:
        made = make_requirement(cast, step="开发中", assignee=cast.qin)
        ways = Transition.objects.filter(product=cast.product, to_status__name="测试中")
        ways.update(who=Transition.Who.ASSIGNEE)
        testing = step_of(cast.product, "测试中")
        with pytest.raises(PermissionDenied):
            move.move(made, actor=cast.lu, to=testing)
        assert move.move(made, actor=cast.qin, to=testing).status == testing

    def test_a_way_of_one_type_is_closed_to_the_others(self, cast: Cast) -> None:
        bug, story = make_requirement(cast, type="bug"), make_requirement(cast)
        first, done = step_of(cast.product, "待评审"), step_of(cast.product, "已完成")
        Transition.objects.create(product=cast.product, type="bug", from_status=first, to_status=done)
        assert move.move(bug, actor=cast.chen, to=done).status == done
        with pytest.raises(InvalidTransition):
            move.move(story, actor=cast.chen, to=done)

    def test_who_saw_an_older_step_is_told(self, cast: Cast) -> None:
        made = make_requirement(cast)
        seen = step_of(cast.product, "待评审")
        move.move(made, actor=cast.lu, to=step_of(cast.product, "已排期"), seen=seen)
        with pytest.raises(InvalidTransition, match="已排期"):
            move.move(made, actor=cast.chen, to=step_of(cast.product, "不做"), seen=seen, ground="x")
        assert fresh(made).status.name == "已排期"


@pytest.mark.django_db(transaction=True)
def test_two_people_drag_one_card_and_one_of_them_wins() -> None:
    from tests.conftest import build_cast

    cast = build_cast()
    made = make_requirement(cast)
    seen, planned = step_of(cast.product, "待评审"), step_of(cast.product, "已排期")
    dropped = step_of(cast.product, "不做")
    barrier, said = threading.Barrier(2), []

    def drag(actor: User, to: object) -> None:
        try:
            barrier.wait(10)
            move.move(made, actor=actor, to=to, seen=seen, ground="x")
            said.append("moved")
        except InvalidTransition:
            said.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=drag, args=(cast.lu, planned)),
        threading.Thread(target=drag, args=(cast.chen, dropped)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["moved", "told"]
    assert Event.objects.filter(kind="requirement.moved").count() == 1


class TestOrder:
    def test_behind_another_first_and_where_it_stands(self, cast: Cast) -> None:
        one, two, three = (make_requirement(cast, title) for title in ("一", "二", "三"))
        move.place(three, actor=cast.chen, after=one)
        assert self.titles() == ["一", "三", "二"]
        move.place(fresh(two), actor=cast.chen, after=None)
        assert self.titles() == ["二", "一", "三"]
        move.place(fresh(two), actor=cast.chen, after=None)
        assert Event.objects.filter(kind="requirement.placed").count() == 2

    def test_a_thousand_moves_to_one_spot_keep_the_order(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ranks, "LONGEST", 4)
        one, two, three = (make_requirement(cast, title) for title in ("一", "二", "三"))
        for number in range(40):
            move.place(fresh((two, three)[number % 2]), actor=cast.chen, after=one)
        assert self.titles() == ["一", "三", "二"]
        assert max(len(rank) for rank in Requirement.objects.values_list("rank", flat=True)) <= 6

    def test_not_behind_itself_nor_on_another_product(self, cast: Cast) -> None:
        made = make_requirement(cast)
        other = create.create(actor=cast.other_manager, product=cast.other_product, title="别处")
        for after in (made, other):
            with pytest.raises(ValidationError):
                move.place(made, actor=cast.chen, after=after)

    def titles(self) -> list[str]:
        return list(Requirement.objects.order_by("rank", "pk").values_list("title", flat=True))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_there_is_always_room_between_two_keys(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        key = ranks.between(keys[at - 1] if at else "", keys[at] if at < len(keys) else "")
        keys.insert(at, key)
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    assert not any(key.endswith("0") for key in keys)


def test_appending_does_not_make_keys_longer_and_dealing_is_even() -> None:
    key = ""
    for _ in range(5_000):
        following = ranks.after_last(key)
        assert following > key
        key = following
    assert len(key) == 6
    dealt = ranks.spread(1_000)
    assert dealt == sorted(set(dealt)) and len(dealt) == 1_000


class TestPage:
    def test_a_button_moves_and_the_page_says_where_it_stands(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        client = as_user(cast.chen)
        assert "已排期" in client.get(path(made)).content.decode()
        response = client.post(path(made, "move/"), {"to": "已排期", "seen": "待评审"})
        assert response["Location"] == path(made) and fresh(made).status.name == "已排期"

    def test_a_ground_is_asked_for_and_what_was_typed_stays(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        client = as_user(cast.chen)
        form = client.get(path(made, "move/"), {"to": "不做"}).content.decode()
        assert "流转到「不做」" in form and "原因" in form
        assert client.post(path(made, "move/"), {"to": "不做"}).status_code == 422
        client.post(path(made, "move/"), {"to": "不做", "ground": "重复"})
        assert fresh(made).status.name == "不做"

    def test_the_board_is_told_in_json(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        client = as_user(cast.chen)
        script = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
        needs = client.post(path(made, "move/"), {"to": "不做"}, headers=script)
        assert (needs.status_code, needs.json()["needs_form"]) == (422, True)
        assert client.post(path(made, "move/"), {"to": "已排期"}, headers=script).status_code == 204
        moved = client.post(path(made, "move/"), {"to": "不做", "seen": "待评审", "ground": "x"}, headers=script)
        assert moved.status_code == 409 and "已排期" in moved.json()["detail"]
        assert client.post(path(made, "place/"), {"after": ""}, headers=script).status_code == 204

    def test_a_step_of_nowhere_is_not_there(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        assert as_user(cast.chen).post(path(made, "move/"), {"to": "别处"}).status_code == 404


class TestApi:
    def test_by_the_name_of_the_step(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        made = make_requirement(cast)
        client = api_as(cast.chen)
        response = client.post(api(made, "move/"), {"to": "已排期", "seen": "待评审"}, format="json")
        assert (response.status_code, response.json()["status"]) == (200, "已排期")
        assert client.post(api(made, "move/"), {"to": "不做"}, format="json").status_code == 400
        assert client.post(api(made, "move/"), {"to": "已完成"}, format="json").status_code == 409
        assert client.post(api(made, "move/"), {"to": "别处"}, format="json").status_code == 400

    def test_behind_another(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        one, two = make_requirement(cast, "一"), make_requirement(cast, "二")
        client = api_as(cast.chen)
        assert client.post(api(one, "place/"), {"after": two.reference}, format="json").status_code == 200
        listed = client.get("/api/v1/requirements/", {"product": "CLB", "order": "hand"}).json()["items"]
        assert [row["title"] for row in listed] == ["二", "一"]

    def test_the_workflow_can_be_read(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        make_requirement(cast)
        body = api_as(cast.fang).get("/api/v1/products/CLB/workflow/").json()
        assert [step["name"] for step in body["statuses"]][:2] == ["待评审", "已排期"]
        assert {"from": None, "to": "不做", "type": "", "required_fields": ["ground"], "who": "manager"} in body[
            "transitions"
        ]


class TestArchive:
    def test_it_leaves_the_list_and_can_come_back(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        client = as_user(cast.chen)
        client.post(path(made, "archive/"))
        client.post(path(made, "archive/"))
        assert Event.objects.filter(kind="requirement.archived").count() == 1
        assert made.title not in client.get("/products/CLB/requirements/").content.decode()
        assert made.title in client.get("/products/CLB/requirements/?archived=yes").content.decode()
        with pytest.raises(InvalidTransition):
            move.move(made, actor=cast.chen, to=step_of(cast.product, "已排期"))
        client.post(path(made, "unarchive/"))
        assert fresh(made).archived_at is None

    def test_only_managers_and_who_asked(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        made = make_requirement(cast, actor=cast.lu)
        with pytest.raises(PermissionDenied):
            lifecycle.archive(made, actor=cast.han)
        assert api_as(cast.lu).post(api(made, "archive/")).json()["archived_at"]
        assert api_as(cast.chen).post(api(made, "unarchive/")).json()["archived_at"] is None
