"""Programs that die, that do not want to end, and that leave children behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.steps import Refusal
from scripts.supervise import MANY_RESTARTS, Program, Stopped, Supervisor, stoppable
from tests.boot.processes import wait_until_gone

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


class NoServers:
    stopped = False

    def revive(self) -> list[str]:
        return []

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor(NoServers())
    yield made
    made.stop()


def program(tmp_path: Path, code: str, name: str = "worker") -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), tmp_path / f"{name}.log")


def wait_for(condition: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:  # type: ignore[operator]  # any callable
        time.sleep(0.05)
    assert condition()  # type: ignore[operator]  # any callable


def test_a_program_that_dies_is_reported_and_started_again(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mortal = program(tmp_path, "import time; time.sleep(60)")
    supervisor.start(mortal)
    first = mortal.child
    assert first is not None
    first.kill()
    first.wait()

    def once(seconds: float) -> None:
        if mortal.child is not first:
            raise Stopped(signal.SIGTERM)

    with monkeypatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(time, "sleep", once)
        supervisor.watch()
    assert mortal.status() is None
    assert "The worker ended by itself (status -9) and was started again." in capsys.readouterr().out


def test_a_program_that_dies_again_and_again_ends_everything_with_its_last_lines(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mortal = program(tmp_path, "print('no such broker'); raise SystemExit(3)")
    supervisor.start(mortal)

    def until_dead(seconds: float) -> None:
        assert mortal.child is not None
        mortal.child.wait()

    monkeypatch.setattr(time, "sleep", until_dead)
    with pytest.raises(Refusal, match=r"The worker ends again and again \(status 3\):\n +no such broker"):
        supervisor.watch()
    assert len(mortal.restarts) == MANY_RESTARTS + 1


def test_a_program_that_ends_while_starting_is_a_refusal(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(program(tmp_path, "print('broken'); raise SystemExit(1)", "web server"))
    with pytest.raises(Refusal, match=r"The web server ended with status 1:\n +broken"):
        supervisor.wait_until(lambda: False, lambda: None)


def test_nothing_that_answers_is_a_refusal(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(program(tmp_path, "import time; time.sleep(60)"))
    with pytest.raises(Refusal, match="Nothing answered within 0 s"):
        supervisor.wait_until(lambda: False, lambda: None, seconds=0.2)


def test_stopping_ends_a_program_that_does_not_want_to(supervisor: Supervisor, tmp_path: Path) -> None:
    stubborn = program(tmp_path, STUBBORN)
    supervisor.start(stubborn)
    wait_for(lambda: "up" in stubborn.log.read_text())
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 6
    assert stubborn.status() == -signal.SIGKILL
    assert isinstance(supervisor.servers, NoServers)
    assert supervisor.servers.stopped


def test_stopping_leaves_no_grandchild(supervisor: Supervisor, tmp_path: Path) -> None:
    parent = program(tmp_path, PARENT)
    supervisor.start(parent)
    wait_for(lambda: parent.log.read_text().strip().isdigit())
    grandchild = int(parent.log.read_text())
    supervisor.stop()
    assert wait_until_gone([grandchild]) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_requests_to_stop_arrive_as_one_exception(number: signal.Signals) -> None:
    with pytest.raises(Stopped) as stopped, stoppable():
        signal.raise_signal(number)
    assert stopped.value.args == (number,)
