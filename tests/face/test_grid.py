"""The record table: written like a sheet, each row saved on its own, bad cells marked and the rest kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.face.conftest import Asked, Stage

pytestmark = pytest.mark.browser

SCRIPT = '<script type="module" src="/static/dist/editor.js"></script>'
GRID = """{% include "components/_editor_labels.html" %}
<pm-grid data-row-url="/rows/" data-delete-url="/rows/delete/" data-move-url="/rows/move/" data-draft="CLB-D1:stories">
<div class="wide wide--frame"><table class="tbl grid"><thead><tr><th class="grid__handle"></th>
<th scope="col" data-col="wish" data-widget="text">Wish</th>
<th scope="col" data-col="class" data-widget="select" data-options='[["must","Must"],["should","Should"]]'>Class</th>
<th scope="col" data-col="owner" data-widget="person" data-options-url="/people/pick/">Owner</th>
<th scope="col" data-col="cost" data-widget="money" class="num">Cost</th>
<th scope="col" data-col="done" data-widget="checkbox">Done</th>
<th scope="col" data-col="sum" data-widget="none">Sum</th>
<th scope="col" data-col="due" data-widget="date">Due</th></tr></thead><tbody>
<tr data-row="r1" data-revision="3"><th class="grid__handle" scope="row">1</th><td data-value="a">a</td><td data-value="must">Must</td><td data-value="han">韩磊</td><td class="num" data-value="51300">¥51,300</td><td data-value=""></td><td data-value="1">1</td><td data-value="2026-11-27">2026-11-27</td></tr>
<tr data-row="r2" data-revision="1"><th class="grid__handle" scope="row">2</th><td data-value="b">b</td><td data-value=""></td><td data-value=""></td><td class="num" data-value=""></td><td data-value=""></td><td data-value="2">2</td><td data-value=""></td></tr>
</tbody></table></div>
<div class="grid__foot"><button class="btn btn--s" type="button" data-grid-add>Add a row</button><span class="grid__state" data-grid-state></span></div></pm-grid>"""


def stored(asked: Asked) -> tuple[int, dict[str, Any]]:
    """A server that takes everything but 1,2,3 as an amount."""
    sent = asked.json
    bad = {
        key: f"“{value}” is not an amount."
        for key, value in sent["cells"].items()
        if key == "cost" and value == "1,2,3"
    }
    return 200, {
        "row_key": sent["row_key"] or "new1",
        "revision": sent["revision"] + 1,
        "cells": {key: {"value": value, "text": f"{value}!"} for key, value in sent["cells"].items() if key not in bad},
        "errors": bad,
    }


def opened(page: Page, stage: Stage) -> None:
    stage.on("POST", "/rows/", stored)
    stage.on("POST", "/rows/delete/", (200, {}))
    stage.on("POST", "/rows/move/", (200, {"revision": 9}))
    page.goto(stage.show(GRID, SCRIPT))
    expect(page.locator("table.grid")).to_have_attribute("role", "grid")


def cell(page: Page, row: int, column: int) -> Any:
    return page.locator(f"tbody tr:nth-child({row}) td").nth(column)


def rows(stage: Stage, least: int = 0) -> list[dict[str, Any]]:
    return [asked.json for asked in stage.asked("POST", "/rows/", least)]


def paste(page: Page, text: str, html: str = "") -> None:
    page.locator(".grid__field").evaluate(
        """(field, [text, html]) => {
            const transfer = new DataTransfer();
            transfer.setData("text/plain", text);
            if (html) transfer.setData("text/html", html);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
        }""",
        [text, html],
    )


def test_typing_replaces_enter_keeps_and_goes_down_and_the_servers_words_are_shown(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.type("export")
    page.keyboard.press("Enter")
    expect(cell(page, 1, 0)).to_contain_text("export!")
    assert rows(stage) == [
        {
            "row_key": "r1",
            "client_key": rows(stage)[0]["client_key"],
            "revision": 3,
            "cells": {"wish": "export"},
            "after": None,
        }
    ]
    expect(cell(page, 2, 0)).to_have_class("is-focus")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("ed")
    page.keyboard.press("Enter")
    expect(cell(page, 1, 0)).to_contain_text("exported!")
    assert rows(stage)[-1]["revision"] == 4
    expect(page.locator("[data-grid-state]")).to_contain_text("Saved")


def test_the_table_is_reached_and_written_with_the_keyboard_alone(page: Page, stage: Stage) -> None:
    opened(page, stage)
    page.locator(".grid__number").first.evaluate("button => button.focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("keys")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 0)).to_contain_text("keys!")


def test_escape_leaves_the_cell_as_it_was(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    expect(cell(page, 1, 0)).to_have_text("a")
    assert not rows(stage)


def test_a_bad_cell_is_marked_in_place_and_the_rest_of_the_row_is_kept(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    paste(page, "wish two\tmust\than\t1,2,3")
    expect(cell(page, 1, 3)).to_have_attribute("aria-invalid", "true")
    expect(cell(page, 1, 3)).to_contain_text("is not an amount")
    expect(cell(page, 1, 3)).to_have_attribute("data-value", "1,2,3")
    expect(cell(page, 1, 0)).to_contain_text("wish two!")
    cell(page, 1, 3).click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(cell(page, 1, 3)).not_to_have_attribute("aria-invalid", "true")
    expect(cell(page, 1, 3)).to_contain_text("12!")


def test_a_block_from_excel_fills_cells_adds_rows_and_spares_what_cannot_be_changed(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 2, 0).click()
    table = "<table><tr><td>r2</td><td>Must</td><td>han</td><td>1</td><td>true</td><td>no</td></tr><tr><td>r3<br>second line</td><td>Should</td></tr></table>"
    paste(page, "ignored", table)
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(cell(page, 3, 0)).to_have_attribute("data-value", "r3\nsecond line!".removesuffix("!"))
    expect(cell(page, 2, 5)).to_have_text("2")
    assert [sent["row_key"] for sent in rows(stage, least=2)] == ["r2", None]
    assert rows(stage)[1]["after"] == "r2"
    assert "sum" not in rows(stage)[0]["cells"]
    expect(page.locator("tbody tr").nth(2)).to_have_attribute("data-row", "new1")


def test_quoted_cells_of_a_sheet_keep_their_lines_and_tabs(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    paste(page, '"two\nlines ""x"""\tmust\r\nnext\tshould\r\n')
    expect(cell(page, 1, 0)).to_have_attribute("data-value", 'two\nlines "x"')
    expect(cell(page, 2, 1)).to_have_attribute("data-value", "should")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_delete_clears_the_selection_and_undo_brings_it_back(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(cell(page, 2, 0)).to_have_attribute("data-value", "")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, 0)).to_have_attribute("data-value", "a")
    expect(cell(page, 2, 0)).to_have_attribute("data-value", "b")
    page.keyboard.press("Control+y")
    expect(cell(page, 1, 0)).to_have_attribute("data-value", "")


