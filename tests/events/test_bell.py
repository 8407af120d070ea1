"""An unreachable broker costs a moment, never a request."""

from __future__ import annotations

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from events import bell


def test_the_bell_shrugs_and_then_keeps_quiet_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def refuse(task: str, **_: object) -> None:
        tries.append(task)
        raise OperationalError("connection refused")

    monkeypatch.setattr(bell, "_silent_until", 0.0)
    monkeypatch.setattr(current_app, "send_task", refuse)
    bell.ring()
    bell.ring()
    assert tries == ["events.dispatch"]
