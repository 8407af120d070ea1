"""Text that tries to run as script, stored through the API and shown on every page, runs nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import ApiToken, User
from tests.browser.stage import furnish
from tests.conftest import Cast

pytestmark = pytest.mark.browser
PAYLOADS = (
    '<script>window.broken="script"</script>',
    "<img src=x onerror='window.broken=\"onerror\"'>",
    "<svg onload='window.broken=\"svg\"'></svg>",
    '<a href="javascript:window.broken=1">点</a>',
    "[点](javascript:window.broken=2)",
    '"><input autofocus onfocus=\'window.broken="focus"\'>',
    "{{ 7|add:7 }}</title></textarea><script>window.broken=3</script>",
    "<iframe srcdoc=\"<script>parent.broken='frame'</script>\"></iframe>",
)


def test_hostile_words_are_shown_as_words(
    world: Cast,
    page_as: Callable[..., Page],
    live_server: LiveServer,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    document, note = furnish(world)
    client = Program(live_server.url, world.chen)
    client.post("comments/", {"thread": str(document.thread_id), "body": "\n\n".join(PAYLOADS)})
    one = f"artifacts/{document.reference}/"
    for payload in PAYLOADS:
        client.post("comments/", {"thread": str(note.thread_id), "body": payload})
        client.post("decisions/", {"thread": str(document.thread_id), "text": payload})
        client.post("artifacts/", {"product": "CLB", "kind": "prd", "title": payload})
        client.post(f"{one}rows/stories/", {"cells": {"role": payload, "wish": payload}})
        client.post(f"{one}sections/", {"heading": payload, "markdown": payload})
        client.post(
            "meeting-notes/",
            {"title": payload, "held_on": "2026-11-20", "product": "CLB", "minutes": payload},
        )
    rename(world.lu, PAYLOADS[0])
    client.post(f"{one}publish/", {"summary": "".join(PAYLOADS)})
    page = page_as(world.chen)
    paths = (
        "/",
        "/products/CLB/",
        "/products/CLB/artifacts/",
        "/products/CLB/meeting-notes/",
        f"/artifacts/{document.reference}/",
        f"/artifacts/{document.reference}/edit/",
        f"/artifacts/{document.reference}/diff/?from=1&to=3",
        f"/artifacts/{document.reference}/print/",
        note.thread.address,
        "/search/?q=window.broken",
        "/search/?q=" + "%3Cscript%3Ewindow.broken%3D9%3C/script%3E",
        "/departments/rd/",
    )
    for path in paths:
        answer = page.goto(path)
        assert answer and answer.status == 200, path
        page.wait_for_load_state("networkidle")
        assert page.evaluate("() => window.broken") is None, path
        assert page.locator("[onerror], [onload], [onfocus], [href^='javascript:' i], main iframe").count() == 0, path


class Program:
    """Someone's token against the live server, as a program would use it."""

    def __init__(self, address: str, person: User) -> None:
        self.address = address
        self.token = ApiToken.objects.create(user=person, name="test", scope="write")[1]

    def post(self, path: str, body: dict[str, object]) -> None:
        """Stored, or refused for what it says; anything else fails the test."""
        request = Request(
            f"{self.address}/api/v1/{path}",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "If-Match": '"1"',
            },
            method="POST",
        )
        try:
            urlopen(request, timeout=30).close()
        except HTTPError as refusal:
            assert refusal.code == 400, f"{path}: {refusal.code} {refusal.read()[:300]!r}"


def rename(person: User, name: str) -> None:
    person.full_name = name
    person.save(update_fields=["full_name"])