def test_fill_down_copies_the_first_cell(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 1).click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, 2, 1)).to_have_attribute("data-value", "must")


def test_choices_are_offered_and_narrowed_by_typing(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 2, 1).click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.type("sho")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(cell(page, 2, 1)).to_have_attribute("data-value", "should")


def test_a_person_is_looked_up_by_the_letters_of_the_name(page: Page, stage: Stage) -> None:
    stage.on("GET", "/people/pick/", (200, [{"id": "linlan", "label": "林岚", "detail": "财务"}]))
    opened(page, stage)
    cell(page, 2, 2).click()
    page.keyboard.type("ll")
    page.get_by_role("option", name="林岚").click()
    expect(cell(page, 2, 2)).to_have_attribute("data-value", "linlan")
    assert stage.asked("GET", "/people/pick/")[-1].query["q"] == "ll"


def test_space_ticks_a_yes_no_cell(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 4).click()
    page.keyboard.press("Space")
    assert rows(stage, least=1)[-1]["cells"] == {"done": "true"}


def test_a_new_row_is_sent_with_its_first_words_and_once(page: Page, stage: Stage) -> None:
    opened(page, stage)
    page.get_by_role("button", name="Add a row").click()
    page.wait_for_timeout(100)
    assert not rows(stage)
    page.keyboard.type("fresh")
    page.keyboard.press("Tab")
    page.keyboard.type("must")
    page.keyboard.press("Enter")
    assert [sent["row_key"] for sent in rows(stage, least=2)] == [None, "new1"]
    assert rows(stage)[0]["after"] == "r2"


