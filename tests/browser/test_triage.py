"""Feedback by keys: F opens the form anywhere, 1–4 decide, J and K walk the queue; never while composing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from requirements.models import Feedback
from tests.conftest import Cast
from tests.face.conftest import InputMethod
from tests.requirements.making import again, make_customer, make_feedback, make_requirement

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
TRIAGE = "/products/CLB/feedback/triage/"


def test_f_opens_the_form_over_the_page_and_similar_ones_appear(world: Cast, page_as: PageAs) -> None:
    make_customer("禾一餐饮")
    make_requirement(world, "按月导出对账单")
    page = page_as(world.he)
    page.goto("/products/")
    page.keyboard.press("f")
    dialog = page.locator("#verb-dialog")
    expect(dialog.locator("textarea")).to_be_focused()
    page.keyboard.type("导出对账单太慢f")
    expect(dialog.locator("#similar")).to_contain_text("CLB-1")
    dialog.locator("input[name=customer]").fill("禾一")
    expect(dialog.locator("#customer-options option")).to_have_attribute("value", "禾一餐饮")
    dialog.locator("input[name=customer]").fill("禾一餐饮")
    dialog.get_by_role("button", name="提交").click()
    page.wait_for_url("**/feedback/CLB-F1/")
    made = Feedback.objects.get()
    assert made.words == "导出对账单太慢f" and made.customer and made.customer.name == "禾一餐饮"


def test_the_queue_is_walked_and_decided_by_keys(world: Cast, page_as: PageAs) -> None:
    first, second = make_feedback(world, "第一条"), make_feedback(world, "第二条")
    page = page_as(world.chen)
    page.goto(TRIAGE)
    page.keyboard.press("j")
    page.wait_for_url("**/?at=2")
    page.keyboard.press("k")
    page.wait_for_url("**/?at=1")
    page.keyboard.press("2")
    ground = page.locator("details[data-key='2'] textarea")
    expect(ground).to_be_focused()
    expect(page.locator("details[data-key='1']")).not_to_have_attribute("open", "")
    method = InputMethod(page)
    method.compose("jk1")
    method.commit("已经有了")
    page.keyboard.type("1j")
    assert ground.input_value() == "已经有了1j"
    page.locator("details[data-key='2'] button").click()
    expect(page.locator("article")).to_contain_text("第二条")
    assert (again(first).state, again(first).ground) == ("declined", "已经有了1j")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("全部处理完了")
    assert again(second).state == "accepted"


def test_no_key_acts_while_composing_outside_a_field(world: Cast, page_as: PageAs) -> None:
    make_feedback(world, "第一条"), make_feedback(world, "第二条")
    page = page_as(world.chen)
    page.goto(TRIAGE)
    page.evaluate(
        "() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', keyCode: 229, isComposing: true, bubbles: true}))"
    )
    page.wait_for_timeout(150)
    assert "at=2" not in page.url and page.locator("#verb-dialog").count() == 0
