"""The comment box: nothing typed is lost, and Enter never sends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.face.conftest import Stage

pytestmark = pytest.mark.browser

COMPOSER = '{% include "components/_composer.html" with action="/comments/" thread=12 target="#list" swap="beforeend" upload_url="/up/" %}<div id="list"></div>'
TEXT = """<pm-anchor><div class="doc"><p data-id="abcd1">过去 90 天内有 41 条客服反馈</p></div></pm-anchor>"""


def test_enter_makes_a_line_and_control_enter_sends(page: Page, stage: Stage) -> None:
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("一")
    page.keyboard.press("Enter")
    page.keyboard.type("二")
    assert not stage.asked("POST", "/comments/")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    assert stage.asked("POST", "/comments/")[0].form["body"].replace("\r", "") == "一\n二"


def test_a_draft_survives_reload_and_goes_only_when_the_server_has_it(page: Page, stage: Stage) -> None:
    stage.on("POST", "/comments/", (503, "later"))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("还没写完")
    page.reload()
    expect(page.locator("textarea")).to_have_value("还没写完")
    page.locator("textarea").press("Control+Enter")
    expect(page.locator(".toast--bad")).to_contain_text("Nothing you typed is lost")
    page.reload()
    expect(page.locator("textarea")).to_have_value("还没写完")
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.locator("textarea").press("Control+Enter")
    expect(page.locator("textarea")).to_have_value("")
    page.reload()
    expect(page.locator("textarea")).to_have_value("")


def test_a_draft_belongs_to_one_person_and_one_thread(page: Page, stage: Stage) -> None:
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("别人的")
    page.goto(stage.show(COMPOSER.replace("thread=12", "thread=13")))
    expect(page.locator("textarea")).to_have_value("")


def test_the_sign_in_page_is_never_swapped_in_and_the_text_stays(page: Page, stage: Stage) -> None:
    stage.pages["/accounts/login/"] = "<p>sign in</p>"
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("还在")
    stage.redirects["/comments/"] = "/accounts/login/"
    page.locator("textarea").press("Control+Enter")
    expect(page.locator(".toast--bad")).to_contain_text("signed out")
    expect(page.locator("textarea")).to_have_value("还在")
    assert "sign in" not in (page.locator("#list").text_content() or "")


def test_a_broken_line_says_that_nothing_was_lost(page: Page, stage: Stage) -> None:
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("在路上")
    page.context.set_offline(True)
    page.locator("textarea").press("Control+Enter")
    expect(page.locator(".toast--bad")).to_contain_text("Nothing you typed is lost")
    expect(page.locator("textarea")).to_have_value("在路上")


def test_escape_closes_the_names_and_keeps_the_text(page: Page, stage: Stage) -> None:
    stage.on("GET", "/mentions/", (200, [{"kind": "department", "id": "finance", "label": "财务", "detail": ""}]))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("看 @财")
    expect(page.get_by_role("option")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_be_hidden()
    page.keyboard.type("务")
    page.get_by_role("option", name="财务").click()
    expect(page.locator("textarea")).to_have_value("看 @财务 ")


def test_a_name_nobody_has_is_said_and_enter_still_makes_a_line(page: Page, stage: Stage) -> None:
    stage.on("GET", "/mentions/", (200, []))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("@zz")
    expect(page.locator(".suggest")).to_contain_text("Nobody who can see this")
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_have_value("@zz\n")
    expect(page.locator(".suggest")).to_be_hidden()


def test_a_mail_address_is_no_mention(page: Page, stage: Stage) -> None:
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("lin@example")
    page.wait_for_timeout(250)
    assert not stage.asked("GET", "/mentions/")


def test_people_read_names_and_the_server_reads_who_is_meant(page: Page, stage: Stage) -> None:
    people = [
        {"kind": "user", "id": "linlan", "label": "林岚", "detail": "财务"},
        {"kind": "user", "id": "linlan2", "label": "林岚", "detail": "客服"},
        {"kind": "user", "id": "lin", "label": "林", "detail": "研发"},
    ]
    stage.on("GET", "/mentions/", (200, people))
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    box = page.locator("textarea")
    box.click()
    for number in range(3):
        page.keyboard.type("@林")
        page.get_by_role("option").nth(number).click()
    page.keyboard.type("看成本，抄送 a@林岚.cn")
    expect(box).to_have_value("@林岚 @林岚·linlan2 @林 看成本，抄送 a@林岚.cn")
    page.reload()
    expect(box).to_have_value("@林岚 @林岚·linlan2 @林 看成本，抄送 a@林岚.cn")
    box.press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    sent = stage.asked("POST", "/comments/")[0].form["body"]
    assert sent == "@[林岚](user:linlan) @[林岚](user:linlan2) @[林](user:lin) 看成本，抄送 a@林岚.cn"


def test_words_right_behind_a_chosen_name_ask_for_nobody(page: Page, stage: Stage) -> None:
    stage.on("GET", "/mentions/", (200, [{"kind": "user", "id": "linlan", "label": "林岚", "detail": "财务"}]))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("@林")
    page.get_by_role("option").click()
    page.keyboard.press("Backspace")
    page.keyboard.type("看成本")
    page.wait_for_timeout(250)
    expect(page.locator(".suggest")).to_be_hidden()
    expect(page.locator("textarea")).to_have_value("@林岚看成本")


def test_a_name_taken_out_of_the_text_is_not_sent(page: Page, stage: Stage) -> None:
    stage.on("GET", "/mentions/", (200, [{"kind": "user", "id": "linlan", "label": "林岚", "detail": "财务"}]))
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("@林")
    page.get_by_role("option").click()
    page.locator("textarea").fill("算了，林岚在休假")
    page.locator("textarea").press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    assert stage.asked("POST", "/comments/")[0].form["body"] == "算了，林岚在休假"


PASTE = """field => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "截图.png", { type: "image/png" }));
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_picture_goes_up_and_stands_below_the_field(page: Page, stage: Stage) -> None:
    stage.on("POST", "/up/", (201, {"url": "/attachments/7/x.png", "name": "截图[1].png", "image": True}))
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    box = page.locator("textarea")
    box.fill("看这里")
    box.evaluate(PASTE)
    expect(page.locator(".composer__file")).to_contain_text("截图[1].png")
    expect(box).to_have_value("看这里")
    assert "截图.png".encode() in stage.asked("POST", "/up/")[0].raw
    page.reload()
    expect(page.locator(".composer__file")).to_contain_text("截图 1 .png")
    box.press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    sent = stage.asked("POST", "/comments/")[0].form["body"].replace("\r", "")
    assert sent == "看这里\n\n![截图 1 .png](/attachments/7/x.png)"
    expect(page.locator(".composer__file")).to_have_count(0)