def test_a_deleted_row_comes_back_with_its_key(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.press("Control+Backspace")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert stage.asked("POST", "/rows/delete/", least=1)[0].json == {"row_key": "r1", "revision": 3}
    page.keyboard.press("Control+z")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert rows(stage, least=1)[-1]["row_key"] == "r1"
    assert rows(stage)[-1]["cells"]["wish"] == "a"


def test_a_row_moves_by_keys_and_by_its_menu(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 2, 0).click()
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(page, 1, 0)).to_contain_text("b")
    assert stage.asked("POST", "/rows/move/", least=1)[0].json == {"row_key": "r2", "after": None}
    page.locator(".grid__number").first.click()
    page.get_by_role("menuitem", name="Move down").click()
    expect(cell(page, 1, 0)).to_contain_text("a")
    assert stage.asked("POST", "/rows/move/", least=2)[1].json == {"row_key": "r2", "after": "r1"}


def order(page: Page) -> list[str | None]:
    return [tr.get_attribute("data-row") for tr in page.locator("tbody tr").all()]


def drag(page: Page, source: int, target: int) -> None:
    """With the mouse, by the number of a row, past the number of another one."""
    start, end = (page.locator(".grid__number").nth(at).bounding_box() for at in (source, target))
    assert start and end
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    step = (end["y"] - start["y"]) / 5
    for count in range(1, 7):
        page.mouse.move(start["x"] + 20, start["y"] + 10 + step * count)
        page.wait_for_timeout(40)
    page.mouse.up()


def test_a_row_is_dragged_by_its_number_and_taken_back(page: Page, stage: Stage) -> None:
    opened(page, stage)
    drag(page, 0, 1)
    assert order(page) == ["r2", "r1"]
    page.wait_for_timeout(100)
    assert stage.asked("POST", "/rows/move/")[0].json == {"row_key": "r1", "after": "r2"}
    expect(page.locator(".grid__menu")).to_have_count(0)  # a drag is no press
    assert page.locator(".grid__number").all_inner_texts() == ["1", "2"]
    cell(page, 1, 0).click()
    page.keyboard.press("Control+z")
    assert order(page) == ["r1", "r2"]
    page.wait_for_timeout(100)
    assert stage.asked("POST", "/rows/move/")[1].json == {"row_key": "r1", "after": None}


@pytest.mark.parametrize("status", [409, 422])
def test_a_move_that_is_refused_goes_back_and_says_why(page: Page, stage: Stage, status: int) -> None:
    opened(page, stage)
    stage.on("POST", "/rows/move/", (status, {"detail": "This is archived."}))
    drag(page, 0, 1)
    expect(page.locator(".toast")).to_contain_text("This is archived.")
    assert order(page) == ["r1", "r2"]
    cell(page, 2, 0).click()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_timeout(150)
    assert order(page) == ["r1", "r2"]
    page.keyboard.press("Control+z")
    page.wait_for_timeout(100)
    assert order(page) == ["r1", "r2"] and len(stage.asked("POST", "/rows/move/")) == 2


def test_a_finger_holds_a_row_and_drags_it(browser: Browser, stage: Stage) -> None:
    stage.on("POST", "/rows/move/", (200, {"row_key": "r1"}))
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(stage.show(GRID, SCRIPT))
    start, end = (page.locator(".grid__number").nth(at).bounding_box() for at in (0, 1))
    assert start and end and start["height"] >= 44
    wire = context.new_cdp_session(page)

    def touch(kind: str, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": start["x"] + 18, "y": y}]
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start["y"] + 20)
    page.wait_for_timeout(300)
    for count in range(1, 8):
        touch("touchMove", start["y"] + 20 + count * 9)
        page.wait_for_timeout(40)
    touch("touchEnd", 0)
    assert order(page) == ["r2", "r1"]
    page.wait_for_timeout(100)
    assert stage.asked("POST", "/rows/move/")[0].json == {"row_key": "r1", "after": "r2"}
    context.close()


@pytest.mark.parametrize(
    "theirs", [{"wish": {"value": "theirs", "text": "theirs"}}, {"cells": {"wish": "theirs", "class": None}}]
)
def test_someone_elses_row_is_shown_beside_mine(page: Page, stage: Stage, theirs: dict[str, Any]) -> None:
    opened(page, stage)
    stage.on("POST", "/rows/", (409, {"revision": 7, "theirs": theirs}))
    cell(page, 1, 0).click()
    page.keyboard.type("mine")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("theirs")
    expect(dialog).to_contain_text("mine")
    stage.on("POST", "/rows/", stored)
    page.get_by_role("button", name="Keep mine").click()
    expect(cell(page, 1, 0)).to_contain_text("mine!")
    assert rows(stage)[-1]["revision"] == 7


