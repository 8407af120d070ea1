"""Cards move by mouse and by keys; the server decides, and a refused move goes back and says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from requirements.actions import move
from tests.conftest import Cast
from tests.requirements.making import fresh, make_requirement, step_of

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
BOARD = "/products/CLB/requirements/board/"


def test_a_card_is_dragged_to_the_next_column_and_stays_there(world: Cast, page_as: PageAs) -> None:
    made = make_requirement(world)
    page = page_as(world.chen)
    page.goto(BOARD)
    card = page.locator(f"[data-reference='{made.reference}']")
    target = page.locator("[data-step='已排期']")
    with page.expect_response("**/place/") as placed:
        start, end = card.bounding_box(), target.bounding_box()
        assert start and end
        page.mouse.move(start["x"] + 20, start["y"] + start["height"] - 8)
        page.mouse.down()
        page.mouse.move(start["x"] + 60, start["y"] + 30, steps=4)
        page.mouse.move(end["x"] + 40, end["y"] + 20, steps=12)
        page.mouse.up()
    assert placed.value.ok
    assert fresh(made).status.name == "已排期"
    expect(target.locator(".board__card")).to_have_count(1)
    expect(page.locator("section[aria-label='已排期'] .board__head small")).to_have_text("1")
    page.reload()
    expect(target.locator(".board__card")).to_have_count(1)


def test_alt_and_arrows_do_the_same(world: Cast, page_as: PageAs) -> None:
    first, second = make_requirement(world, "第一"), make_requirement(world, "第二")
    page = page_as(world.lu)
    page.goto(BOARD)
    card = page.locator(f"[data-reference='{second.reference}']")
    card.focus()
    with page.expect_response("**/place/"):
        page.keyboard.press("Alt+ArrowUp")
    assert fresh(second).rank < fresh(first).rank
    with page.expect_response("**/place/"):
        page.keyboard.press("Alt+ArrowRight")
    assert fresh(second).status.name == "已排期"
    expect(page.locator("[data-step='已排期'] .board__card")).to_be_focused()


def test_a_refused_move_goes_back_and_says_why(world: Cast, page_as: PageAs) -> None:
    made = make_requirement(world)
    page = page_as(world.lu)
    page.goto(BOARD)
    move.move(made, actor=world.chen, to=step_of(world.product, "不做"), ground="重复")
    page.locator(f"[data-reference='{made.reference}']").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".toast--bad")).to_contain_text("不做")
    expect(page.locator("[data-step='待评审'] .board__card")).to_have_count(1)


def test_a_move_that_needs_a_ground_leads_to_its_form(world: Cast, page_as: PageAs) -> None:
    make_requirement(world, step="已完成")
    page = page_as(world.chen)
    page.goto(BOARD)
    page.locator("[data-step='已完成'] .board__card").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_url("**/move/?to=*")
    expect(page.get_by_label("原因")).to_be_visible()


def test_who_only_looks_on_moves_nothing(world: Cast, page_as: PageAs) -> None:
    made = make_requirement(world)
    page = page_as(world.fang)
    page.goto(BOARD)
    expect(page.locator(f"[data-reference='{made.reference}']")).not_to_have_attribute("tabindex", "0")
