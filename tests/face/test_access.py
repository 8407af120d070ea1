"""Components as a screen reader and a weak eye meet them: axe finds nothing serious in either theme or width."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.face.conftest import Stage
from tests.face.test_composer import COMPOSER
from tests.face.test_editor import STORED
from tests.face.test_grid import GRID, SCRIPT
from tests.face.test_tags import Ask

pytestmark = pytest.mark.browser

PARTS = (
    '<h1>Parts</h1>{% include "components/_editor_tools.html" %}<section class="card"><div class="doc">'
    '{% include "components/_editor.html" with save_url="/save/" body=body revision=4 label="Goals" draft="d" %}</div></section>'
    '<div class="strip"><a class="strip__n strip__n--bad" href="#x"><b>3</b>overdue</a><span class="strip__n strip__n--warn"><b>8</b>waiting</span></div>'
    '<ul class="list card"><li class="item">{% icon "bell" %}<span class="item__text">One <small>note</small></span><span class="item__end">'
    '{% for tone in tones %}{% chip "state" tone %}{% endfor %}</span></li></ul>'
    '<form class="form card card__body">{{ form }}<label class="switch"><input type="checkbox" checked>Only mine</label>'
    '<label for="pp">People</label><pm-people data-url="/people/pick/"><select id="pp" multiple><option value="a" selected>林岚</option></select></pm-people>'
    '<button class="btn btn--primary">Save</button><button class="btn btn--danger">Delete</button><button class="btn btn--quiet">Quiet</button><button class="btn" disabled>Off</button></form>'
    '<div class="note note--warn"><div class="note__text">warn</div></div><div class="note note--bad"><div class="note__text">bad</div></div><div class="note note--good"><div class="note__text">good</div></div>'
    '<div class="mine"><b class="mine__title">3 changes</b><ul class="mine__list"><li><span class="mine__kind">new:</span> <del>old</del> <ins>new</ins></li></ul></div>'
    '<article class="comment comment--resolved card"><div class="comment__body"><div class="comment__head"><b class="comment__name">林岚</b>财务</div><div class="comment__text"><p>text <span class="mention">@林岚</span></p></div></div></article>'
    '{% include "components/_progress.html" with done=3 total=9 label="Import" %}{% include "components/_empty.html" with title="Nothing" text="Begin." action_url="/x/" action_label="New" %}'
)


def serious(response: dict[str, Any]) -> list[str]:
    return [
        f"{found['id']}: {[node['target'] for node in found['nodes'][:3]]}"
        for found in response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_serious_in_the_components(browser: Browser, stage: Stage, theme: str, width: int) -> None:
    stage.on("GET", "/people/pick/", (200, [{"id": "linlan", "label": "林岚", "detail": "财务"}]))
    stage.on(
        "GET",
        "/search/palette/",
        (200, '<p class="palette__group">Products</p><a href="/x/">云账本<small>CLB</small></a>'),
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    form = Ask({"note": "x"})
    form.is_valid()
    page.goto(
        stage.show(
            PARTS + COMPOSER + GRID,
            SCRIPT,
            body=STORED,
            form=form,
            tones=["", "warn", "bad", "info", "good", "calm", "hollow"],
        )
    )
    page.locator(".ProseMirror").wait_for()
    assert serious(Axe().run(page).response) == []
    page.locator(".grid tbody tr").nth(1).locator("td").nth(1).click()
    page.keyboard.press("Enter")
    page.locator(".suggest__option").first.wait_for()
    assert serious(Axe().run(page).response) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="云账本").wait_for()
    assert serious(Axe().run(page).response) == []
    context.close()
