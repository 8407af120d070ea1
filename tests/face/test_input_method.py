"""Chinese input: while pinyin is being composed no key does anything of ours, in any field."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.face.conftest import InputMethod, Stage

pytestmark = pytest.mark.browser

COMPOSER = '{% include "components/_composer.html" with action="/comments/" thread=12 target="#list" swap="beforeend" %}<div id="list"></div>'
EDITOR = '{% include "components/_editor_tools.html" %}{% include "components/_editor.html" with save_url="/save/" body=body revision=1 label="Goals" draft="d" %}'
EDITOR_SCRIPT = '<script type="module" src="/static/dist/editor.js"></script>'
PEOPLE = '<pm-people data-url="/people/pick/"><select name="people" multiple aria-label="People"></select></pm-people>'
GRID = """{% include "components/_editor_labels.html" %}<pm-grid data-row-url="/rows/" data-draft="g"><div class="wide"><table class="tbl grid">
<thead><tr><th class="grid__handle"></th><th data-col="wish" data-widget="text">Wish</th><th data-col="note" data-widget="textarea">Note</th></tr></thead>
<tbody><tr data-row="r1" data-revision="1"><th class="grid__handle">1</th><td data-value="old">old</td><td data-value=""></td></tr></tbody></table></div></pm-grid>"""
LIN = [
    {"kind": "user", "id": "linlan", "label": "林岚", "detail": "财务"},
    {"kind": "user", "id": "hanlei", "label": "韩磊", "detail": "研发"},
]


def saved(stage: Stage) -> None:
    stage.on(
        "POST",
        "/save/",
        lambda asked: (
            200,
            {
                "revision": int(asked.form["revision"]) + 1,
                "body": asked.form["body"],
                "saved_at": "2026-11-23T02:32:00Z",
            },
        ),
    )


def test_enter_that_chooses_a_candidate_neither_sends_nor_breaks_the_comment(
    page: Page, stage: Stage, input_method: InputMethod
) -> None:
    stage.on("POST", "/comments/", (200, "<p>stored</p>"))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    input_method.compose("zhongwen")
    input_method.key("Enter")
    page.keyboard.down("Control")
    input_method.key("Enter")
    page.keyboard.up("Control")
    input_method.commit("中文")
    expect(page.locator("textarea")).to_have_value("中文")
    assert not stage.asked("POST", "/comments/")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#list")).to_have_text("stored")
    assert stage.asked("POST", "/comments/")[0].form["body"] == "中文"


def test_safaris_order_does_not_send_either(page: Page, stage: Stage) -> None:
    """Safari sends compositionend first and then the keydown that ended the composition."""
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").fill("中文")
    page.evaluate("""() => {
        const field = document.querySelector("textarea");
        field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "中文" }));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
    }""")
    page.wait_for_timeout(100)
    assert not stage.asked("POST", "/comments/")
    page.keyboard.press("Control+Enter")
    assert len(stage.asked("POST", "/comments/", least=1)) == 1


def test_a_mention_is_found_while_composing_and_taken_only_afterwards(
    page: Page, stage: Stage, input_method: InputMethod
) -> None:
    stage.on("GET", "/mentions/", (200, LIN))
    page.goto(stage.show(COMPOSER))
    page.locator("textarea").click()
    page.keyboard.type("请@")
    input_method.compose("lin")
    expect(page.get_by_role("option", name="林岚")).to_be_visible()
    # The list of a bare @ may still stand; the letters being composed are asked about after a moment.
    for _ in range(100):
        if any(asked.query["q"] == "lin" for asked in stage.asked("GET", "/mentions/")):
            break
        page.wait_for_timeout(50)
    input_method.key("Enter")
    input_method.key("ArrowDown")
    assert "林岚" not in page.locator("textarea").input_value()
    input_method.commit("林")
    expect(page.get_by_role("option", name="林岚")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_have_value("请@林岚 ")
    assert any(
        asked.query["q"] == "lin" and asked.query["thread"] == "12" for asked in stage.asked("GET", "/mentions/")
    )


def test_the_palette_neither_opens_a_result_nor_closes_during_a_composition(
    page: Page, stage: Stage, input_method: InputMethod
) -> None:
    stage.on("GET", "/search/palette/", (200, '<a href="/elsewhere/">云账本</a>'))
    page.goto(stage.show("<p>x</p>"))
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="云账本")).to_be_visible()
    input_method.compose("yunzhang")
    input_method.key("Enter")
    input_method.key("Escape")
    expect(page.locator("dialog.palette")).to_be_visible()
    assert page.url.endswith("/stage/")
    assert all(asked.query["q"] == "" for asked in stage.asked("GET", "/search/palette/"))
    # Named by its words: the empty one that opened the palette may be noted after the composition began.
    with page.expect_response(lambda answer: f"q={quote('云账')}" in answer.url):
        input_method.commit("云账")
    stage.pages["/elsewhere/"] = "<h1>there</h1>"
    page.keyboard.press("Enter")
    page.wait_for_url("**/elsewhere/")
    page.goto(stage.url + "/stage/")
    page.keyboard.press("Control+k")
    page.keyboard.type("words")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        ("", "p", "<p data-id=ID>中文</p>"),
        ("<h2>标题</h2>", "h2", "<h2 data-id=ID>标题中文</h2>"),
        ("<p>前<strong>粗</strong></p>", "strong", "<p data-id=ID>前<strong>粗中文</strong></p>"),
        ("<table><tbody><tr><td><p>格</p></td></tr></tbody></table>", "td p", "<p>格中文</p>"),
        (
            '<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p>事</p></li></ul>',
            "li p",
            "<p>事中文</p>",
        ),
    ],
)
def test_composing_in_the_editor_leaves_no_pinyin_behind(
    page: Page, stage: Stage, input_method: InputMethod, body: str, place: str, expected: str
) -> None:
    saved(stage)
    page.goto(stage.show(EDITOR, EDITOR_SCRIPT, body=body))
    page.locator(f".ProseMirror {place}").first.click()
    page.keyboard.press("End")
    input_method.compose("zhongwen")
    input_method.key("Enter")
    input_method.commit("中文")
    expect(page.locator(".ProseMirror")).to_contain_text("中文")
    page.locator("h1, body").first.evaluate("() => document.activeElement.blur()")
    expect(page.locator("[data-editor-state]")).to_have_attribute("data-state", "saved")
    stored = stage.asked("POST", "/save/")[-1].form["body"]
    assert expected in re.sub(r'data-id="[a-z0-9]{10}"', "data-id=ID", stored)
    assert "zhong" not in stored


def test_a_composition_begins_on_a_cell_that_nobody_opened(page: Page, stage: Stage, input_method: InputMethod) -> None:
    stage.on("POST", "/rows/", lambda asked: (200, {"row_key": "r1", "revision": 2, "cells": {}, "errors": {}}))
    page.goto(stage.show(GRID, EDITOR_SCRIPT))
    page.locator("td").first.click()
    input_method.compose("daochu")
    input_method.key("Enter")
    input_method.key("Escape")
    input_method.commit("导出")
    assert not stage.asked("POST", "/rows/")
    page.keyboard.press("Enter")
    assert stage.asked("POST", "/rows/", least=1)[-1].json["cells"] == {"wish": "导出"}
    assert page.locator("td").first.get_attribute("data-value") == "导出"


def test_arrows_belong_to_the_candidates_while_composing_in_the_grid(
    page: Page, stage: Stage, input_method: InputMethod
) -> None:
    page.goto(stage.show(GRID, EDITOR_SCRIPT))
    page.locator("td").first.click()
    input_method.compose("dao")
    input_method.key("ArrowRight")
    input_method.key("Tab")
    assert page.locator("td.is-focus").get_attribute("data-value") == "old"
    input_method.commit("导")
    page.keyboard.press("Tab")
    assert page.locator("td").nth(1).evaluate("td => td.classList.contains('is-focus')")


def test_enter_while_composing_picks_nobody(page: Page, stage: Stage, input_method: InputMethod) -> None:
    stage.on("GET", "/people/pick/", (200, [{"id": "linlan", "label": "林岚", "detail": "财务"}]))
    page.goto(stage.show(PEOPLE))
    page.locator(".ts-control input").click()
    expect(page.locator(".ts-dropdown .option")).to_be_visible()
    input_method.compose("lin")
    input_method.key("Enter")
    input_method.key("Backspace")
    assert page.locator("select option:checked").count() == 0
    input_method.commit("林")
    expect(page.locator(".ts-dropdown .option")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.locator("select").evaluate("select => [...select.selectedOptions].map((option) => option.value)") == [
        "linlan"
    ]


def test_a_filter_waits_for_the_end_of_the_composition(page: Page, stage: Stage, input_method: InputMethod) -> None:
    page.goto(
        stage.show(
            '<form data-autosubmit method="get" action="/list/"><input type="search" name="q" aria-label="Find"></form>'
        )
    )
    page.locator("main input[type=search]").click()
    input_method.compose("zhang")
    page.wait_for_timeout(450)
    assert page.url.endswith("/stage/")
    stage.pages["/list/"] = "<h1>list</h1>"
    input_method.commit("账")
    page.wait_for_url("**/list/?q=*")
