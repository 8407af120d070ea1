"""What is met before and above a page: sign-in, first run, two-step, refusals, and every dialog, under axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.core.cache import caches
from playwright.sync_api import Browser, Page, expect

from accounts.middleware import FirstRunMiddleware
from tests.artifacts.making import make_artifact
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import furnish, scrolls_sideways
from tests.conftest import Cast
from tests.face.test_access import serious

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1440", "360"])
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path, transactional_db: None) -> None:
    settings.MEDIA_ROOT = tmp_path
    caches["limits"].clear()


def faults_of(page: Page, name: str) -> list[str]:
    """What axe finds in either theme; the page must fit, too."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two it knows
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
        found += [f"{name} in {theme}: {fault}" for fault in serious(Axe().run(page).response)]
    if scrolls_sideways(page):
        found.append(f"{name}: scrolls sideways")
    return found


def stranger_page(browser: Browser, live_server: Any, viewport: dict[str, int]) -> Page:
    """A page of nobody."""
    context = browser.new_context(viewport=viewport, base_url=live_server.url, locale="zh-CN")  # type: ignore[arg-type]
    return context.new_page()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@WIDTHS
def test_the_first_run(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch, viewport: dict[str, int]
) -> None:
    monkeypatch.setattr(FirstRunMiddleware, "somebody_exists", False)
    page = stranger_page(browser, live_server, viewport)
    page.goto("/")
    assert page.url.endswith("/first-run/")
    faults = faults_of(page, "first run")
    page.locator("[name=full_name]").fill("系统管理员")
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill("short")
    page.locator("main form button.btn--primary").click()
    expect(page.locator(".field__error").first).to_be_visible()
    assert not (faults + faults_of(page, "first run refused")), faults
    page.context.close()


@WIDTHS
def test_sign_in_and_its_second_step(world: Cast, browser: Browser, live_server: Any, viewport: dict[str, int]) -> None:
    page = stranger_page(browser, live_server, viewport)
    faults = []
    page.goto("/account/password/reset/")
    faults += faults_of(page, "password reset")
    page.goto("/account/login/")
    faults += faults_of(page, "sign-in")
    page.locator("[name=login]").fill("chen")
    page.locator("[name=password]").fill("wrong-horse-battery")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("密码不对", timeout=20_000)
    faults += faults_of(page, "sign-in refused")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/")
    page.goto("/account/two-step/")
    faults += faults_of(page, "two-step")
    page.goto("/account/two-step/app/activate/")
    assert "/reauthenticate/" in page.url
    faults += faults_of(page, "reauthenticate")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/activate/**")
    faults += faults_of(page, "activate")
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("main form button.btn--primary").click()
    page.wait_for_url("**/recovery-codes/**")
    for path in ("recovery-codes/", "recovery-codes/generate/", "app/deactivate/", ""):
        page.goto(f"/account/two-step/{path}")
        faults += faults_of(page, f"two-step/{path}")
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.locator("[name=login]").fill("chen")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/two-step/authenticate/**")
    faults += faults_of(page, "second step")
    page.context.close()
    assert not faults, "\n".join(faults)


def send(page: Page, path: str, fields: dict[str, str]) -> int:
    """Send a plain form from the page, as a script-less browser would; the status of the page that answers."""
    with page.expect_navigation() as gone:
        page.evaluate(
            """([path, fields]) => {
                const form = document.createElement("form");
                Object.assign(form, { method: "post", action: path });
                const token = document.querySelector("meta[name=csrf-token]").content;
                for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: token })) {
                    const field = document.createElement("input");
                    Object.assign(field, { type: "hidden", name, value });
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }""",
            [path, fields],
        )
    return gone.value.status if gone.value else 0


@WIDTHS
def test_refusals_are_pages_one_can_read(world: Cast, page_as: PageAs, viewport: dict[str, int]) -> None:
    draft = make_artifact(world)
    artifact, _note = furnish(world)
    page = page_as(world.han, viewport=viewport)
    faults = []
    for path, status in ((f"/artifacts/{artifact.reference}/settings/", 403), ("/artifacts/CLB-D999/", 404)):
        answer = page.goto(path)
        assert answer and answer.status == status
        faults += faults_of(page, str(status))
    page = page_as(world.chen, viewport=viewport)
    page.goto("/")
    assert send(page, f"/artifacts/{draft.reference}/discard/", {}) == 409
    faults += faults_of(page, "409")
    page.goto("/")
    assert send(page, f"/artifacts/{draft.reference}/sections/add/", {"heading": " "}) == 422
    faults += faults_of(page, "422")
    page.goto(f"/artifacts/{draft.reference}/import/")
    page.locator("main form button.btn--primary").click()
    expect(page.locator("main [role=alert], main .errorlist, main .field__error").first).to_be_visible()
    faults += faults_of(page, "a form refused")
    assert not faults, "\n".join(faults)


def opened(page: Page, selector: str, name: str) -> list[str]:
    """Press what opens a dialog; what is wrong with it. It is closed again with Escape."""
    opener = page.locator(selector).first
    opener.evaluate("element => element.closest('details')?.setAttribute('open', '')")
    opener.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible(timeout=20_000)
    faults = faults_of(page, name)
    box = dialog.bounding_box()
    size = page.viewport_size
    if box and size and (box["x"] < 0 or box["x"] + box["width"] > size["width"] or box["height"] > size["height"]):
        faults.append(f"{name}: does not fit")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    return faults


@WIDTHS
def test_dialogs_of_who_is_asked(world: Cast, page_as: PageAs, viewport: dict[str, int]) -> None:
    artifact, _note = furnish(world)
    page = page_as(world.han, viewport=viewport)
    page.goto(f"/artifacts/{artifact.reference}/")
    faults = []
    for selector, name in (
        ("#answer-bar [hx-get*='agreed-with-conditions']", "conditions"),
        ("#answer-bar [hx-get*='returned']", "return"),
        ("#answer-bar [hx-get$='/pass-on/']", "pass on"),
        ("#answer-bar [hx-get$='/ask/']", "ask"),
        (".fill", "fill in"),
    ):
        faults += opened(page, selector, name)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette[open]")).to_be_visible()
    page.locator("dialog.palette input").fill("导出")
    expect(page.locator("#palette-results [role=option]").first).to_be_visible()
    faults += faults_of(page, "palette")
    assert not faults, "\n".join(faults)