def test_what_could_not_be_saved_is_there_after_a_reload(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.on("POST", "/rows/", (503, ""))
    cell(page, 1, 0).click()
    page.keyboard.type("kept")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-state]")).to_contain_text("Kept on this device")
    stage.on("POST", "/rows/", stored)
    page.reload()
    expect(cell(page, 1, 0)).to_contain_text("kept!")


def test_tab_walks_the_cells_and_leaves_after_escape(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.press("Tab")
    expect(cell(page, 1, 1)).to_have_class("is-focus")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add a row")).to_be_focused()


def test_what_is_copied_is_what_a_sheet_understands(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 0).click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    text = page.locator(".grid__field").evaluate("""field => {
        const transfer = new DataTransfer();
        field.dispatchEvent(new ClipboardEvent("copy", { clipboardData: transfer, bubbles: true, cancelable: true }));
        return transfer.getData("text/plain");
    }""")
    assert text == "a\tMust\nb\t"


def test_a_day_is_picked_or_typed(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 1, 6).click()
    page.keyboard.press("Enter")
    picker = page.locator(".grid__picker")
    expect(picker).to_have_value("2026-11-27")
    picker.click()
    expect(picker).to_be_visible()
    picker.fill("2026-12-05")
    picker.press("Enter")
    expect(cell(page, 1, 6)).to_have_attribute("data-value", "2026-12-05")
    expect(picker).to_be_hidden()
    page.keyboard.type("2026-02-30")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 6)).to_have_attribute("data-value", "2026-02-30")


def test_what_is_offered_is_not_cut_off_by_the_tables_frame(page: Page, stage: Stage) -> None:
    opened(page, stage)
    cell(page, 2, 1).click()
    page.keyboard.press("Enter")
    last = page.get_by_role("option").last
    expect(last).to_be_visible()
    assert last.evaluate(
        "row => { const box = row.getBoundingClientRect(); return row.contains(document.elementFromPoint(box.x + 5, box.y + 5)); }"
    )


def paste_text(page: Page, text: str) -> None:
    page.locator(".grid__field").evaluate(
        """(field, text) => {
            const transfer = new DataTransfer();
            transfer.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_paste_counts_what_it_took_and_is_taken_back_with_its_rows(page: Page, stage: Stage) -> None:
    stage.on("POST", "/rows/", stored)
    stage.on("POST", "/rows/delete/", (200, {"row_key": "x"}))
    page.goto(stage.show(GRID, SCRIPT))
    page.locator("td").first.click()
    paste_text(page, "甲\tmust\n乙\n丙\tshould\t\n丁\n")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(page.locator(".toast")).to_contain_text("7 cells pasted")
    expect(page.locator(".toast")).not_to_contain_text("fell outside")
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("a")
    page.keyboard.press("Control+y")
    expect(rows).to_have_count(4)
    expect(rows.nth(3)).to_contain_text("丁")


def test_a_sentence_about_a_bad_cell_does_not_stretch_its_column(page: Page, stage: Stage) -> None:
    stage.on("POST", "/rows/", stored)
    page.goto(stage.show(GRID, SCRIPT))
    head = page.locator("th[data-col=cost]")
    before = head.bounding_box()
    page.evaluate(
        """() => {
            const grid = document.querySelector("pm-grid");
            grid.table.mark(grid.table.row("r2"), "cost", "“12 dollars and some” is not an amount. ".repeat(4));
        }"""
    )
    after = head.bounding_box()
    assert before and after and abs(after["width"] - before["width"]) < 2


def test_an_address_leads_to_its_cell(page: Page, stage: Stage) -> None:
    source = GRID.replace("<pm-grid", '<a href="#cell:stories:r2:due">there</a><section id="table-stories"><details><summary>x</summary><pm-grid').replace("</pm-grid>", "</pm-grid></details></section>")  # fmt: skip
    page.goto(stage.show(source, SCRIPT))
    page.get_by_role("link", name="there").click()
    expect(page.locator("tr[data-row=r2] td").last).to_have_class(re.compile("is-focus"))
    expect(page.locator("tr[data-row=r2]")).to_be_visible()
