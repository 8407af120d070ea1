"""Keeping the programs of a running pmcomms alive, and ending them all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from scripts.steps import ROOT, Refusal, die_with_parent

GRACE_SECONDS = 4.0
MANY_RESTARTS = 5
RESTART_WINDOW_SECONDS = 60
LOG_LIMIT_BYTES = 20_000_000


class Stopped(BaseException):
    """Somebody asked us to stop."""


class Servers(Protocol):
    """What is supervised beside programs: the embedded servers."""

    def revive(self) -> list[str]: ...
    def stop(self) -> None: ...


@dataclass
class Program:
    """One program with its own log and, so that Ctrl-C reaches us alone, its own process group."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    child: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command, cwd=ROOT, env=dict(self.env), stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=die_with_parent(),
            )  # fmt: skip

    def status(self) -> int | None:
        """The exit status, or None while it runs."""
        return self.child.poll() if self.child else None

    def end_group(self) -> None:
        """Kill what the program left behind, such as a child of a worker that was itself killed."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)

    def last_lines(self, count: int = 8) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-count:] if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines)


class Supervisor:
    """Starts programs, restarts those that die, and stops all within ten seconds."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.programs: list[Program] = []

    def start(self, program: Program) -> None:
        self.programs.append(program)
        program.start()

    def wait_until(self, answers: Callable[[], bool], tick: Callable[[], None], seconds: float = 90) -> None:
        """Return when ``answers`` is true. Raises :class:`Refusal` when a program ends or time is over."""
        deadline = time.monotonic() + seconds
        while not answers():
            for program in self.programs:
                if (status := program.status()) is not None:
                    raise Refusal(f"The {program.name} ended with status {status}:\n{program.last_lines()}")
            if time.monotonic() > deadline:
                raise Refusal(
                    f"Nothing answered within {seconds:.0f} s; the logs are in {self.programs[0].log.parent}."
                )
            tick()
            time.sleep(0.1)

    def watch(self) -> None:
        """Until stopped: report and restart what dies. Raises :class:`Refusal` when it dies again and again."""
        while True:
            time.sleep(0.5)
            for name in self.servers.revive():
                print(f"The {name} server ended by itself and was started again.", flush=True)
            for program in self.programs:
                if (status := program.status()) is not None:
                    self._restart(program, status)

    def _restart(self, program: Program, status: int) -> None:
        now = time.monotonic()
        program.restarts = [moment for moment in program.restarts if now - moment < RESTART_WINDOW_SECONDS] + [now]
        if len(program.restarts) > MANY_RESTARTS:
            raise Refusal(f"The {program.name} ends again and again (status {status}):\n{program.last_lines()}")
        print(f"The {program.name} ended by itself (status {status}) and was started again.", flush=True)
        program.end_group()
        program.start()

    def stop(self) -> None:
        """Ask all programs at once, give them a few seconds, then end what is left; the servers last."""
        for program in self.programs:
            if program.child is not None and program.status() is None:
                program.child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for program in self.programs:
            if program.child is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    program.child.wait(max(0.05, deadline - time.monotonic()))
                program.end_group()
                program.child.wait()
        self.servers.stop()


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Inside, Ctrl-C, SIGTERM and a closed terminal raise :class:`Stopped`."""

    def stop(number: int, _: object) -> None:
        raise Stopped(number)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # started under nohup otherwise
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Inside, further requests to stop are not heard: we are stopping."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
