"""Every page for a manager, an asked colleague and an administrator: both themes, both widths, no fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import ConsoleMessage, Page

from artifacts.models import Artifact
from conversations.models import MeetingNote
from requirements.models import Promise, SavedView
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import furnish, scrolls_sideways
from tests.conftest import Cast
from tests.face.test_access import serious

pytestmark = pytest.mark.browser
PageAs = Callable[..., Page]

EVERYBODYS = [
    "/",
    "/todo/",
    "/products/",
    "/products/CLB/",
    "/products/CLB/artifacts/",
    "/products/CLB/requirements/",
    "/products/CLB/requirements/board/",
    "/requirements/CLB-1/",
    "/products/CLB/releases/",
    "/releases/CLB-R1/",
    "/products/CLB/feedback/",
    "/feedback/",
    "/feedback/new/",
    "/feedback/CLB-F1/",
    "/feedback/CLB-F2/",
    "/products/CLB/promises/",
    "/products/CLB/meeting-notes/",
    "/products/CLB/departments/rd/",
    "/departments/rd/",
    "/search/?q=导出",
    "/settings/",
    "/settings/profile/",
    "/settings/tokens/",
    "/settings/stand-ins/",
    "/account/sessions/",
    "/account/password/change/",
    "/nothing-is-here/",
]
ADMINISTRATORS = [
    "/",
    "/administration/people/",
    "/administration/people/add/",
    "/administration/people/import/",
    "/administration/people/han/",
    "/administration/departments/",
    "/administration/departments/add/",
    "/administration/departments/rd/",
    "/administration/calendar/",
    "/administration/invitations/",
    "/administration/log/",
    "/products/create/",
]


def paths_of(role: str, artifact: Artifact, note: MeetingNote) -> list[str]:
    one = f"/artifacts/{artifact.reference}/"
    shared = [one, f"{one}versions/1/", f"{one}diff/?from=1&to=2", f"{one}print/", note.thread.address]
    if role == "manager":
        own = [f"{one}edit/", f"{one}import/", f"{one}settings/", f"{one}publish/", "/products/CLB/settings/"]
        own += [
            "/products/CLB/requirements/new/",
            "/products/CLB/requirements/create-many/",
            "/requirements/CLB-1/edit/",
            "/requirements/CLB-1/schedule/",
            "/products/CLB/releases/plan/",
            "/releases/CLB-R1/edit/",
            "/releases/CLB-R1/ship/",
            "/releases/CLB-R1/cancel/",
            "/products/CLB/requirements/bulk/?reference=CLB-1",
            "/products/CLB/views/new/?kind=board&priority=P0",
            f"/products/CLB/views/{SavedView.objects.get().pk}/edit/",
        ]
        own += ["/products/CLB/feedback/triage/", "/feedback/CLB-F1/accept/", "/feedback/CLB-F1/decline/"]
        own += ["/feedback/CLB-F1/duplicate/", "/feedback/CLB-F1/answer/"]
        own += ["/customers/", "/customers/new/", "/products/CLB/promises/new/", "/products/CLB/promises/ask/"]
        promise = Promise.objects.get()
        own += [f"/customers/{promise.customer_id}/", f"/customers/{promise.customer_id}/edit/"]
        verbs = ("", "edit/", "link/", "break/", "withdraw/")
        own += [f"/promises/{promise.pk}/{verb}" for verb in verbs]
        own.append("/requirements/CLB-1/move/?to=不做")
        return [*EVERYBODYS, *shared, *own, "/products/CLB/artifacts/new/", f"{note.thread.address}edit/"]
    return [*EVERYBODYS, *shared] if role == "liaison" else ADMINISTRATORS


@pytest.mark.parametrize("role", ["manager", "liaison", "administrator"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1440", "360"])
def test_pages_are_readable_fit_and_raise_no_error(
    world: Cast, page_as: PageAs, settings: LazySettings, tmp_path: Path, role: str, viewport: dict[str, int]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    artifact, note = furnish(world)
    person = {"manager": world.chen, "liaison": world.han, "administrator": world.administrator}[role]
    page = page_as(person, viewport=viewport)
    said: list[str] = []
    page.on("console", lambda message: said.append(told(message)) if message.type == "error" else None)
    faults: list[str] = []
    for path in paths_of(role, artifact, note):
        said.clear()
        answer = page.goto(path)
        status = answer.status if answer else 0
        if status != (404 if path == "/nothing-is-here/" else 200):
            faults.append(f"{path}: answered {status}")
        page.wait_for_function("() => !document.querySelector('.htmx-request, [hx-trigger=load]:empty')")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two it knows
            page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
            faults += [f"{path} in {theme}: {found}" for found in serious(Axe().run(page).response)]
        if viewport == PHONE and scrolls_sideways(page):
            faults.append(f"{path}: scrolls sideways")
        faults += [f"{path}: {words}" for words in said if "404" not in words]
    assert not faults, "\n".join(faults)


def told(message: ConsoleMessage) -> str:
    return message.text
