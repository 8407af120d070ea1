"""The path of a customer's words in the browsers of five people: 客服, 销售, the manager, 研发, and who only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requirements.models import Feedback, Promise, Release, Requirement
from tests.artifacts.making import make_artifact
from tests.conftest import Cast
from tests.requirements.making import make_customer

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


def press(page: Page) -> None:
    """The one button of the form in sight."""
    page.locator("main form .btn--primary").click()
    page.wait_for_load_state()


def test_from_words_to_the_customer_told(world: Cast, page_as: PageAs) -> None:
    customer = make_customer("禾一餐饮")
    prd = make_artifact(world)
    support, sales, manager, engineer, reader = (
        page_as(person) for person in (world.he, world.ma, world.chen, world.han, world.fang)
    )

    # 客服 writes down what was said, from wherever she is.
    support.goto("/products/")
    support.keyboard.press("f")
    support.locator("#verb-dialog textarea").first.fill("月底导不出对账单")
    support.locator("#verb-dialog input[name=customer]").fill(customer.name)
    support.locator("#verb-dialog").get_by_role("button", name="提交").click()
    support.wait_for_url("**/feedback/CLB-F1/")

    # The manager takes it in by keys.
    manager.goto("/products/CLB/feedback/triage/")
    manager.locator("details[data-key='1'] input[name=title]").fill("按月导出对账单")
    manager.locator("details[data-key='1'] button").click()
    expect(manager.get_by_text("全部处理完了")).to_be_visible()
    wanted = Requirement.objects.get()

    # 销售 asks what may be promised; the manager answers from the to-do list.
    sales.goto("/products/CLB/promises/ask/")
    sales.locator("[name=customer]").select_option(label=customer.name)
    sales.locator("[name=wording]").fill("月底前能按月导出")
    sales.locator("[name=due_on]").fill((timezone.localdate() + dt.timedelta(days=30)).isoformat())
    sales.locator("[name=requirement]").fill(wanted.reference)
    press(sales)
    manager.goto("/todo/")
    manager.locator("[data-todo=promise] .todo__title").click()
    manager.locator("main a.btn--primary").click()
    press(manager)
    assert Promise.objects.get().state == "given"

    # It is linked with its PRD, given to somebody and planned into a release.
    manager.goto(wanted.thread.address)
    manager.locator("#link-list summary").click()
    manager.locator("#link-list select").select_option("implements")
    manager.locator("#link-list input[name=to]").fill(prd.reference)
    manager.locator("#link-list button[type=submit]").click()
    expect(manager.locator("#link-list")).to_contain_text(prd.title)
    manager.goto("/products/CLB/requirements/?view=all")
    manager.locator(".cell__pen[data-field=assignee]").click()
    manager.locator(".cell .ts-control").click()
    manager.keyboard.type(world.han.full_name)
    manager.locator(".ts-dropdown .option", has_text=world.han.full_name).click()
    with manager.expect_response("**/cells/assignee/"):
        manager.locator(".cell .btn--primary").click()
    manager.goto("/products/CLB/releases/plan/")
    manager.locator("[name=name]").fill("v3.2")
    press(manager)
    manager.goto(f"{wanted.thread.address}schedule/")
    manager.locator("[name=release]").select_option("v3.2")
    press(manager)

    # 研发 takes it across the board.
    engineer.goto("/products/CLB/requirements/board/")
    for name in ("已排期", "开发中", "测试中", "已完成"):
        engineer.locator(f"[data-reference='{wanted.reference}']").focus()
        with engineer.expect_response("**/place/") as moved:
            engineer.keyboard.press("Alt+ArrowRight")
        assert moved.value.ok
        expect(engineer.locator(f"[data-step='{name}'] .board__card")).to_have_count(1)

    # It ships; whoever heard the customer tells them, and who only reads sees it and no name.
    manager.goto("/releases/CLB-R1/ship/")
    press(manager)
    assert Release.objects.get().stage == "shipped"
    support.goto(wanted.thread.address)
    expect(support.locator("#requirement-voices")).to_contain_text("待告知客户")
    support.get_by_role("button", name="已告知").click()
    expect(support.locator("#requirement-voices")).to_contain_text("何静已告知")
    assert Feedback.objects.get().told_by == world.he
    reader.goto(wanted.thread.address)
    expect(reader.locator("#requirement-voices")).to_contain_text(customer.reference)
    assert customer.name not in reader.content()
