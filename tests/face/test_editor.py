"""The rich editor of a section: saved by itself, never at the price of someone's words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.face.conftest import Asked, Stage

pytestmark = pytest.mark.browser

EDITOR = '{% include "components/_editor_tools.html" %}{% include "components/_editor.html" with save_url="/save/" body=body revision=4 label="Goals" draft="CLB-D1:goals" upload_url="/up/" %}'
SCRIPT = '<script type="module" src="/static/dist/editor.js"></script>'
STORED = (
    '<h2 data-id="aaaa1">目标</h2><p data-id="aaaa2">三步<strong>之内</strong>，<u>完成</u><mark>导出</mark>。<a href="https://example.com/">出处</a></p>'
    '<ul><li data-id="aaaa3"><p>一</p></li></ul><ul data-type="taskList"><li data-id="aaaa4" data-type="taskItem" data-checked="true"><p>二</p></li></ul>'
    '<blockquote data-id="aaaa5"><p data-id="aaaa6">引</p></blockquote><pre data-id="aaaa7"><code class="language-mermaid">graph TD</code></pre>'
    '<table data-id="aaaa8"><tbody><tr data-id="aaaa9"><th><p>指标</p></th><td colspan="2"><p>99.5%</p></td></tr></tbody></table>'
    '<img src="/attachments/1/" alt="图" data-id="aaab1"><hr data-id="aaab2"><p data-id="aaab3">文中<img src="/attachments/2/" alt="小图">图</p>'
    '<p data-id="aaab4"><span data-mention="user:linlan">@林岚</span> 看</p>'
)


def store(asked: Asked) -> tuple[int, dict[str, object]]:
    return 200, {
        "revision": int(asked.form["revision"]) + 1,
        "body": asked.form["body"],
        "saved_at": "2026-11-23T02:32:00Z",
    }


def opened(page: Page, stage: Stage, body: str) -> None:
    page.goto(stage.show(EDITOR, SCRIPT, body=body))
    expect(page.locator(".ProseMirror")).to_be_visible()


def state(page: Page) -> str:
    return page.locator("[data-editor-state]").get_attribute("data-state") or ""


def shape(page: Page, html: str) -> str:
    """Names, attributes that are stored, and words, in order: what must not change by opening and saving."""
    shaped: str = page.evaluate(
        """html => {
            const keep = ["data-id", "src", "alt", "href", "data-type", "data-checked", "colspan", "data-mention"];
            const walk = (node) => node.nodeType === 3 ? node.data : node.nodeType !== 1 || /^(COLGROUP|LABEL)$/.test(node.tagName) ? ""
                : `<${node.tagName} ${keep.filter((name) => node.hasAttribute(name) && !(name === "colspan" && node.getAttribute(name) === "1")).map((name) => `${name}=${node.getAttribute(name)}`)}`
                    + `${node.tagName === "CODE" ? ` ${node.className}` : ""}>${[...node.childNodes].map(walk).join("")}</>`;
            const unwrap = (page) => { for (const box of page.querySelectorAll("li[data-type=taskItem] > div")) box.replaceWith(...box.childNodes); return page; };
            return [...unwrap(new DOMParser().parseFromString(html, "text/html")).body.childNodes].map(walk).join("\\n");
        }""",
        html,
    )
    return shaped


def test_opening_saves_nothing_and_saving_changes_nothing_but_what_was_typed(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, STORED)
    page.wait_for_timeout(1500)
    assert not stage.asked("POST", "/save/")
    page.locator(".ProseMirror h2").click()
    page.keyboard.press("End")
    page.keyboard.type("！")
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    sent = stage.asked("POST", "/save/")[0].form
    assert sent["revision"] == "4"
    assert shape(page, sent["body"]) == shape(page, STORED.replace("目标", "目标！"))


def test_the_state_of_saving_is_said_and_the_next_save_builds_on_the_new_revision(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, "<p>一</p>")
    for revision, letter in ((4, "a"), (5, "b")):
        page.locator(".ProseMirror p").click()
        page.keyboard.type(letter)
        page.locator(".ProseMirror").blur()
        expect(page.locator("[data-editor-state]")).to_have_text("Saved 10:32")
        assert stage.asked("POST", "/save/")[-1].form["revision"] == str(revision)


def test_new_blocks_get_their_own_ids_and_old_ones_keep_theirs(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, '<p data-id="keep1">甲乙</p>')
    page.locator(".ProseMirror p").click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(".ProseMirror").blur()
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    ids = page.locator(".ProseMirror p").evaluate_all("blocks => blocks.map((block) => block.dataset.id)")
    assert ids[0] == "keep1"
    assert len(ids) == 2 and ids[1] and ids[1] != "keep1"


def test_two_people_at_once_both_texts_are_shown_and_none_is_lost(page: Page, stage: Stage) -> None:
    stage.on(
        "POST", "/save/", (409, {"theirs": "<p>他们的</p>", "theirs_html": "<p>他们的</p>", "mine": "x", "revision": 9})
    )
    opened(page, stage, "<p>原文</p>")
    page.locator(".ProseMirror p").click()
    page.keyboard.type("我的")
    page.locator(".ProseMirror").blur()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("他们的")
    expect(dialog).to_contain_text("我的")
    page.keyboard.press("Escape")
    assert state(page) == "conflict"
    page.reload()
    expect(page.get_by_role("dialog")).to_contain_text("我的")
    stage.on("POST", "/save/", store)
    page.get_by_role("button", name="Keep both").click()
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    body = stage.asked("POST", "/save/")[-1].form["body"]
    assert "我的" in body


def test_without_a_line_the_text_waits_on_the_device_and_is_found_after_a_reload(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, '<p data-id="aaaa1">原文</p>')
    page.context.set_offline(True)
    page.locator(".ProseMirror p").click()
    page.keyboard.press("End")
    page.keyboard.type("，路上写的")
    page.locator(".ProseMirror").blur()
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    assert "路上写的" in stage.asked("POST", "/save/")[-1].form["body"]


def test_what_a_closed_window_left_behind_is_brought_back(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", (500, ""))
    opened(page, stage, '<p data-id="aaaa1">原文</p>')
    page.locator(".ProseMirror p").click()
    page.keyboard.press("End")
    page.keyboard.type("未存")
    page.locator(".ProseMirror").blur()
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "failed")
    stage.on("POST", "/save/", store)
    page.reload()
    expect(page.locator(".ProseMirror")).to_contain_text("原文未存")
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")


def test_a_refusal_is_said_and_not_repeated_by_itself(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", (422, {"detail": "Too long."}))
    opened(page, stage, "<p>x</p>")
    page.locator(".ProseMirror p").click()
    page.keyboard.type("y")
    page.locator(".ProseMirror").blur()
    expect(page.locator("[data-editor-state]")).to_contain_text("Too long.")
    page.wait_for_timeout(1500)
    assert len(stage.asked("POST", "/save/")) == 1


def test_the_toolbar_works_on_the_section_last_written_in(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, "<p>词</p>")
    page.locator(".ProseMirror p").dblclick()
    page.get_by_role("button", name="Bold").click()
    expect(page.locator(".ProseMirror strong")).to_have_text("词")
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Kind of paragraph").select_option("3")
    expect(page.locator(".ProseMirror h3")).to_have_text("词")
    page.get_by_label("Table", exact=True).click()
    expect(page.get_by_role("button", name="Row below")).to_be_disabled()
    page.get_by_role("button", name="Insert table").click()
    expect(page.locator(".ProseMirror table")).to_be_visible()
    page.get_by_label("Table", exact=True).click()
    page.get_by_role("button", name="Row below").click()
    expect(page.locator(".ProseMirror tr")).to_have_count(4)


def test_pasted_pictures_go_up_and_foreign_ones_are_named(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    stage.on("POST", "/up/", (201, {"url": "/attachments/9/", "name": "图.png", "image": True}))
    opened(page, stage, "<p></p>")
    page.locator(".ProseMirror").click()
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    page.locator(".ProseMirror").evaluate(
        """(field, dot) => {
            const transfer = new DataTransfer();
            transfer.setData("text/html", `<p>从 Word 来</p><img src="${dot}"><img src="file:///tmp/x.png"><table><tr><td>格</td></tr></table>`);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
        }""",
        dot,
    )
    expect(page.locator('.ProseMirror img[src="/attachments/9/"]')).to_have_count(1)
    expect(page.locator(".toast--warn")).to_contain_text("1 pictures")
    expect(page.locator(".ProseMirror td")).to_have_text("格")
    assert b"image/png" in stage.asked("POST", "/up/")[0].raw


def test_the_source_can_be_edited_and_is_saved(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", store)
    opened(page, stage, '<p data-id="aaaa1">一</p>')
    page.locator(".ProseMirror").click()
    page.get_by_role("button", name="Edit as plain source").click()
    page.locator("textarea[name=body]").fill('<p data-id="aaaa1">二</p>')
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Edit as plain source").click()
    expect(page.locator(".ProseMirror p")).to_have_text("二")


# --- Two windows at once --------------------------------------------------------------------------------

CONFLICT = {"theirs": '<p data-id="aaaa1">别处的</p>', "theirs_html": "<p><del>别处的</del><ins>我的</ins></p>", "mine": "x", "revision": 9, "refused": 7, "is_own": True}  # fmt: skip


def collided(page: Page, stage: Stage) -> None:
    """What was typed meets a newer text."""
    stage.on("POST", "/save/", (409, CONFLICT))
    opened(page, stage, '<p data-id="aaaa1">原文</p>')
    page.locator(".ProseMirror p").click()
    page.keyboard.press("End")
    page.keyboard.type("，我写的")
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "conflictOwn")


def test_the_question_waits_for_a_pause_and_no_key_answers_it(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", (409, CONFLICT))
    opened(page, stage, '<p data-id="aaaa1">原文</p>')
    page.locator(".ProseMirror p").click()
    page.keyboard.press("End")
    page.keyboard.type("，我写的")
    more = 8
    while more:
        page.keyboard.press("Space")
        page.keyboard.type("字")
        page.wait_for_timeout(150)
        assert page.get_by_role("dialog").count() == 0
        more -= state(page) == "conflictOwn"
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You changed this in another window")
    expect(dialog).to_contain_text("only in what is stored")
    assert dialog.evaluate("dialog => dialog === document.activeElement")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("我写的 字")


def test_the_question_waits_while_words_are_composed(page: Page, stage: Stage) -> None:
    collided(page, stage)
    page.evaluate(
        "() => document.activeElement.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))"
    )
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "conflictOwn")
    page.wait_for_timeout(2500)
    assert page.get_by_role("dialog").count() == 0
    page.evaluate(
        "() => document.activeElement.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))"
    )
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_text_set_aside_can_be_brought_back_and_undo_takes_nobodys_away(page: Page, stage: Stage) -> None:
    collided(page, stage)
    stage.on("POST", "/save/", store)
    page.get_by_role("button", name="Take what is stored").click()
    text = page.locator(".ProseMirror")
    expect(text).to_have_text("别处的")
    text.click()
    page.keyboard.press("Control+z")
    expect(text).to_have_text("别处的")
    line = page.locator("[data-editor-state]")
    expect(line).to_have_attribute("data-state", "kept")
    line.click()
    expect(text).to_have_text("别处的原文，我写的")
    expect(line).to_have_attribute("data-state", "saved")
    assert stage.asked("POST", "/save/")[-1].form["settles"] == "7"


def test_what_was_merged_is_settled_with_the_save_that_holds_it(page: Page, stage: Stage) -> None:
    collided(page, stage)
    stage.on("POST", "/save/", store)
    page.get_by_role("button", name="Keep both").click()
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    sent = stage.asked("POST", "/save/")[-1].form
    assert sent["settles"] == "7" and sent["revision"] == "9" and "我写的" in sent["body"]
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+z")
    expect(page.locator(".ProseMirror")).to_contain_text("别处的")
    page.keyboard.type("，又写")
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    assert "settles" not in stage.asked("POST", "/save/", least=3)[-1].form


def test_a_refusal_without_a_reason_is_still_a_sentence(page: Page, stage: Stage) -> None:
    stage.on("POST", "/save/", (403, ""))
    opened(page, stage, "<p>x</p>")
    page.locator(".ProseMirror p").click()
    page.keyboard.type("y")
    page.locator(".ProseMirror").blur()
    expect(page.locator("[data-editor-state]")).to_contain_text(
        "the server refused it. The text is kept on this device"
    )
