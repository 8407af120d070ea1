"""A stage for the scripts: real templates and the built bundles on loopback, with a server that says what a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.browser.conftest import browser_type_launch_args  # noqa: F401 - a fixture, used by name

POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# Seconds until a request that was expected counts as never sent.
PATIENCE = 10
DIST = Path(settings.ROOT) / "static" / "dist"


@dataclass
class Asked:
    """One request as the stage received it."""

    method: str
    path: str
    query: dict[str, str]
    raw: bytes

    @property
    def form(self) -> dict[str, str]:
        return {key: values[-1] for key, values in parse_qs(self.raw.decode(), keep_blank_values=True).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


Answer = tuple[int, Any]


@dataclass
class Stage:
    """Pages by path, answers by method and path, and the log of what was asked."""

    url: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], Callable[[Asked], Answer]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)

    def show(self, content: str, scripts: str = "", **context: Any) -> str:
        """Put a page with this content in the real frame; its address."""
        source = (
            "{% extends 'base.html' %}{% block title %}stage{% endblock %}"
            f"{{% block scripts %}}{scripts}{{% endblock %}}{{% block content %}}{content}{{% endblock %}}"
        )
        with translation.override("en"):
            page = (
                engines["django"]
                .from_string(source)
                .render({"request": RequestFactory().get("/stage/"), "csrf_token": "token", **context})
            )
        self.pages["/stage/"] = page
        return f"{self.url}/stage/"

    def on(self, method: str, path: str, answer: Callable[[Asked], Answer] | Answer) -> None:
        self.answers[method, path] = answer if callable(answer) else lambda _asked: answer

    def asked(self, method: str, path: str, least: int = 0) -> list[Asked]:
        """What was asked so far; with ``least``, once that many have arrived (a busy machine takes its time)."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [asked for asked in self.log if (asked.method, asked.path) == (method, path)]
            if len(found) >= least or time.monotonic() > deadline:
                return found
            time.sleep(0.02)


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            address = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {key: values[-1] for key, values in parse_qs(address.query, keep_blank_values=True).items()}
            asked = Asked(self.command, address.path, query, raw)
            if address.path.startswith("/static/"):
                self.static(address.path)
            elif address.path in stage.redirects:
                self.send_response(302)
                self.send_header("Location", stage.redirects[address.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif address.path in stage.pages:
                self.send(200, stage.pages[address.path].encode(), "text/html")
            else:
                stage.log.append(asked)
                status, body = stage.answers.get((asked.method, asked.path), lambda _asked: (404, ""))(asked)
                kind = "text/html" if isinstance(body, str) else "application/json"
                self.send(status, (body if isinstance(body, str) else json.dumps(body)).encode(), kind)

        do_GET = do_POST = answer

        def static(self, path: str) -> None:
            file = Path(settings.ROOT) / path.lstrip("/")
            self.send(200, file.read_bytes(), TYPES[file.suffix]) if file.is_file() else self.send(
                404, b"", "text/html"
            )

        def send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the stage keeps its own log."""

    return Handler


@pytest.fixture
def stage() -> Iterator[Stage]:
    assert (DIST / "app.js").exists(), "static/dist is missing: run `npm run build` first."
    stage = Stage()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stage))
    stage.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield stage
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test on a script error or a refused policy."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not errors, errors


class InputMethod:
    """A Chinese input method: what the browser tells the page while someone types pinyin."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wire = page.context.new_cdp_session(page)

    def compose(self, pinyin: str) -> None:
        """Letters typed and not yet chosen."""
        for end in range(1, len(pinyin) + 1):
            self.wire.send(
                "Input.imeSetComposition", {"text": pinyin[:end], "selectionStart": end, "selectionEnd": end}
            )

    def key(self, key: str, code: int = 229) -> None:
        """A key the input method takes for itself: the page sees keydown 229."""
        self.wire.send(
            "Input.dispatchKeyEvent",
            {
                "type": "rawKeyDown",
                "key": key,
                "code": key,
                "windowsVirtualKeyCode": code,
                "nativeVirtualKeyCode": code,
            },
        )
        self.wire.send(
            "Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": 13}
        )

    def commit(self, words: str) -> None:
        """The chosen words."""
        self.wire.send("Input.insertText", {"text": words})
        self.page.wait_for_timeout(80)  # the guard after compositionend


@pytest.fixture
def input_method(page: Page) -> InputMethod:
    return InputMethod(page)
