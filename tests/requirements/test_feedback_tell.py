"""Whom to tell when it is done, what to say, and that somebody did."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions import move
from requirements.actions.feedback import accept, duplicate, tell
from requirements.models import Feedback, Requirement
from requirements.voices import voices_of
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import again, fresh, make_customer, make_feedback, make_requirement, path, step_of

AsUser = Callable[[User], Client]


def asked_for(cast: Cast, requirement: Requirement) -> tuple[Feedback, Feedback]:
    """One accepted from a customer, and one that says the same without a customer."""
    customer = make_customer(yearly_value=Decimal(360_000))
    first = make_feedback(cast, "按月导出", customer=customer, contact="吴经理", channel="phone", actor=cast.ma)
    same = make_feedback(cast, "按月导，谢谢")
    duplicate.duplicate(same, actor=cast.chen, original=first)
    return accept.accept(first, actor=cast.chen, requirement=requirement), again(same)


def test_before_it_is_done_there_is_nothing_to_tell(cast: Cast, as_user: AsUser) -> None:
    wanted = make_requirement(cast, step="开发中")
    first, _same = asked_for(cast, wanted)
    page = as_user(cast.ma).get(path(wanted)).content.decode()
    assert "2 人提到" in page and "禾一餐饮" in page and "¥360,000" in page and "待告知客户" not in page
    with pytest.raises(InvalidTransition):
        tell.tell(first, actor=cast.ma)


def test_once_it_is_done_each_one_is_told_once(cast: Cast, as_user: AsUser) -> None:
    wanted = make_requirement(cast, step="开发中")
    first, same = asked_for(cast, wanted)
    move.move(wanted, actor=cast.chen, to=step_of(cast.product, "已完成"))
    client = as_user(cast.ma)
    page = client.get(path(wanted)).content.decode()
    assert "待告知客户" in page and "吴经理" in page and "电话" in page
    assert "您好！您反馈的“按月导出”，云账本已经做好：按月导出对账单。感谢您的反馈！" in page
    assert voices_of(fresh(wanted), cast.ma).open_count == 2
    for _again in range(2):
        assert client.post("/feedback/CLB-F1/tell/", {"next": path(wanted)})["Location"] == path(wanted)
    assert again(first).told_by == cast.ma and Event.objects.filter(kind="feedback.told").count() == 1
    tell.tell(same, actor=cast.he)
    assert "待告知客户" not in client.get(path(wanted)).content.decode()
    assert "马跃已告知" in client.get(path(wanted)).content.decode()


def test_who_may_not_read_names_reads_none_here(cast: Cast, as_user: AsUser, api_as: Callable[..., APIClient]) -> None:
    wanted = make_requirement(cast, step="开发中")
    first, _same = asked_for(cast, wanted)
    move.move(wanted, actor=cast.chen, to=step_of(cast.product, "已完成"))
    assert first.customer is not None
    client, api = as_user(cast.qin), api_as(cast.qin)
    for page in (path(wanted), "/feedback/CLB-F1/", "/products/CLB/feedback/", "/products/CLB/feedback/?customer=C1"):
        text = client.get(page).content.decode()
        assert "禾一" not in text and "吴经理" not in text and "360,000" not in text, page
    assert f"客户 {first.customer.reference}" in client.get("/feedback/CLB-F1/").content.decode()
    for address in (
        "/api/v1/feedback/",
        "/api/v1/feedback/CLB-F1/",
        "/api/v1/search/?q=禾一",
        "/api/v1/search/?q=吴经理",
    ):
        text = api.get(address).content.decode()
        assert "禾一" not in text.replace("q=禾一", "") and "吴经理" not in text, address
    assert not api.get("/api/v1/search/?q=禾一").json()["items"]


def test_who_may_tell(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    first, _same = asked_for(cast, make_requirement(cast, step="已完成"))
    with pytest.raises(PermissionDenied):
        tell.tell(first, actor=cast.qin)
    address = "/api/v1/feedback/CLB-F1/tell/"
    assert api_as(cast.fang).post(address).status_code == 403
    assert api_as(cast.lin).post(address).json()["told_by"] == "lin"
    assert api_as(cast.lin).get(address).status_code == 405


def test_many_voices_cost_what_one_costs(cast: Cast, as_user: AsUser) -> None:
    wanted = make_requirement(cast, step="已完成")
    asked_for(cast, wanted)
    client = as_user(cast.ma)
    few = len(queries(client, path(wanted)))
    for number in range(40):
        made = make_feedback(cast, f"第 {number} 条", customer_name=f"客户{number}")
        accept.accept(made, actor=cast.chen, requirement=wanted)
    many = queries(client, path(wanted))
    assert len(many) <= few + 2, many  # how many there are, and how many of them are open
    page = client.get(path(wanted)).content.decode()
    assert "42 人提到" in page and "还有 12 条" in page
