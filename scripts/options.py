"""What the command line and the environment ask for, checked before anything starts."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.steps import ROOT, Refusal

ROOM_FIRST_MB = 1500
ROOM_LATER_MB = 200
SIZES = ("team", "company", "group")


@dataclass(frozen=True)
class Options:
    """The variables a make command takes."""

    var: Path
    host: str
    port: int
    reset: bool
    only: str
    size: str
    database_url: str
    redis_url: str

    @classmethod
    def from_environment(cls, var: str, size: str = "company") -> Options:
        """Read them; ``var`` is the command's own folder under var/. Raises :class:`Refusal` for a broken one."""
        given = _dotenv() | os.environ
        size = given.get("SIZE") or size
        if size not in SIZES:
            raise Refusal(f"SIZE={size!r} is not one of: {', '.join(SIZES)}.")
        return cls(
            var=Path(given.get("VAR") or ROOT / "var" / var).expanduser().absolute(),
            host=given.get("HOST") or "127.0.0.1",
            port=_port(given.get("PORT") or "8000"),
            reset=_yes("RESET", given.get("RESET", "")),
            only=given.get("ONLY", ""),
            size=size,
            database_url=given.get("DATABASE_URL", ""),
            redis_url=given.get("REDIS_URL", ""),
        )

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host in ('127.0.0.1', '0.0.0.0') else self.host}:{self.port}"  # noqa: S104

    def starting_anew(self) -> Options:
        return replace(self, reset=True)

    def refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except PermissionError as error:
                raise Refusal(f"Port {self.port} needs more rights than you have; choose one above 1023.") from error
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise Refusal(
                        f"Port {self.port} is taken by another program. Choose another: make demo PORT={self.port + 1}"
                    ) from error
                raise Refusal(f"HOST={self.host!r}: cannot listen there ({error.strerror}).") from error

    def refuse_full_disk(self) -> None:
        """Both places that are written: the project (first start) and VAR."""
        for_project = ROOM_LATER_MB if (ROOT / ".venv").exists() else ROOM_FIRST_MB
        for place, megabytes in ((ROOT, for_project), (self.var, ROOM_LATER_MB)):
            existing = place
            while not existing.exists():
                existing = existing.parent
            free = shutil.disk_usage(existing).free // 1_000_000
            if free < megabytes:
                raise Refusal(f"The disk is full: {existing} has {free} MB left, and {megabytes} MB are needed.")

    def refuse_var_that_cannot_be_written(self) -> None:
        try:
            (self.var / "log").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"VAR={str(self.var)!r} cannot be used: {error.strerror}.") from error
        if not os.access(self.var, os.W_OK):
            raise Refusal(f"VAR={str(self.var)!r} cannot be used: it may not be written.")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(f"PORT={text!r} is not a number from 1 to 65535.")
    return int(text)


def _yes(name: str, text: str) -> bool:
    if text.lower() in ("", "0", "no", "false"):
        return False
    if text.lower() in ("1", "yes", "true"):
        return True
    raise Refusal(f"{name}={text!r} is neither 1 nor 0.")


def _dotenv() -> dict[str, str]:
    """The two addresses from ``.env``, so that servers named there are used and nothing embedded starts."""
    found: dict[str, str] = {}
    path = ROOT / ".env"
    for line in path.read_text().splitlines() if path.exists() else []:
        name, _, value = line.strip().partition("=")
        if name in ("DATABASE_URL", "REDIS_URL"):
            found[name] = value.strip().strip("'\"")
    return found
