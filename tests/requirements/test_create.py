"""Creating requirements: the rule, the page, the API."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations import search
from conversations.models import Watcher
from departments.actions import products
from departments.models import Product
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions import create
from requirements.actions.create import titles_in
from requirements.models import Requirement, Status
from tests.conftest import Cast
from tests.requirements.making import fresh, make_requirement

AsUser = Callable[[User], Client]
LIST = "/products/CLB/requirements/"
NEW = LIST + "new/"
LINES = LIST + "create-many/"
API = "/api/v1/requirements/"


class TestRule:
    def test_it_has_a_number_a_thread_and_stands_on_the_first_step(self, cast: Cast) -> None:
        made = make_requirement(cast, "  按月  导出 ", assignee=cast.han, labels=["导出", "导出", " v3.2 "])
        assert (made.reference, made.title, made.status.name) == ("CLB-1", "按月 导出", "待评审")
        assert made.labels == ["导出", "v3.2"] and made.requester == cast.chen
        assert made.thread.reference == "CLB-1" and made.thread.address == "/requirements/CLB-1/"
        assert set(Watcher.objects.filter(thread=made.thread).values_list("user", flat=True)) == {
            cast.chen.pk,
            cast.han.pk,
        }
        event = Event.objects.get(kind="requirement.created")
        assert event.changes == {"type": "story", "assignee": cast.han.pk, "parent": None}
        assert make_requirement(cast).reference == "CLB-2"

    def test_the_product_begins_with_a_workflow_once(self, cast: Cast) -> None:
        make_requirement(cast)
        make_requirement(cast)
        names = list(Status.objects.filter(product=cast.product).values_list("name", flat=True))
        assert names == ["待评审", "已排期", "开发中", "测试中", "已完成", "不做"]
        assert Event.objects.filter(kind="workflow.began").count() == 1

    def test_words_of_the_description_are_found(self, cast: Cast) -> None:
        made = make_requirement(cast, description="<p>月末只能逐条导出</p><script>alert(1)</script>")
        assert "script" not in made.description and "data-id" in made.description
        assert [hit.thread for hit in search.search(cast.fang, "逐条").hits] == [made.thread]

    def test_new_ones_stand_at_the_end(self, cast: Cast) -> None:
        made = [make_requirement(cast, f"第 {number} 项") for number in range(5)]
        assert list(Requirement.objects.order_by("rank")) == made

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", " \n"),
            ("title", "长" * 201),
            ("labels", ["长" * 31]),
            ("labels", [str(number) for number in range(21)]),
            ("points", Decimal(-1)),
            ("points", Decimal(10_000)),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, cast: Cast, field: str, value: object) -> None:
        with pytest.raises(ValidationError) as refused:
            create.create(actor=cast.chen, product=cast.product, **{"title": "导出", field: value})  # type: ignore[arg-type]  # one field at a time
        assert list(refused.value.error_dict) == [field]
        assert not Requirement.objects.exists() and not Event.objects.filter(kind="requirement.created").exists()

    def test_a_parent_stands_a_level_higher_on_the_same_product(self, cast: Cast) -> None:
        epic = make_requirement(cast, "对账效率", type="epic")
        story = make_requirement(cast, parent=epic)
        assert story.parent == epic
        for kind, parent in (("epic", story), ("story", story), ("feature", story)):
            with pytest.raises(ValidationError, match="不能放在"):
                make_requirement(cast, type=kind, parent=parent)
        other = create.create(actor=cast.other_manager, product=cast.other_product, title="别处", type="epic")
        with pytest.raises(ValidationError):
            make_requirement(cast, parent=other)

    def test_nobody_is_given_what_they_cannot_see(self, cast: Cast) -> None:
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        cast.product.refresh_from_db()
        make_requirement(cast, assignee=cast.lu)
        with pytest.raises(ValidationError):
            make_requirement(cast, assignee=cast.other_manager)

    def test_viewers_members_and_visitors_may_not(self, cast: Cast) -> None:
        for person in (cast.fang, cast.qin, cast.visitor, cast.administrator):
            with pytest.raises(PermissionDenied):
                make_requirement(cast, actor=person)
        for person in (cast.lu, cast.han):  # contributor, liaison
            make_requirement(cast, actor=person)

    def test_an_archived_product_takes_nothing_new(self, cast: Cast) -> None:
        products.archive_product(cast.product, actor=cast.chen)
        with pytest.raises(InvalidTransition):
            make_requirement(cast)


class TestLines:
    def test_bullets_and_numbers_are_taken_off(self) -> None:
        pasted = "1. 登录\n2、导出\n（3）搜索\n- 打印\n• 3.2 版支持导出\n\n  \n4) 分享\n2026 年目标\n３行"
        assert titles_in(pasted) == ["登录", "导出", "搜索", "打印", "3.2 版支持导出", "分享", "2026 年目标", "３行"]

    def test_twenty_lines_are_twenty_requirements(self, cast: Cast) -> None:
        text = "\n".join(f"{number}. 第 {number} 条" for number in range(1, 21))
        made = create.create_many(actor=cast.chen, product=cast.product, text=text, type="task")
        assert [one.reference for one in made] == [f"CLB-{number}" for number in range(1, 21)]
        assert {one.type for one in made} == {"task"}

    def test_one_line_too_long_and_nothing_is_written(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="2"):
            create.create_many(actor=cast.chen, product=cast.product, text="好\n" + "长" * 201)
        with pytest.raises(ValidationError):
            create.create_many(actor=cast.chen, product=cast.product, text=" \n- \n")
        with pytest.raises(ValidationError):
            create.create_many(actor=cast.chen, product=cast.product, text="行\n" * 201)
        assert not Requirement.objects.exists()


class TestPage:
    def test_the_form_makes_one_and_leads_to_it(self, cast: Cast, as_user: AsUser) -> None:
        sent = {"title": "按月导出", "type": "story", "priority": "P1", "assignee": "han", "labels": "导出，v3.2、发票"}
        response = as_user(cast.chen).post(NEW, {**sent, "description": "# 背景\n\n**月末**"})
        made = Requirement.objects.get()
        assert response["Location"] == f"/requirements/{made.reference}/"
        assert (made.assignee, made.labels) == (cast.han, ["导出", "v3.2", "发票"])
        assert "<strong>月末</strong>" in made.description

    def test_what_was_typed_comes_back_with_the_reason(self, cast: Cast, as_user: AsUser) -> None:
        sent = {"title": "", "type": "story", "priority": "P1", "parent": "CLB-99", "due_on": "2026-02-30"}
        response = as_user(cast.chen).post(NEW, sent)
        text = response.content.decode()
        assert response.status_code == 422 and "此产品没有这个编号的需求" in text and "CLB-99" in text

    def test_another_one_follows_at_once(self, cast: Cast, as_user: AsUser) -> None:
        sent = {"title": "按月导出", "type": "story", "priority": "P1", "another": "1"}
        assert as_user(cast.chen).post(NEW, sent)["Location"] == NEW

    def test_pasted_lines(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        assert client.post(LINES, {"text": "1. 甲\n2. 乙", "type": "story"})["Location"] == LIST
        assert "已新建 2 项需求" in client.get(LIST).content.decode()
        assert client.post(LINES, {"text": "", "type": "story"}).status_code == 422


class TestApi:
    def test_one_call_with_every_field(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        epic = make_requirement(cast, "对账效率", type="epic")
        sent = {
            "product": "CLB",
            "title": "按月导出",
            "markdown": "- 选月份\n- 提交\n",
            "type": "story",
            "priority": "P0",
            "assignee": "han",
            "department": "support",
            "parent": epic.reference,
            "points": "8",
            "starts_on": "2026-12-01",
            "due_on": "2026-12-10",
            "labels": ["导出"],
        }
        response = api_as(cast.chen).post(API, sent, format="json")
        body = response.json()
        assert response.status_code == 201 and response["ETag"] == '"1"'
        assert response["Location"].endswith("/api/v1/requirements/CLB-2/")
        assert {name: body[name] for name in sent if name != "points"} == {
            name: value for name, value in sent.items() if name != "points"
        }
        assert (body["points"], body["status"], body["category"]) == ("8.00", "待评审", "todo")

    def test_the_same_key_makes_one(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        client = api_as(cast.chen)
        headers = {"Idempotency-Key": "backlog-0001"}
        first = client.post(API, {"product": "CLB", "title": "甲"}, format="json", headers=headers)
        again = client.post(API, {"product": "CLB", "title": "甲"}, format="json", headers=headers)
        assert first.json() == again.json() and Requirement.objects.count() == 1

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"colour": "red"}, "colour"),
            ({"status": "已完成"}, "status"),
            ({"assignee": "nobody"}, "assignee"),
            ({"points": "NaN"}, "points"),
            ({"due_on": "2026-02-30"}, "due_on"),
            ({"starts_on": "2026-12-02", "due_on": "2026-12-01"}, "due_on"),
            ({"parent": "CLB-77"}, "parent"),
        ],
    )
    def test_bad_input_is_named(
        self, cast: Cast, api_as: Callable[..., APIClient], more: dict[str, str], field: str
    ) -> None:
        response = api_as(cast.chen).post(API, {"product": "CLB", "title": "甲", **more}, format="json")
        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == [field]

    def test_lines(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        response = api_as(cast.chen).post(API + "create-many/", {"product": "CLB", "text": "甲\n乙"}, format="json")
        assert response.status_code == 201
        assert [one["title"] for one in response.json()["items"]] == ["甲", "乙"]

    def test_a_product_out_of_sight_is_unknown(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        hidden = api_as(cast.other_manager).post(API, {"product": "CLB", "title": "甲"}, format="json")
        random = api_as(cast.other_manager).post(API, {"product": "NOPE", "title": "甲"}, format="json")
        assert hidden.status_code == random.status_code == 400
        assert hidden.json()["errors"][0]["reason"].replace("CLB", "NOPE") == random.json()["errors"][0]["reason"]


def test_numbers_never_come_twice(cast: Cast) -> None:
    made = make_requirement(cast)
    assert fresh(made).number == 1
    cast.product.refresh_from_db()
    assert cast.product.last_requirement_number == 1
