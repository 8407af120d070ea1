"""Under which account the servers run, and how their processes are started and ended."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNPRIVILEGED_ID = 65534
_PR_SET_PDEATHSIG = 1


class EmbeddedError(Exception):
    """A sentence about why the servers cannot run, for whoever typed the command."""


@dataclass(frozen=True)
class Account:
    """Who runs the servers; both ids are None when that is whoever runs us."""

    uid: int | None
    gid: int | None

    @classmethod
    def for_this_process(cls) -> Account:
        if os.geteuid() != 0:
            return cls(None, None)
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            return cls(UNPRIVILEGED_ID, UNPRIVILEGED_ID)
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_other(self) -> bool:
        """Whether files have to be handed to another account."""
        return self.uid is not None

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        """A child under this account, in a session of its own so that Ctrl-C does not reach it."""
        if self.is_other:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.Popen(
            command, cwd="/", start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT), **options
        )


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a child does before it becomes the program: ask the kernel for ``number`` when we are gone.

    Linux only; elsewhere a killed parent leaves its children to be ended by hand.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # gone before we asked
            os._exit(1)

    return ask


def end(child: subprocess.Popen[bytes], steps: list[tuple[signal.Signals, float]]) -> None:
    """Send each signal and wait its seconds, until the child is gone; SIGKILL at last."""
    for number, seconds in steps:
        if child.poll() is not None:
            return
        child.send_signal(number)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if child.poll() is None:
        child.kill()
        child.wait()


def wait_until(answers: Callable[[], bool], child: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Return when the server answers. Raises :class:`EmbeddedError` when it ended or stays silent."""
    deadline = time.monotonic() + 60
    while not answers():
        status = child.poll()
        if status is not None:
            raise EmbeddedError(f"The embedded {name} server ended with status {status}:\n{tail(log)}")
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The embedded {name} server did not answer within a minute:\n{tail(log)}")
        time.sleep(0.05)


def tail(path: Path, lines: int = 8) -> str:
    """The end of a log, for a message."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
