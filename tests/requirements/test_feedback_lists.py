"""The lists of feedback, the queue of triage, and what resembles what is being typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations.actions import comments
from conversations.similar import similar_threads
from departments.models import Product
from requirements.actions.feedback import accept, decline
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import make_customer, make_feedback, make_requirement

AsUser = Callable[[User], Client]
LIST, TRIAGE, MINE = "/products/CLB/feedback/", "/products/CLB/feedback/triage/", "/feedback/"
SIMILAR, API = "/feedback/similar/?product=CLB&words=月底导出对账单太慢", "/api/v1/feedback/"
KINDS = ("feedback", "requirement")


def test_the_list_filters(cast: Cast, as_user: AsUser, api_as: Callable[..., APIClient]) -> None:
    customer = make_customer()
    make_feedback(cast, "导出太慢", customer=customer, severity="blocking", channel="phone")
    decline.decline(make_feedback(cast, "想要深色皮肤", actor=cast.ma), actor=cast.chen, ground="已有")
    client, api = as_user(cast.he), api_as(cast.he)
    for query, shown, hidden in (
        ("state=new", "导出太慢", "深色皮肤"),
        ("state=declined", "深色皮肤", "导出太慢"),
        (f"customer={customer.reference}", "导出太慢", "深色皮肤"),
        ("severity=blocking", "导出太慢", "深色皮肤"),
        ("channel=phone", "导出太慢", "深色皮肤"),
        ("department=sales", "深色皮肤", "导出太慢"),
        ("department=mine", "导出太慢", "深色皮肤"),
        ("submitter=me", "导出太慢", "深色皮肤"),
        ("q=皮肤", "深色皮肤", "导出太慢"),
    ):
        text = client.get(f"{LIST}?{query}").content.decode()
        assert shown in text and hidden not in text, query
        titles = [row["title"] for row in api.get(f"{API}?{query}").json()["items"]]
        assert any(shown in title for title in titles) and len(titles) == 1, query
    assert client.get(f"{LIST}?customer=禾一餐饮").status_code == 400
    assert client.get(f"{LIST}?customer__name=禾一餐饮").status_code == 400


def test_mine_shows_the_fate_of_mine(cast: Cast, as_user: AsUser) -> None:
    accept.accept(make_feedback(cast, "导出太慢"), actor=cast.chen)
    make_feedback(cast, "别人的", actor=cast.ma)
    text = as_user(cast.he).get(MINE).content.decode()
    assert "导出太慢" in text and "已采纳" in text and "CLB-1" in text and "别人的" not in text
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    gone = make_feedback(cast, "看不到了", actor=cast.chen)
    assert gone.title not in as_user(cast.other_manager).get(MINE).content.decode()


def test_out_of_sight_is_the_page_of_a_random_number(cast: Cast, as_user: AsUser) -> None:
    make_feedback(cast)
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    client = as_user(cast.other_manager)
    hidden, random = client.get("/feedback/CLB-F1/"), client.get("/feedback/CLB-F999/")
    assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
    assert client.get(LIST).status_code == client.get(TRIAGE).status_code == 404
    assert "导出太慢" not in client.get(SIMILAR).content.decode()


@pytest.mark.parametrize("address", [LIST, MINE, API, TRIAGE, SIMILAR, "/feedback/CLB-F1/"])
def test_fifty_rows_cost_what_one_costs(
    cast: Cast, as_user: AsUser, api_as: Callable[..., APIClient], address: str
) -> None:
    make_feedback(cast, "月底导出对账单太慢", actor=cast.chen, customer_name="禾一餐饮")
    make_feedback(cast, "月底导出太慢", actor=cast.chen, customer_name="禾一餐饮")
    client = api_as(cast.chen) if address == API else as_user(cast.chen)
    few = len(queries(client, address))
    for number in range(49):
        make_feedback(cast, f"月底导出对账单太慢 {number}", actor=cast.chen, customer_name=f"客户{number}")
    many = queries(client, address)
    assert len(many) <= few, many
    assert len(many) <= 22, many


class TestTriage:
    def test_oldest_first_and_on_to_the_next(self, cast: Cast, as_user: AsUser) -> None:
        make_feedback(cast, "第一条"), make_feedback(cast, "第二条"), make_feedback(cast, "第三条")
        client = as_user(cast.chen)
        text = client.get(TRIAGE).content.decode()
        assert "第一条" in text and 'data-key="j"' in text and 'data-key="k"' not in text and "1 / 3" in text
        for key in "1234":
            assert f'data-key="{key}"' in text
        second = client.get(f"{TRIAGE}?at=2").content.decode()
        assert "第二条" in second and "?at=1" in second and "?at=3" in second
        client.post("/feedback/CLB-F2/decline/", {"ground": "已有"})
        assert "第三条" in client.get(f"{TRIAGE}?at=2").content.decode()

    def test_what_resembles_stands_beside_and_can_be_joined(self, cast: Cast, as_user: AsUser) -> None:
        make_requirement(cast, "导出对账单提速")
        make_feedback(cast, "导出对账单太慢"), make_feedback(cast, "对账单导出真的太慢了")
        text = as_user(cast.chen).get(TRIAGE).content.decode()
        assert "归入这项需求" in text and "与此重复" in text and "CLB-F2" in text

    def test_an_empty_queue_says_so_and_it_is_for_those_who_work_here(self, cast: Cast, as_user: AsUser) -> None:
        assert "全部处理完了" in as_user(cast.chen).get(TRIAGE).content.decode()
        assert as_user(cast.fang).get(TRIAGE).status_code == 403


class TestSimilar:
    def test_enough_shared_words_in_feedback_and_requirements(self, cast: Cast) -> None:
        make_requirement(cast, "按月导出对账单")
        make_feedback(cast, "月末导出对账单要等半小时")
        make_feedback(cast, "想要深色皮肤")
        found = similar_threads(cast.he, "导出对账单太慢了", product=cast.product, kinds=KINDS)
        assert {thread.reference for thread in found} == {"CLB-1", "CLB-F1"}
        assert similar_threads(cast.he, "慢", product=cast.product, kinds=KINDS) == []
        assert similar_threads(cast.he, "'; & | !", product=cast.product, kinds=KINDS) == []

    def test_only_of_the_product_and_of_what_one_sees(self, cast: Cast) -> None:
        made = make_feedback(cast, "导出对账单太慢")
        assert not similar_threads(cast.he, made.words, product=cast.other_product, kinds=KINDS)
        assert not similar_threads(cast.visitor, made.words, product=cast.product, kinds=KINDS)
        assert not similar_threads(cast.he, made.words, product=cast.product, kinds=KINDS, without=made.thread_id)


def test_people_talk_about_it_on_its_page(cast: Cast, as_user: AsUser) -> None:
    made = make_feedback(cast)
    client = as_user(cast.fang)
    assert client.post(f"/threads/{made.thread_id}/comments/add/", {"body": "我也遇到"}).status_code in (200, 302)
    comments.add(thread=made.thread, actor=cast.he, source="@[陈思远](user:chen) 请看")
    text = client.get("/feedback/CLB-F1/").content.decode()
    assert "我也遇到" in text and "请看" in text
