"""The documents of a product: lines with their state, filters, and what the list costs."""

from __future__ import annotations

import pytest
from django.test import Client

from artifacts.actions import lifecycle
from departments.models import Product
from tests.artifacts.making import answer_as, make_artifact, make_published
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast

LIST = "/products/CLB/artifacts/"


def test_each_line_says_kind_version_state_and_owner(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    make_artifact(cast, "budget", "明年预算")
    answer_as(artifact, "rd", cast.han)
    text = as_user(cast.chen).get(LIST).content.decode()
    for word in ("批量导出对账单", "产品需求文档", "第 1 版", "待答复 1/3", "陈思远", "明年预算", "草稿", "新建"):
        assert word in text


def test_a_reader_finds_what_was_sent_to_them_and_no_draft(cast: Cast, as_user: AsUser) -> None:
    make_published(cast)
    make_artifact(cast, title="没有发起的草稿")
    for person, sees in ((cast.qin, True), (cast.su, False), (cast.fang, False)):
        text = as_user(person).get(LIST).content.decode()
        assert ("批量导出对账单" in text) is sees
        assert "没有发起的草稿" not in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("kind=prd", {"一号文档"}),
        ("kind=budget", {"二号预算"}),
        ("q=二号", {"二号预算"}),
        ("q=", {"一号文档", "二号预算"}),
        ("archived=yes", {"三号旧文"}),
        ("kind=schedule", set()),
        ("kind=&q=%E4%BA%8C%E5%8F%B7", {"二号预算"}),
        ("kind=&q=&archived=yes", {"三号旧文"}),
    ],
)
def test_the_filters_narrow_the_list(cast: Cast, as_user: AsUser, asked: str, shown: set[str]) -> None:
    make_artifact(cast, title="一号文档")
    make_artifact(cast, "budget", "二号预算")
    lifecycle.archive(make_artifact(cast, title="三号旧文"), actor=cast.chen)
    text = as_user(cast.chen).get(f"{LIST}?{asked}").content.decode()
    assert {title for title in ("一号文档", "二号预算", "三号旧文") if title in text} == shown
    assert ("还没有文档" in text) is not shown


def test_more_than_a_page_goes_on_where_it_ended(cast: Cast, as_user: AsUser) -> None:
    for number in range(60):
        make_artifact(cast, "general-document", f"文档 {number:02}")
    client = as_user(cast.chen)
    first = client.get(f"{LIST}?kind=general-document")
    link = first.content.decode().split('<nav><a class="btn" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=general-document" in link
    second = client.get(LIST + link)
    titles = [
        {f"{number:02}" for number in range(60) if f"文档 {number:02}" in page.content.decode()}
        for page in (first, second)
    ]
    assert titles[0] | titles[1] == {f"{number:02}" for number in range(60)} and not titles[0] & titles[1]


def test_what_is_no_filter_is_refused_and_not_ignored(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).get(f"{LIST}?colour=red").status_code == 400


def test_a_private_product_has_no_list_for_others(cast: Cast, as_user: AsUser) -> None:
    Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
    hidden, random = (as_user(cast.other_manager).get(f"/products/{key}/artifacts/") for key in ("CLB", "XXX"))
    assert hidden.status_code == random.status_code == 404
    assert hidden.content == random.content
    assert as_user(cast.chen).get(LIST).status_code == 200
    assert as_user(cast.visitor).get(LIST).status_code == 404


def test_the_list_is_read_not_sent_and_by_whom_signed_in(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post(LIST).status_code == 405
    assert Client().get(LIST)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "han", "qin"])
def test_a_long_list_costs_what_a_short_one_costs(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))
    make_published(cast)
    few = queries(client, LIST)
    for number in range(12):
        answer_as(make_published(cast, title=f"文档 {number}"), "rd", cast.han)
    many = queries(client, LIST)
    assert len(many) <= len(few), many
    assert len(many) <= 7, many
