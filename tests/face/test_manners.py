"""Small behaviour that every page relies on: dialogs, menus, toasts, theme, the matrix switch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.face.conftest import Stage

pytestmark = pytest.mark.browser

MATRIX = """<section class="card"><pm-loud><label class="switch"><input type="checkbox" class="matrix-only">Only what needs me</label></pm-loud>
<div class="matrix"><div class="matrix__row"><span class="matrix__dept">A</span><a class="matrix__cell matrix__cell--loud" href="#">loud</a><a class="matrix__cell" href="#">calm</a></div>
<div class="matrix__row"><span class="matrix__dept">B</span><a class="matrix__cell" href="#">calm too</a></div></div><p class="matrix__allclear">nothing</p></section>"""
MENU = '<details class="menu"><summary class="btn">More</summary><div class="menu__panel"><button class="menu__item">One</button><button class="menu__item">Two</button></div></details><button>outside</button>'


def test_a_dialog_from_the_server_opens_itself_and_a_refused_form_stays_in_it(page: Page, stage: Stage) -> None:
    dialog = '<dialog class="dialog" data-open aria-label="Publish"><form hx-post="/publish/" hx-target="#dialog-slot" hx-swap="innerHTML"><input name="due" aria-label="Due"><p>%s</p><button>Go</button></form></dialog>'
    stage.on("GET", "/publish/", (200, dialog % "ask"))
    stage.on("POST", "/publish/", (422, dialog % "The day is past."))
    page.goto(stage.show('<button hx-get="/publish/" hx-target="#dialog-slot" hx-swap="innerHTML">Publish</button>'))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog", name="Publish")).to_contain_text("ask")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("dialog", name="Publish")).to_contain_text("The day is past.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Publish")).to_have_count(0)


def test_what_cannot_be_undone_asks_first(page: Page, stage: Stage) -> None:
    stage.on("POST", "/withdraw/", (200, "<p>gone</p>"))
    page.goto(
        stage.show(
            '<form method="post" action="/withdraw/" data-confirm="Really withdraw?" data-confirm-button="Withdraw"><button>Go</button></form>'
        )
    )
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Cancel").click()
    assert not stage.asked("POST", "/withdraw/")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("body")).to_have_text("gone")
    assert len(stage.asked("POST", "/withdraw/")) == 1


def test_an_htmx_form_asks_only_once(page: Page, stage: Stage) -> None:
    stage.on("POST", "/withdraw/", (200, "<p id='done'>done</p>"))
    page.goto(
        stage.show(
            '<form hx-post="/withdraw/" hx-target="#slot" data-confirm="Really?"><button>Go</button></form><div id="slot"></div><button hx-post="/withdraw/" hx-target="#slot2" data-confirm="Sure?">Do</button><div id="slot2"></div>'
        )
    )
    for name, count in (("Go", 1), ("Do", 2)):
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_timeout(150)
        assert len(stage.asked("POST", "/withdraw/", least=count)) == count


def test_a_menu_opens_walks_and_closes_by_keys_and_by_a_click_outside(page: Page, stage: Stage) -> None:
    page.goto(stage.show(MENU))
    page.get_by_text("More").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Two")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Two")).to_be_hidden()
    page.get_by_text("More").click()
    page.get_by_role("button", name="outside").click()
    expect(page.get_by_role("button", name="One")).to_be_hidden()


def test_an_answer_can_be_taken_back_from_the_toast(page: Page, stage: Stage) -> None:
    stage.on("POST", "/undo/", (200, ""))
    page.goto(stage.show("<p>x</p>"))
    page.evaluate(
        """() => document.dispatchEvent(new CustomEvent("toast", { detail: { text: "已同意", undo: "/undo/" } }))"""
    )
    page.get_by_role("button", name="Undo").click()
    assert len(stage.asked("POST", "/undo/", least=1)) == 1


def test_refusals_are_said_in_a_sentence(page: Page, stage: Stage) -> None:
    stage.on("POST", "/no/", (403, "x"))
    page.goto(stage.show('<button hx-post="/no/">Try</button>'))
    page.get_by_role("button", name="Try").click()
    expect(page.locator(".toast--bad")).to_contain_text("You may not do this.")


def test_the_theme_is_kept_in_a_cookie_and_the_page_follows_at_once(page: Page, stage: Stage) -> None:
    page.goto(
        stage.show(
            '<pm-theme hidden><button data-theme-choice="auto">auto</button><button data-theme-choice="dark">dark</button></pm-theme>'
        )
    )
    page.get_by_role("button", name="dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["theme"] == "dark"
    page.get_by_role("button", name="auto").click()
    assert "theme" not in {cookie["name"] for cookie in page.context.cookies()}


def test_only_what_needs_me_folds_the_calm_cells_and_is_remembered(page: Page, stage: Stage) -> None:
    page.goto(stage.show(MATRIX))
    expect(page.get_by_text("calm too")).to_be_visible()
    page.get_by_label("Only what needs me").check()
    expect(page.get_by_text("calm", exact=True)).to_be_hidden()
    expect(page.get_by_text("calm too")).to_be_hidden()
    expect(page.get_by_text("loud")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Only what needs me")).to_be_checked()


def test_on_a_phone_the_matrix_starts_with_what_needs_me(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(stage.show(MATRIX))
    expect(page.get_by_label("Only what needs me")).to_be_checked()


def test_copying_says_so(page: Page, stage: Stage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(stage.show('<button data-copy="#words">Copy</button><p id="words">会议提纲</p>'))
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "会议提纲"


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_the_frame_never_scrolls_sideways_and_the_thumb_bar_has_large_targets(
    page: Page, stage: Stage, width: int
) -> None:
    nav = [
        {"label": "工作台", "url": "/", "icon": "house", "exact": True},
        {"label": "待我处理", "url": "/todo/", "icon": "check", "count": 120, "hot": True},
    ]
    frame = {
        "nav": nav,
        "products": [{"label": "云账本" * 12, "url": "/a/"}],
        "departments": [{"label": "研发", "url": "/d/", "icon": "code"}],
    }
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(
        stage.show(
            '<div class="head"><h1>'
            + "很长的标题" * 20
            + '</h1></div><div class="wide"><table class="tbl"><tr>'
            + "<td>一个很宽的单元格</td>" * 20
            + "</tr></table></div>",
            frame=frame,
        )
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 360:
        heights = page.locator(".thumb__link").evaluate_all(
            "links => links.map((link) => link.getBoundingClientRect().height)"
        )
        assert len(heights) == 4 and min(heights) >= 44
        expect(page.locator(".thumb")).to_contain_text("99+")


def test_paper_shows_the_text_in_black_on_white_and_none_of_the_controls(page: Page, stage: Stage) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(
        stage.show(
            '<pm-anchor><div class="doc"><p data-id="abcd1">the text</p></div></pm-anchor><div class="answer"><button class="btn">Agree</button></div>'
        )
    )
    expect(page.get_by_text("the text")).to_be_visible()
    expect(page.get_by_role("button", name="Agree")).to_be_hidden()
    expect(page.locator(".rail")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_at_most_two_toasts_stand_and_the_others_wait_unread(page: Page, stage: Stage) -> None:
    page.goto(stage.show("<p>text</p>"))
    for number in range(4):
        page.evaluate(
            """number => document.dispatchEvent(new CustomEvent("toast", { detail: { text: `fault ${number}`, tone: "bad" } }))""",
            number,
        )
    shown = page.locator("pm-toast:visible")
    expect(shown).to_have_text([re.compile("fault 2"), re.compile("fault 3")])
    expect(page.locator("#toasts")).to_have_attribute("data-more", "+2")
    shown.last.locator(".toast__close").click()
    expect(shown).to_have_text([re.compile("fault 1"), re.compile("fault 2")])
    expect(page.locator("#toasts")).to_have_attribute("data-more", "+1")
    for _each in range(2):
        shown.last.locator(".toast__close").click()
    expect(shown).to_have_text([re.compile("fault 0")])
    expect(page.locator("#toasts")).not_to_have_attribute("data-more", re.compile("."))
