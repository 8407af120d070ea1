"""A refusal is seen and can be closed, also over a modal dialog, and the form keeps its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import browser_type_launch_args  # noqa: F401 - a fixture, used by name

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "problem.js"
REFUSAL = (
    '<pm-problem id="problem" class="problem problem--floating" role="alert" tabindex="-1">'
    "<p>已经发布过了</p><button data-close>✕</button></pm-problem>"
)
PAGE = """<button id="below" popovertarget="x">below</button><pm-problem id="problem"></pm-problem>
<dialog><form><textarea>写了很久</textarea></form></dialog>"""


@pytest.fixture
def refused_page(page: Page) -> Page:
    page.set_content(PAGE)
    page.add_script_tag(content=SCRIPT.read_text(), type="module")
    page.wait_for_function("() => Boolean(customElements.get('pm-problem'))")
    return page


def refuse(page: Page) -> None:
    """What htmx does with the answer: outerHTML of #problem."""
    page.evaluate("html => { document.getElementById('problem').outerHTML = html }", REFUSAL)


def test_it_floats_above_the_page_and_closes(refused_page: Page) -> None:
    for _ in range(2):
        refuse(refused_page)
        assert refused_page.evaluate("document.activeElement.id") == "problem"
        refused_page.click("[data-close]")
        assert refused_page.locator("text=已经发布过了").count() == 0
    assert refused_page.locator("#problem").count() == 1


def test_it_can_be_read_and_closed_over_a_modal_dialog(refused_page: Page) -> None:
    refused_page.evaluate("document.querySelector('dialog').showModal()")
    for _ in range(2):
        refuse(refused_page)
    assert refused_page.locator("text=已经发布过了").count() == 1
    assert refused_page.locator("dialog > pm-problem").is_visible()
    refused_page.click("[data-close]")
    assert refused_page.locator("text=已经发布过了").count() == 0
    assert refused_page.input_value("textarea") == "写了很久"
    assert refused_page.locator("#problem").count() == 1
