"""Controls that act in place: a section up and down, a to-do ticked and taken back, the panel of answers alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from artifacts import content
from artifacts.actions import publish, rows, sections
from artifacts.models import Artifact, DraftSection, FilledCell
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published
from tests.browser.conftest import PHONE
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def shown(page: Page) -> list[str | None]:
    return [section.get_attribute("data-section") for section in page.locator("[data-section]").all()]


def test_a_section_is_moved_with_keys_while_its_text_is_being_written(world: Cast, page_as: PageAs) -> None:
    artifact = make_artifact(world)
    sections.add_section(artifact, actor=world.chen, heading="附录", body="<p>数据来源</p>")
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/edit/")
    before = shown(page)
    page.locator("#sec-background .ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("写到一半。")
    menu = page.locator("#sec-background summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#sec-background [data-move=down] button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "key => document.querySelectorAll('[data-section]')[1].dataset.section === key", arg="background"
    )
    assert shown(page)[:2] == [before[1], "background"]
    expect(menu).to_be_focused()
    expect(page.locator("#sec-background [data-editor-state]")).to_have_attribute("data-state", "saved")
    assert "写到一半" in DraftSection.objects.get(artifact=artifact, key="background").body
    menu.click()
    page.locator("#sec-background [data-move=up] button").click()
    page.wait_for_function("() => document.querySelectorAll('[data-section]')[0].dataset.section === 'background'")
    expect(page.locator("#sec-background [data-move=up] button")).to_be_disabled()
    assert content.read_draft(artifact, world.chen).sections[0].key == "background"


def with_question(world: Cast) -> Artifact:
    artifact = make_artifact(world)
    cells = {"question": "链接几时失效？", "owner": "han", "due_on": "2027-01-04"}
    rows.add_row(artifact, actor=world.chen, table="open_questions", cells=cells)
    publish.publish(artifact, actor=world.chen)
    return fresh(artifact)


def is_done(artifact: Artifact) -> bool:
    return bool(FilledCell.objects.filter(artifact=artifact, superseded_at=None, value=True).exists())


def test_a_row_is_ticked_and_unticked_on_the_page(world: Cast, page_as: PageAs) -> None:
    artifact = with_question(world)
    page = page_as(world.han, viewport=PHONE)
    page.goto(f"/artifacts/{artifact.reference}/")
    tick = page.locator("#tick-open_questions-Q-1")
    tick.scroll_into_view_if_needed()
    box = tick.bounding_box()
    assert box and box["width"] >= 44 and box["height"] >= 44
    for pressed in ("true", "false"):
        tick.focus()
        page.keyboard.press("Space")
        expect(tick).to_have_attribute("aria-pressed", pressed)
        expect(tick).to_be_focused()
        assert is_done(artifact) == (pressed == "true")


def test_a_to_do_goes_from_the_list_and_comes_back_by_its_toast(world: Cast, page_as: PageAs) -> None:
    artifact = with_question(world)
    page = page_as(world.han, viewport=PHONE)
    page.goto("/todo/")
    page.evaluate("() => { window.stays = true; }")
    line = page.locator("[data-todo=row]")
    line.get_by_role("button", name="已回答").click()
    expect(line).to_have_count(0)
    assert is_done(artifact)
    undo = page.locator("#toasts").get_by_role("button", name="撤销")
    undo.click()
    expect(line).to_have_count(1)
    assert not is_done(artifact)
    assert page.evaluate("() => window.stays")  # answered in place


def test_the_answers_are_new_when_one_comes_back_to_the_page(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.chen)
    page.goto(f"/artifacts/{artifact.reference}/")
    row = page.locator("#signoff-panel [data-party=研发]")
    expect(row).to_have_attribute("data-state", "waiting")
    answer_as(artifact, "rd", world.han, "agreed")
    page.evaluate("() => document.body.dispatchEvent(new CustomEvent('seen-again'))")
    expect(row).to_have_attribute("data-state", "answered")
