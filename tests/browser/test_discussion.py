"""A meeting note and its discussion, as two colleagues live it in their browsers."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django import Settings

from conversations.actions import attachments, comments, notes
from conversations.models import Attachment, Comment, MeetingNote
from tests.browser.conftest import PHONE
from tests.browser.stage import furnish
from tests.conftest import Cast

pytestmark = pytest.mark.browser
MINUTES = "结论：差旅维持减 10%\n@韩磊 11-28 给出断点续传方案\n云资源按新合同重算"


@pytest.fixture
def note(world: Cast, settings: Settings, tmp_path: Path) -> MeetingNote:
    settings.MEDIA_ROOT = tmp_path
    return notes.create(
        actor=world.chen,
        title="预算调整会",
        held_on=datetime.date(2026, 11, 20),
        product=world.product,
        departments=[world.finance, world.rd],
        minutes=MINUTES,
    )


def test_a_comment_with_a_mention_a_file_and_a_conclusion(
    world: Cast, note: MeetingNote, page_as: Callable[..., Page]
) -> None:
    page = page_as(world.han)
    page.goto(note.thread.address)
    box = page.locator(f"#discussion-{note.thread_id} > pm-composer textarea")
    box.click()
    box.press_sequentially("预算里有这笔吗 @linlan")
    page.locator(".suggest__option", has_text="林岚").click()
    page.locator("[data-composer-file]").first.set_input_files(
        {"name": "预算（终稿）.csv", "mimeType": "text/csv", "buffer": "项目,金额\n云资源,51300".encode()}
    )
    expect(page.locator(".composer__file")).to_contain_text("预算（终稿）.csv")
    expect(box).to_have_value("预算里有这笔吗 @林岚 ")
    box.press("Control+Enter")
    comment = page.locator(".comment").last
    expect(comment.locator("[data-mention]")).to_have_text("@林岚")
    expect(comment.locator(".attachment")).to_contain_text("预算（终稿）.csv")
    expect(comment.get_by_text("预算（终稿）.csv")).to_have_count(1)
    expect(box).to_have_value("")
    stored = Comment.objects.get()
    assert stored.mentions.get().user == world.lin and Attachment.objects.get().comment == stored

    other = page_as(world.lin)
    other.goto(note.thread.address)
    other.locator(".comment").get_by_text("回复", exact=True).click()
    answer = other.locator(".comment pm-composer textarea")
    answer.fill("有，在调整单里")
    answer.press("Control+Enter")
    expect(other.locator(".comment__replies")).to_contain_text("有，在调整单里")
    other.locator(".comment .menu summary").first.click()
    other.locator(".comment .menu__panel").get_by_text("记为结论").click()
    other.locator("dialog[open] textarea").first.fill("计入调整单")
    other.locator("dialog[open] button[type=submit]").click()
    expect(other.locator(".comment--decision")).to_have_count(1)
    expect(other.locator("dialog[open]")).to_have_count(0)


def test_an_edit_shows_names_and_files_and_keeps_who_is_meant(
    world: Cast, note: MeetingNote, page_as: Callable[..., Page]
) -> None:
    upload = SimpleUploadedFile("预算.csv", "项目,金额".encode(), "text/csv")
    file = attachments.store(thread=note.thread, actor=world.han, upload=upload)
    source = f"@[林岚](user:lin) 看这笔\n\n[预算.csv]({file.address})"
    comment = comments.add(thread=note.thread, actor=world.han, source=source).comment
    page = page_as(world.han)
    page.goto(note.thread.address)
    page.locator(".comment .menu summary").first.click()
    page.locator(".comment .menu__panel").get_by_text("编辑", exact=True).click()
    box = page.locator(".comment textarea")
    expect(box).to_have_value("@林岚 看这笔")
    expect(page.locator(".comment .composer__file")).to_contain_text("预算.csv")
    box.fill("@林岚 看这笔，谢谢")
    page.locator(".comment .composer__remove").click()
    page.locator(".comment form").get_by_role("button", name="保存").click()
    expect(page.locator(".comment__text")).to_have_text("@林岚 看这笔，谢谢")
    expect(page.locator(".comment .attachment")).to_have_count(0)
    comment.refresh_from_db()
    assert comment.source == "@[林岚](user:lin) 看这笔，谢谢"
    assert comment.mentions.get().user == world.lin
    assert Attachment.objects.get().comment is None


def test_no_comment_makes_a_phone_scroll_sideways(world: Cast, page_as: Callable[..., Page]) -> None:
    artifact, _note = furnish(world)
    drawn = io.BytesIO()
    Image.new("RGB", (900, 300), "#3451d1").save(drawn, "PNG")
    uploads = {"现场" * 50 + ".png": drawn.getvalue(), "对账单导出验收记录" * 14 + ".csv": "项目,金额".encode()}
    stored = [
        attachments.store(thread=artifact.thread, actor=world.han, upload=SimpleUploadedFile(name, content))
        for name, content in uploads.items()
    ]
    links = " ".join(f"{'!' if file.is_picture else ''}[{file.name}]({file.address})" for file in stored)
    words = f"https://example.com/{'path/' * 60}?{'q' * 200}\n\n{'W' * 200}\n\n```\n{'code' * 80}\n```\n\n{links}"
    said = comments.add(thread=artifact.thread, actor=world.han, source=words, quote="长" * 300)
    comments.reply(parent=said.comment, actor=world.chen, source=words)
    phone = page_as(world.han, viewport=PHONE)
    phone.goto(artifact.thread.address)
    expect(phone.locator(".comment img").first).to_be_visible()
    expect(phone.locator(".comment .attachment")).to_have_count(1)
    assert phone.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [360, 360]
    box = phone.locator("#discussion > .discussion > pm-composer textarea")
    box.fill("W" * 400)
    phone.locator("#discussion > .discussion > pm-composer [data-composer-file]").set_input_files(
        {"name": "很长的文件名" * 20 + ".csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    expect(phone.locator(".composer__file")).to_be_visible()
    assert phone.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [360, 360]
    answer = phone.locator("#answer-bar").bounding_box()
    assert answer and answer["x"] == 0 and answer["width"] == 360


def test_a_tap_on_a_paragraph_offers_a_comment_on_it(world: Cast, page_as: Callable[..., Page]) -> None:
    artifact, _note = furnish(world)
    phone = page_as(world.han, viewport=PHONE)
    phone.goto(artifact.thread.address)
    block = phone.locator("#sec-background [data-id]").first
    offer = phone.locator(".anchor-btn")
    block.tap()
    expect(offer).to_have_text("评论")
    place, words = offer.bounding_box(), block.bounding_box()
    assert place and words and words["y"] < place["y"] < words["y"] + words["height"] + 12
    block.tap()
    expect(offer).to_have_count(0)
    block.tap()
    phone.wait_for_timeout(300)  # longer than the pause after which a selection is looked at
    offer.tap()
    composer = phone.locator("#discussion > .discussion > pm-composer")
    expect(composer.locator("[data-composer-shown]")).to_contain_text("月末对账时只能逐条导出")
    composer.locator("textarea").fill("多慢？")
    composer.get_by_role("button", name="发送").tap()
    expect(phone.locator(".comment__quote").last).to_contain_text("月末对账时只能逐条导出")
    assert Comment.objects.order_by("-pk")[0].anchor_key == block.get_attribute("data-id")


def test_a_mouse_click_offers_nothing(world: Cast, page_as: Callable[..., Page]) -> None:
    artifact, _note = furnish(world)
    page = page_as(world.han)
    page.goto(artifact.thread.address)
    page.locator("#sec-background [data-id]").first.click()
    page.wait_for_timeout(200)
    expect(page.locator(".anchor-btn")).to_have_count(0)


def test_the_header_is_one_row_on_a_phone(world: Cast, page_as: Callable[..., Page]) -> None:
    artifact, note = furnish(world)
    phone = page_as(world.chen, viewport=PHONE)
    for address in (artifact.thread.address, note.thread.address):
        phone.goto(address)
        expect(phone.locator("#watch-button button").first).to_be_visible()
        bar = phone.locator(".bar").bounding_box()
        assert bar and bar["height"] < 60, address
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.goto(artifact.thread.address)
    first = phone.locator("#content").bounding_box()
    assert first and first["y"] < 60


def test_a_line_becomes_a_to_do_and_is_ticked_on_a_phone(
    world: Cast, note: MeetingNote, page_as: Callable[..., Page]
) -> None:
    page = page_as(world.chen)
    page.goto(note.thread.address)
    page.get_by_role("button", name="记为待办").click()
    expect(page.locator("#note-outcome .card").first).to_contain_text("给出断点续传方案")
    phone = page_as(world.han, viewport=PHONE)
    phone.goto(note.thread.address)
    phone.get_by_role("button", name="完成：给出断点续传方案").click()
    expect(phone.get_by_role("button", name="重新打开：给出断点续传方案")).to_be_visible()
    assert note.todos.get().done_by == world.han
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_minutes_are_edited_in_place_and_keep_their_lines(
    world: Cast, note: MeetingNote, page_as: Callable[..., Page]
) -> None:
    page = page_as(world.chen)
    page.goto(f"/meeting-notes/{note.pk}/edit/")
    text = page.locator("pm-editor [contenteditable=true]")
    text.locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type("，十二月起")
    with page.expect_response(lambda response: response.url.endswith("/save/") and response.ok):
        page.keyboard.press("Control+s")
    note.refresh_from_db()
    assert "十二月起" in note.body


def test_the_palette_jumps_to_the_note(world: Cast, note: MeetingNote, page_as: Callable[..., Page]) -> None:
    page = page_as(world.lin)
    page.goto("/search/")
    page.keyboard.press("Control+k")
    page.locator(".palette input").fill("调整会")
    page.locator(".palette__link", has_text="预算调整会").click()
    page.wait_for_url(f"**{note.thread.address}")
