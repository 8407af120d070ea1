"""Writing a document for hours, in several windows: what the editor sends is taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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
