"""The first path, in real browsers: a PRD comes from a file, is edited, published, answered, and read off the matrix."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Page, expect

from artifacts.actions import settings as settings_actions
from artifacts.models import Artifact, DraftRow, DraftSection, SignOff
from artifacts.receivers import ReceiverWish
from tests.artifacts.making import make_artifact, make_published, sign_off_of
from tests.browser.conftest import PHONE
from tests.browser.stage import publish_to, scrolls_sideways
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def word_file() -> bytes:
    """A Word document with two headings that match and a table."""
    document = docx.Document()
    document.add_heading("需求背景", level=1)
    document.add_paragraph("财务每月要核对三千笔流水。")
    document.add_heading("附：字段", level=1)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["字段", "说明", "金额", "两位小数"], strict=True
    ):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paste(page: Page, text: str) -> None:
    page.locator(".grid__field").evaluate(
        """(field, text) => {
            const transfer = new DataTransfer();
            transfer.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def ask_two(artifact: Artifact, world: Cast) -> None:
    """研发 and 财务 are asked to agree, nobody else."""
    wishes = [ReceiverWish(department=world.rd), ReceiverWish(department=world.finance)]
    settings_actions.set_receivers(artifact, actor=world.chen, revision=artifact.revision, receivers=wishes)


def test_a_prd_goes_from_a_word_file_to_two_departments(world: Cast, page_as: PageAs) -> None:
    page = page_as(world.chen)
    page.goto("/products/CLB/artifacts/new/?kind=prd")
    page.get_by_label("标题").fill("批量导出对账单")
    if page.locator("select[name=kind]").count():
        page.locator("select[name=kind]").select_option("prd")
    page.locator("main form button.btn--primary").click()
    page.wait_for_url(re.compile(r"/artifacts/CLB-D\d+/"))
    artifact = Artifact.objects.get()

    page.goto(f"/artifacts/{artifact.reference}/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "对账需求（终稿）.docx", "mimeType": "application/octet-stream", "buffer": word_file()}
    )
    page.locator("main form button.btn--primary").click()
    expect(page.locator("main")).to_contain_text("附：字段")
    page.locator("main a.btn--primary").click()
    page.wait_for_url("**/edit/")
    assert DraftSection.objects.filter(artifact=artifact, body__contains="<table").exists()

    section = page.locator("#sec-background .ProseMirror")
    section.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("逐条导出要两个小时。")
    expect(page.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    assert "逐条导出要两个小时" in DraftSection.objects.get(artifact=artifact, key="background").body

    stories = page.locator("#table-stories")
    if not stories.is_visible():
        page.locator("details.more", has=stories).locator("summary").click()
    stories.locator("[data-grid-add]").click()
    page.keyboard.type("财务主管")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("按月导出全部对账单")
    page.keyboard.press("Enter")
    expect(stories.locator("tbody tr").first).to_contain_text("按月导出全部对账单")
    stories.locator("[data-grid-add]").click()
    paste(page, "出纳\t看到导出进度\n会计\t失败后重试")
    expect(stories).to_contain_text("失败后重试")
    expect(stories.locator("tr[data-row]:not([data-row=''])")).to_have_count(3)
    stored = DraftRow.objects.filter(artifact=artifact, table="stories")
    assert [row.cells.get("role") for row in stored.order_by("ordering")] == ["财务主管", "出纳", "会计"]

    ask_two(artifact, world)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    page.locator("a[hx-get$='/publish/']").click()
    dialog = page.locator("#publish-dialog")
    expect(dialog).to_contain_text("研发")
    expect(dialog).to_contain_text("财务")
    dialog.locator("button.btn--primary").click()
    expect(dialog).to_have_count(0)
    page.goto("/products/CLB/")
    cell = page.locator("[data-kind=prd][data-department=rd]")
    expect(cell).to_have_attribute("data-state", "waiting")


def test_research_agrees_on_a_phone(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.han, viewport=PHONE)
    page.goto("/todo/")
    assert not scrolls_sideways(page)
    page.locator(f"main a[href*='{artifact.reference}']").first.click()
    page.wait_for_url(f"**/artifacts/{artifact.reference}/**")
    assert not scrolls_sideways(page)
    page.locator("#answer-bar form button.btn--primary").click()
    expect(page.locator("#answer-bar button.btn--primary")).to_have_count(0)
    row = sign_off_of(artifact, "rd")
    assert (row.answer, row.answered_by) == (SignOff.Answer.AGREED, world.han)
    assert not scrolls_sideways(page)


def test_a_department_returns_with_a_ground_and_the_matrix_shows_it(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    ask_two(artifact, world)
    artifact = publish_to(artifact, world)
    page = page_as(world.lin)
    page.goto(f"/artifacts/{artifact.reference}/")
    page.locator("#answer-bar button[hx-get*='returned']").click()
    dialog = page.locator("#verb-dialog")
    dialog.locator("textarea").fill("口径没有写清")
    dialog.locator("button.btn--primary").click()
    expect(page.locator("#verb-dialog")).to_have_count(0)
    assert sign_off_of(artifact, "finance").ground == "口径没有写清"

    manager = page_as(world.chen)
    manager.goto("/products/CLB/")
    expect(manager.locator("[data-kind=prd][data-department=rd]")).to_have_attribute("data-state", "returned")
    manager.goto(f"/artifacts/{artifact.reference}/")
    expect(manager.locator("main")).to_contain_text("口径没有写清")


def test_a_question_pauses_the_clock_and_the_answer_starts_it(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.han)
    page.goto(f"/artifacts/{artifact.reference}/")
    page.locator("#answer-bar a[hx-get$='/ask/']").click()
    page.locator("#verb-dialog textarea").fill("导出期间会不会限流？")
    page.locator("#verb-dialog button.btn--primary").click()
    expect(page.locator("#verb-dialog")).to_have_count(0)
    row = sign_off_of(artifact, "rd")
    assert row.paused_at is not None

    manager = page_as(world.chen)
    manager.goto("/todo/")
    expect(manager.locator("main")).to_contain_text("导出期间会不会限流")
    question = row.questions.get()
    manager.goto(f"/artifacts/{artifact.reference}/questions/{question.pk}/answer/")
    manager.locator("main textarea").fill("不会，走独立队列")
    manager.locator("main form button.btn--primary").click()
    manager.wait_for_url(re.compile(rf"/(artifacts/{artifact.reference}/|todo/)(?!questions)"))
    row.refresh_from_db()
    assert row.paused_at is None


def test_two_editors_of_one_section_see_both_texts(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    first, second = page_as(world.chen), page_as(world.chen)
    for page in (first, second):
        page.goto(f"/artifacts/{artifact.reference}/edit/")
        page.locator("#sec-background .ProseMirror").wait_for()
    first.locator("#sec-background .ProseMirror").click()
    first.keyboard.insert_text("金额精确到分。")
    expect(first.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    second.locator("#sec-background .ProseMirror").click()
    second.keyboard.insert_text("导出要限流。")
    dialog = second.locator("dialog[open]")
    expect(dialog).to_contain_text("精确到分")
    expect(dialog).to_contain_text("要限流")
    dialog.locator("button[value=both]").click()
    expect(second.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    body = DraftSection.objects.get(artifact=artifact, key="background").body
    assert "精确到分" in body and "要限流" in body


def test_a_document_is_answered_with_the_keyboard_alone(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.han)
    page.goto(f"/artifacts/{artifact.reference}/")
    button = page.locator("#answer-bar form button.btn--primary")
    for _ in range(150):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    else:
        pytest.fail("Tab never reaches the answer.")
    assert button.evaluate("button => getComputedStyle(button).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(button).to_have_count(0)
    assert sign_off_of(artifact, "rd").answered_at <= timezone.now()  # type: ignore[operator]  # answered: set
