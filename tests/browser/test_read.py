"""已读 in real browsers: a page that was shown says so, one that was only fetched does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from conversations.models import ReadReceipt
from tests.artifacts.making import make_published
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]
# What the page would see in a tab behind the others.
BEHIND = "Object.defineProperty(document, 'visibilityState', { get: () => window.isBehind ? 'hidden' : 'visible' });"


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_opening_the_page_records_that_it_was_read(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.qin)
    page.goto(f"/artifacts/{artifact.reference}/")
    expect(page.locator("#reader-list")).to_contain_text("秦岳")
    receipt = ReadReceipt.objects.get()
    assert (receipt.user, receipt.thread, receipt.version) == (world.qin, artifact.thread, 1)


def test_a_page_behind_others_waits_until_it_is_seen(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.qin)
    page.add_init_script(f"window.isBehind = true; {BEHIND}")
    page.goto(f"/artifacts/{artifact.reference}/")
    page.wait_for_timeout(2500)
    assert not ReadReceipt.objects.exists()
    with page.expect_response(lambda answer: answer.url.endswith("/read/")) as said:
        page.evaluate("window.isBehind = false; document.dispatchEvent(new Event('visibilitychange'))")
    assert said.value.status == 204 and ReadReceipt.objects.get().user == world.qin


def test_a_glance_is_not_reading(world: Cast, page_as: PageAs) -> None:
    artifact = make_published(world)
    page = page_as(world.qin)
    page.add_init_script(BEHIND)
    page.goto(f"/artifacts/{artifact.reference}/", wait_until="commit")
    page.evaluate("window.isBehind = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(2500)
    assert not ReadReceipt.objects.exists()
