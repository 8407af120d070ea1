"""What a document looks like to its readers, measured in the page: marks of tasks, numbers, code, headings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.text.markdown import from_markdown
from tests.artifacts.making import fresh, make_artifact, write
from tests.browser.stage import publish_to
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


def mark_of(item: Locator) -> dict[str, Any]:
    """The box before a task: its sign, its width, whether the words stand clear of it."""
    found: dict[str, Any] = item.evaluate(
        """item => {
            const style = getComputedStyle(item, "::before");
            return { sign: style.content, width: parseFloat(style.width), border: style.borderTopWidth,
                     clear: item.querySelector("p").getBoundingClientRect().left - item.getBoundingClientRect().left };
        }"""
    )
    return found


@pytest.mark.parametrize("where", ["", "versions/1/", "print/"])
def test_readers_see_which_tasks_are_ticked(world: Cast, page_as: PageAs, where: str) -> None:
    artifact = make_artifact(world)
    write(artifact, world.chen, "background", from_markdown("- [ ] 写说明\n  - [x] 配图\n- [x] 通知客服"))
    publish_to(fresh(artifact), world)
    page = page_as(world.han)
    page.goto(f"/artifacts/{artifact.reference}/{where}")
    if where == "print/":
        page.emulate_media(media="print")
    items = page.locator("li[data-checked]")
    expect(items).to_have_count(3)
    open_one, ticked = mark_of(items.nth(0)), mark_of(items.nth(1))
    assert "✓" not in open_one["sign"] and "✓" in ticked["sign"]
    for mark in (open_one, ticked):
        assert mark["width"] > 10 and mark["border"] != "0px" and mark["clear"] > mark["width"]
    below, words = items.nth(1).bounding_box(), items.nth(0).locator("> p").bounding_box()
    assert below and words and below["y"] >= words["y"] + words["height"] - 1


def test_a_table_that_goes_on_says_so_and_cuts_no_number(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    publish_to(artifact, world)
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/")
    wide = page.locator(".wide:has(> table)").first
    wide.evaluate(
        """wide => {
            const row = wide.querySelector("tbody tr");
            for (let n = 0; n < 30; n += 1) {
                const td = row.insertCell();
                td.className = "num";
                td.textContent = "¥8,550,000.00";
            }
        }"""
    )
    expect(wide).to_have_attribute("data-more", "end")
    assert wide.evaluate("wide => getComputedStyle(wide).maskImage") != "none"
    lines = wide.locator("td.num").last.evaluate("td => td.getClientRects().length && td.scrollWidth <= td.clientWidth")
    assert lines
    wide.evaluate("wide => { wide.scrollLeft = wide.scrollWidth; }")
    expect(wide).to_have_attribute("data-more", "start")


def test_code_is_monospace_and_a_fourth_heading_no_body_text(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    write(artifact, world.chen, "background", from_markdown("#### 细目\n\n正文\n\n```\niiii\nMMMM\n```"))
    publish_to(fresh(artifact), world)
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/")
    widths = page.locator("pre code").evaluate(
        """code => [0, 5].map((from) => {
            const range = document.createRange();
            range.setStart(code.firstChild, from);
            range.setEnd(code.firstChild, from + 4);
            return range.getBoundingClientRect().width;
        })"""
    )
    assert abs(widths[0] - widths[1]) < 1
    weights = page.evaluate(
        "() => ['.doc h4', '.doc p'].map((each) => Number(getComputedStyle(document.querySelector(each)).fontWeight))"
    )
    assert weights[0] >= 600 > weights[1]
