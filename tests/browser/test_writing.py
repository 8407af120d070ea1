"""Writing a document for hours, in several windows: what the editor sends is taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from artifacts.actions import rows
from artifacts.models import RefusedPart
from tests.artifacts.making import make_artifact, write
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


def test_signing_in_again_in_another_window_does_not_stop_saving(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    # What a sign-in does to all windows of the browser: a new token, and the one in the page is void.
    token = next(cookie for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    page.context.add_cookies([{**token, "value": "a" * 32}])  # type: ignore[list-item, typeddict-item]  # as it came
    page.locator("#sec-background .ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("再写一句。")
    expect(page.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    assert "再写一句。" in artifact.draft_sections.get(key="background").body


def test_a_conflict_solved_with_both_texts_leaves_no_notice(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    write(artifact, world.chen, "background", "<p>另一个窗口写的。</p>")
    page.locator("#sec-background .ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("这里写的。")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("你在另一个窗口改过这里")
    dialog.get_by_role("button", name="两份都留").click()
    expect(page.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    body = artifact.draft_sections.get(key="background").body
    assert "另一个窗口写的。" in body and "这里写的。" in body
    assert not RefusedPart.objects.filter(settled_at__isnull=True).exists()
    page.reload()
    expect(page.locator("main")).not_to_contain_text("没有保存")


def test_the_editor_opens_without_warnings_and_what_was_added_has_no_button_left(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    page = page_as(world.chen)
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text) if message.type == "warning" else None)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    expect(page.locator(".ProseMirror").first).to_be_visible()
    more = page.locator("details.more:has(pm-grid)").first
    button = more.locator("> summary")
    button.click()
    expect(more.locator("pm-grid")).to_be_visible()
    expect(button).to_be_hidden()
    assert not [text for text in warnings if "linkify" in text.lower()]


def test_the_way_from_the_dialog_leads_to_the_cell_and_a_double_click_sends_once(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    rows.add_row(artifact, actor=world.chen, table="goals", cells={"metric": "导出时间", "reached_by": "下周"})
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    page.locator("a[hx-get$='/publish/']").click()
    page.locator("#publish-dialog a[href*='#cell:goals']").click()
    expect(page.locator("#publish-dialog")).to_have_count(0)
    cell = page.locator("#table-goals td.is-focus")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_be_in_viewport()
    page.keyboard.insert_text("12月20日")
    page.keyboard.press("Enter")
    expect(page.locator("#table-goals td[aria-invalid]")).to_have_count(0)
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status) if "/publish/" in response.url else None)
    page.locator("a[hx-get$='/publish/']").click()
    page.locator("#publish-dialog .dialog__foot button.btn--primary").dblclick()
    page.wait_for_url(f"**/artifacts/{artifact.reference}/")
    assert statuses.count(204) == 1 and not [status for status in statuses if status >= 400]
