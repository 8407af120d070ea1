"""Table, board and page of requirements: filters, order, numbers of queries, sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import people
from accounts.handover import groups, reassign
from accounts.models import User
from conversations.actions import comments
from departments.models import Product
from requirements import boards
from requirements.models import Requirement
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import api, fresh, make_requirement, path

AsUser = Callable[[User], Client]
LIST, BOARD = "/products/CLB/requirements/", "/products/CLB/requirements/board/"
API = "/api/v1/requirements/"


def test_the_table_shows_filters_and_sorts(cast: Cast, as_user: AsUser) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_requirement(cast, "按月导出", step="开发中", priority="P0", due_on=yesterday, labels=["导出"])
    make_requirement(cast, "重发链接", type="bug")
    client = as_user(cast.fang)
    text = client.get(LIST).content.decode()
    assert "按月导出" in text and "重发链接" in text and "韩磊" in text and "CLB-1" in text
    for query, shown, hidden in (
        ("status=开发中", "按月导出", "重发链接"),
        ("type=bug", "重发链接", "按月导出"),
        ("q=重发", "重发链接", "按月导出"),
        ("due=yesterday", "按月导出", "重发链接"),
        ("label=导出", "按月导出", "重发链接"),
        ("label.is=empty", "重发链接", "按月导出"),
        ("a.type=bug&a.priority=P0&a.match=any&status=待评审", "重发链接", "按月导出"),
    ):
        text = client.get(f"{LIST}?{query}").content.decode()
        assert f">{shown}</a>" in text and f">{hidden}</a>" not in text, query
    text = client.get(f"{LIST}?order=-number").content.decode()
    assert text.index("重发链接") < text.index("按月导出")
    assert "没有符合条件的需求" in client.get(f"{LIST}?q=没有的词").content.decode()
    assert client.get(f"{LIST}?assignee__password=x").status_code == 400


def test_a_person_sees_what_is_theirs(cast: Cast, as_user: AsUser) -> None:
    make_requirement(cast, "我的", assignee=cast.han)
    make_requirement(cast, "别人的")
    text = as_user(cast.han).get(f"{LIST}?assignee=me").content.decode()
    assert "我的</a>" in text and "别人的</a>" not in text


def test_an_empty_product_teaches_its_first_step(cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(LIST).content.decode()
    assert "还没有需求" in text and LIST + "create-many/" in text
    assert LIST + "create-many/" not in as_user(cast.fang).get(LIST).content.decode()


def test_the_board_has_a_column_for_each_step_and_stops_counting(
    cast: Cast, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        make_requirement(cast, f"第 {number} 项")
    make_requirement(cast, "在做", step="开发中")
    monkeypatch.setattr(boards, "SHOWN", 2)
    monkeypatch.setattr(boards, "COUNTED", 4)
    columns = boards.columns(cast.product, Requirement.objects.live())
    assert [(column.status.name, len(column.cards), column.count_label) for column in columns[:3]] == [
        ("待评审", 2, "4+"),
        ("已排期", 0, "0"),
        ("开发中", 1, "1"),
    ]
    text = as_user(cast.fang).get(BOARD).content.decode()
    assert 'data-step="待评审"' in text and "data-can-move" not in text
    assert "data-can-move" in as_user(cast.lu).get(BOARD).content.decode()


@pytest.mark.parametrize("address", [LIST, BOARD, API])
def test_fifty_rows_cost_what_one_costs(
    cast: Cast, as_user: AsUser, api_as: Callable[..., APIClient], address: str
) -> None:
    make_requirement(cast, assignee=cast.han, department=cast.support)
    client = api_as(cast.qin) if address == API else as_user(cast.qin)
    few = len(queries(client, address))
    for number in range(49):
        make_requirement(cast, f"第 {number} 项", assignee=cast.han, department=cast.support)
    many = queries(client, address)
    assert len(many) <= few, many
    assert len(many) <= 14, many


def test_a_page_with_much_on_it_costs_what_a_bare_one_costs(cast: Cast, as_user: AsUser) -> None:
    epic = make_requirement(cast, "对账效率", type="epic")
    client = as_user(cast.qin)
    few = len(queries(client, path(epic)))
    for number in range(20):
        make_requirement(cast, f"第 {number} 项", parent=epic, assignee=cast.han)
        comments.add(thread=epic.thread, actor=cast.chen, source=f"第 {number} 句")
    many = queries(client, path(epic))
    assert len(many) <= few + 4, many  # signs, files and names of comments are asked when there are comments
    assert len(many) <= 24, many


def test_the_page_shows_parent_children_and_how_far_they_are(cast: Cast, as_user: AsUser) -> None:
    epic = make_requirement(cast, "对账效率", type="epic")
    make_requirement(cast, "做完的", step="已完成", parent=epic, points=3)
    child = make_requirement(cast, "没做的", parent=epic, points=1)
    client = as_user(cast.fang)
    text = client.get(path(epic)).content.decode()
    assert "做完的" in text and "已完成 1/2，75%" in text
    assert "CLB-1 对账效率" in client.get(path(child)).content.decode()


def test_out_of_sight_is_the_page_of_a_random_number(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast, "藏起来的")
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    client = as_user(cast.other_manager)
    hidden, random = client.get(path(made)), client.get("/requirements/CLB-999/")
    assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
    assert client.get(LIST).status_code == 404 and client.get(BOARD).status_code == 404


def test_the_api_hides_it_too(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    made = make_requirement(cast, "藏起来的")
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    client = api_as(cast.other_manager)
    assert client.get(API).json()["items"] == []
    assert client.get(api(made)).status_code == client.get(f"{API}CLB-999/").status_code == 404


def test_a_board_is_asked_in_one_statement_for_its_columns(cast: Cast) -> None:
    make_requirement(cast)
    with CaptureQueriesContext(connection) as asked:
        boards.columns(cast.product, Requirement.objects.live())
    assert len(asked) == 2


def test_what_a_person_had_to_do_goes_to_the_successor(cast: Cast) -> None:
    made = make_requirement(cast, assignee=cast.han)
    people.deactivate(cast.han, actor=cast.administrator)
    (group,) = [one for one in groups(cast.han, viewer=cast.chen) if one.name == "requirements"]
    assert [item.text for item in group.items] == [str(made)]
    reassign(cast.han, successor=cast.lu, actor=cast.administrator, names=["requirements"])
    assert fresh(made).assignee == cast.lu
