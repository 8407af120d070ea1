"""Saying what happens: one line per step with its name, its progress and its time."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTED_KEY = "PMCOMMS_STARTED"
STEP_KEY = "PMCOMMS_STEP"

FULL_DISK = ("No space left on device", "ENOSPC", "os error 28", "Disk quota exceeded", "could not extend file")
UNREACHABLE = (
    "error sending request", "Failed to fetch", "Could not connect", "dns error", "tcp connect error",
    "Failed to establish a new connection", "NewConnectionError", "ConnectTimeout", "Read timed out",
    "Temporary failure in name resolution", "Connection refused", "connection timed out", "operation timed out",
    "ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET", "ENETUNREACH", "network timeout",
)  # fmt: skip
WRONG_HASH = ("Hash mismatch", "DO NOT MATCH THE HASHES", "EINTEGRITY")
SETTINGS_ERRORS = ("django.core.exceptions.ImproperlyConfigured: ", "A setting is broken: ")


class Refusal(Exception):
    """A sentence for whoever typed the command; ends it with status 1."""


def explain(what: str, output: str, status: int) -> str:
    """The sentence for a program that failed: the known causes by name, else its last lines."""
    shown = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
    for line, mark in itertools.product(reversed(output.splitlines()), SETTINGS_ERRORS):
        if line.startswith(mark):
            return f"A setting is broken: {line.removeprefix(mark)}"
    if any(mark in output for mark in FULL_DISK):
        return f"The disk is full: {what} could not write. Free some space and start again."
    if any(mark in output for mark in WRONG_HASH):
        return f"{what}: a package is not the one that was pinned (its hash differs).\n{shown}"
    if any(mark in output for mark in UNREACHABLE):
        return (
            f"{what}: the package registry cannot be reached. Check the network and the proxy, or name a mirror "
            f"(PIP_INDEX_URL for Python, npm_config_registry for the front end).\n{shown}"
        )
    return f"{what} failed with status {status}:\n{shown}"


class Steps:
    """Numbers the steps of a command and shows each while it runs."""

    def __init__(self, title: str, total: int) -> None:
        self.total = total
        # Both survive the change from the host's Python to that of the environment.
        self.started = float(os.environ.get(STARTED_KEY) or time.time())
        self.number = int(os.environ.get(STEP_KEY) or 0)
        self.is_terminal = sys.stdout.isatty()
        if self.number == 0:
            print(title, flush=True)

    def remember(self) -> dict[str, str]:
        return {STARTED_KEY: str(self.started), STEP_KEY: str(self.number)}

    def seconds(self) -> float:
        return time.time() - self.started

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Show ``name`` while the body runs, then the time it took."""
        self.number += 1
        step = Step(f"[{self.number}/{self.total}] {name}", self.is_terminal)
        step.begin()
        try:
            yield step
        except BaseException:
            step.finish("failed")
            raise
        step.finish(step.note)


class Step:
    """One line on the screen."""

    def __init__(self, label: str, is_terminal: bool) -> None:
        self.label = label
        self.is_terminal = is_terminal
        self.began = time.monotonic()
        self.ticked = self.began
        self.note = ""

    def begin(self) -> None:
        print(f"{self.label} …", end="" if self.is_terminal else "\n", flush=True)

    def tick(self, progress: str = "") -> None:
        """Show that it still runs: every half second on a terminal, every ten in a log."""
        now = time.monotonic()
        if now - self.ticked < (0.5 if self.is_terminal else 10):
            return
        self.ticked = now
        line = f"{self.label} … {now - self.began:.0f} s  {progress[:60]}"
        print(f"\r\033[K{line}" if self.is_terminal else f"  {line}", end="" if self.is_terminal else "\n", flush=True)

    def finish(self, note: str) -> None:
        line = f"{self.label}  {time.monotonic() - self.began:.1f} s{'  ' + note if note else ''}"
        print(f"\r\033[K{line}" if self.is_terminal else line, flush=True)

    def run(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, log: Path) -> str:
        """Run a program, its output kept in ``log``, showing its last line; returns the output.

        Raises :class:`Refusal` with :func:`explain`'s sentence when it fails.
        """
        output, status = self.run_any(command, env=env, log=log)
        if status != 0:
            raise Refusal(explain(self.label.partition("] ")[2], output, status))
        return output

    def run_any(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, log: Path) -> tuple[str, int]:
        """The same, but a failure is the caller's to judge: returns output and status."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            begins = file.tell()
            try:
                child = subprocess.Popen(
                    command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                    preexec_fn=die_with_parent(),
                )  # fmt: skip
            except FileNotFoundError as error:
                raise Refusal(f"{self.label}: {command[0]} is missing.") from error
            try:
                while (status := child.poll()) is None:
                    time.sleep(0.05)
                    self.tick(_last_line(log, begins))
            finally:
                if child.poll() is None:
                    child.terminate()
                    child.wait()
        with log.open("rb") as file:
            file.seek(begins)
            return file.read().decode(errors="replace"), status


def _last_line(log: Path, begins: int) -> str:
    with log.open("rb") as file:
        file.seek(max(begins, log.stat().st_size - 400))
        lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""


def die_with_parent() -> Callable[[], None] | None:
    """For a child before it becomes the program: the kernel sends it SIGTERM when we are gone (Linux)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(signal.SIGTERM), 0, 0, 0)
