"""What a backup says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from events.backups.programs import BackupError

NAME, DUMP, MEDIA = "manifest.json", "database.dump", "media"
FORMAT = 1
# What must be at hand besides the folder for everything to work again.
KEYS = {
    "SECRET_KEY": "second factors, reset and invitation links, page cursors",
    "EMAIL_URL": "sending mail",
    "DATABASE_URL": "the database",
}


@dataclass(frozen=True)
class File:
    path: str
    bytes: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    server_version: str
    database: File
    media: list[File] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises ``BackupError`` for a folder that is no complete backup of ours."""
    try:
        stored: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if stored["format"] != FORMAT:
            raise BackupError(f"{folder} has format {stored['format']}; this version reads {FORMAT}.")
        stored["database"] = File(**stored["database"])
        stored["media"] = [File(**row) for row in stored["media"]]
        return Manifest(**stored)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{folder} is no complete backup: {error}.") from error


def describe(path: Path, base: Path) -> File:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        for chunk in iter(lambda: opened.read(1 << 20), b""):
            digest.update(chunk)
    return File(path.relative_to(base).as_posix(), path.stat().st_size, digest.hexdigest())


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is missing or differs from its checksum."""
    for expected in (manifest.database, *manifest.media):
        path = folder / expected.path
        if not path.resolve().is_relative_to(folder.resolve()):
            yield f"{expected.path} leads out of the backup"
        elif not path.is_file():
            yield f"{expected.path} is missing"
        elif describe(path, folder) != expected:
            yield f"{expected.path} differs from its checksum"


def fingerprints() -> dict[str, dict[str, str]]:
    """The keys by name, SECRET_KEY with a fingerprint that tells it from others and gives nothing away."""
    found = {name: {"needed_for": purpose} for name, purpose in KEYS.items()}
    digest = hashlib.sha256(b"pmcomms.backup:" + settings.SECRET_KEY.encode()).hexdigest()
    found["SECRET_KEY"]["fingerprint"] = digest[:12]
    return found
