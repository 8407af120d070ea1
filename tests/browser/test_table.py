"""The table of requirements: cells changed in place by keys, rows ticked, many changed at once, views as tabs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from requirements.actions import edit
from requirements.models import SavedView
from tests.conftest import Cast
from tests.requirements.making import fresh, make_requirement

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
TABLE = "/products/CLB/requirements/"


def pen(page: Page, reference: str, field: str):  # type: ignore[no-untyped-def]  # a locator
    return page.locator(f"#requirement-{reference} .cell__pen[data-field='{field}']")


def test_a_title_is_changed_in_place_by_keys_alone(world: Cast, page_as: PageAs) -> None:
    made = make_requirement(world)
    page = page_as(world.chen)
    page.goto(TABLE)
    opener = pen(page, made.reference, "title")
    opener.focus()
    page.keyboard.press("Enter")
    field = page.locator(".cell input[name=title]")
    field.fill("整月导出")
    page.keyboard.press("Escape")
    expect(page.locator(".cell")).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value(made.title)
    field.fill("整月导出对账单")
    with page.expect_response("**/cells/title/") as saved:
        page.keyboard.press("Enter")
    assert saved.value.ok and fresh(made).title == "整月导出对账单"
    expect(page.locator(".cell")).to_have_count(0)
    expect(page.get_by_role("link", name="整月导出对账单", exact=True)).to_be_visible()
    expect(pen(page, made.reference, "title")).to_be_focused()


def test_both_values_of_a_conflict_are_shown_and_mine_can_win(world: Cast, page_as: PageAs) -> None:
    made = make_requirement(world)
    page = page_as(world.chen)
    page.goto(TABLE)
    pen(page, made.reference, "title").click()
    field = page.locator(".cell input[name=title]")
    field.fill("我的")
    edit.edit(made, actor=world.lu, revision=1, title="别人的")
    with page.expect_response("**/cells/title/") as refused:
        page.keyboard.press("Enter")
    assert refused.value.status == 409
    expect(page.locator(".cell__said")).to_contain_text("别人的")
    expect(field).to_have_value("我的")
    field.focus()
    with page.expect_response("**/cells/title/") as saved:
        page.keyboard.press("Enter")
    assert saved.value.ok and fresh(made).title == "我的"


def test_ticked_rows_change_together(world: Cast, page_as: PageAs) -> None:
    made = [make_requirement(world, title) for title in ("一", "二", "三", "四")]
    page = page_as(world.chen)
    page.goto(TABLE)
    ticks = page.locator(".tbl__tick input[name=reference]")
    ticks.nth(0).click()
    ticks.nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-note]")).to_contain_text("3")
    page.get_by_role("button", name="修改所选").click()
    page.get_by_label("优先级").select_option("P0")
    page.locator("main form button.btn--primary").click()
    page.wait_for_load_state()
    assert [fresh(one).priority for one in made] == ["P0", "P0", "P0", "P2"]


def test_a_filter_becomes_a_tab(world: Cast, page_as: PageAs) -> None:
    make_requirement(world, "急的", priority="P0")
    make_requirement(world, "不急的")
    page = page_as(world.chen)
    page.goto(TABLE + "?priority=P0")
    page.get_by_role("link", name="存为视图").click()
    page.get_by_label("名称").fill("最急的")
    page.locator("main form button.btn--primary").click()
    page.wait_for_load_state()
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("最急的", "priority=P0")
    expect(page.get_by_role("link", name="急的", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="不急的")).to_have_count(0)