def test_a_file_alone_is_sent_and_a_removed_one_is_not(page: Page, stage: Stage) -> None:
    stage.on("POST", "/up/", (201, {"url": "/attachments/7/a.csv", "name": "a.csv", "image": False}))
    stage.on("POST", "/attachments/7/delete/", (200, ""))
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.get_by_role("button", name="Remove a.csv").click()
    expect(page.locator(".composer__file")).to_have_count(0)
    expect(page.locator("textarea")).to_be_focused()
    page.wait_for_timeout(100)
    assert stage.asked("POST", "/attachments/7/delete/")
    stage.on("POST", "/up/", (201, {"url": "/attachments/8/b.csv", "name": "b.csv", "image": False}))
    page.locator("input[type=file]").set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": b"x"})
    expect(page.locator(".composer__file")).to_have_count(1)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#list")).to_have_text("stored")
    assert stage.asked("POST", "/comments/")[0].form["body"] == "[b.csv](/attachments/8/b.csv)"


def test_what_is_sent_while_a_file_goes_up_waits_for_it(page: Page, stage: Stage) -> None:
    stage.on("POST", "/up/", (201, {"url": "/attachments/8/b.csv", "name": "b.csv", "image": False}))
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("附件")
    page.evaluate("""() => {
        const real = window.fetch;
        window.fetch = async (...all) => { await new Promise((go) => { window.goOn = go; }); return real(...all); };
    }""")
    page.locator("input[type=file]").set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.locator("textarea").press("Control+Enter")
    page.wait_for_timeout(150)
    assert not stage.asked("POST", "/comments/")
    page.evaluate("() => window.goOn()")
    expect(page.locator("#list")).to_have_text("stored")
    sent = stage.asked("POST", "/comments/")[0].form["body"].replace("\r", "")
    assert sent == "附件\n\n[b.csv](/attachments/8/b.csv)"


def test_a_refused_file_says_why(page: Page, stage: Stage) -> None:
    stage.on("POST", "/up/", (413, {"detail": "Larger than 25 MB."}))
    page.goto(stage.show(COMPOSER))
    page.locator("input[type=file]").set_input_files({"name": "大.zip", "mimeType": "application/zip", "buffer": b"x"})
    expect(page.locator(".toast--bad")).to_contain_text("大.zip was not uploaded: Larger than 25 MB.")


def test_a_selected_phrase_goes_with_the_comment(page: Page, stage: Stage) -> None:
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(TEXT + COMPOSER))
    page.evaluate("""() => {
        const words = document.querySelector("[data-id]").firstChild;
        getSelection().setBaseAndExtent(words, words.data.indexOf("41"), words, words.data.length);
    }""")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("[data-composer-shown] span")).to_have_text("41 条客服反馈")
    page.keyboard.type("来源？")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    sent = stage.asked("POST", "/comments/")[0].form
    assert sent["anchor"] == "abcd1"
    assert sent["quote"] == "41 条客服反馈"
    expect(page.locator("[data-composer-shown]")).to_be_hidden()
