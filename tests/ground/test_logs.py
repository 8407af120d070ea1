"""Logs tell what happened and no secret."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from pmcomms.ground.logs import configure


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What production would write, line by line."""
    before = structlog.get_config()
    root, django = logging.getLogger(), logging.getLogger("django")
    kept = (root.handlers[:], root.level, django.handlers[:], django.level, django.propagate)
    written = io.StringIO()
    settings = configure(as_json=True)
    settings["handlers"]["lines"]["stream"] = written
    logging.config.dictConfig(settings)
    yield written
    structlog.configure(**before)
    root.handlers[:], root.level, django.handlers[:], django.level, django.propagate = kept


def read(lines: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_is_json_with_level_name_time_and_context(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("pmcomms.x").info("signed_in", user_id=7, name="梅")
    (line,) = read(lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "signed_in", "level": "info", "logger": "pmcomms.x", "request_id": "r-1", "user_id": 7,
        "name": "梅",
    }  # fmt: skip


def test_plain_loggers_write_the_same_lines(lines: io.StringIO) -> None:
    logging.getLogger("somewhere").warning("%s went wrong", "this")
    (line,) = read(lines)
    assert (line["event"], line["level"]) == ("this went wrong", "warning")


def test_secrets_are_starred_at_any_depth(lines: io.StringIO) -> None:
    sent = {"Authorization": "Bearer pm_canary", "inner": {"api_token": "canary"}}
    structlog.get_logger("pmcomms.x").info("called", headers=sent, password="canary", sessionid="canary")
    assert "canary" not in lines.getvalue()
    assert sent["Authorization"] == "Bearer pm_canary"
    assert read(lines)[0]["headers"] == {"Authorization": "***", "inner": {"api_token": "***"}}


def test_a_fault_is_written_with_its_traceback(lines: io.StringIO, pages: Client) -> None:
    pages.post("/failing/bug/")
    fault = next(line for line in read(lines) if line["level"] == "error")
    assert "RuntimeError: a fault of ours" in fault["exception"]
    assert fault["request_id"]


def test_no_line_holds_the_path_of_a_request(lines: io.StringIO, pages: Client) -> None:
    pages.post("/titled/canary-key/")
    pages.get("/nowhere/canary-key/?q=canary-key")
    pages.get("/titled/canary-key/")
    pages.post("/failing/forbidden/?q=canary-key")
    assert "canary" not in lines.getvalue()
    events = [line["event"] for line in read(lines)]
    assert "Not Found: titled/<str:key>/" in events and "Not Found: (no route)" in events
