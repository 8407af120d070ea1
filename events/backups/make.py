"""Making a backup."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from events.backups import manifest as manifests
from events.backups import programs
from events.backups.manifest import DUMP, MEDIA, Manifest, describe
from events.backups.programs import BackupError


def make(target: Path) -> Path:
    """Write a backup into a new folder under ``target``; returns that folder. Raises ``BackupError``."""
    moment = timezone.now()
    name = f"pmcomms-{moment:%Y%m%d-%H%M%S}"
    folder, partial = target / name, target / f".{name}.partial"
    if folder.exists():
        raise BackupError(f"{folder} exists already.")
    try:
        partial.mkdir(parents=True)
        _fill(partial).write(partial)
        partial.rename(folder)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _fill(folder: Path) -> Manifest:
    media = folder / MEDIA
    copy_files(Path(settings.MEDIA_ROOT), media)
    programs.run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}"])
    # What came while the dump ran: rows may name it.
    copy_files(Path(settings.MEDIA_ROOT), media)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return Manifest(
        made_at=timezone.now().isoformat(),
        server_version=version,
        database=describe(folder / DUMP, folder),
        media=[describe(path, folder) for path in sorted(media.rglob("*")) if path.is_file()],
        rows=count_rows(),
        keys=manifests.fingerprints(),
    )


def copy_files(source: Path, target: Path) -> None:
    """Copy what ``target`` has not yet. Files of this product never change, so a name is enough."""
    target.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        return
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(path, copy)
            except FileNotFoundError:
                continue  # deleted while we copied: then no row of the dump names it, or the first copy has it


def count_rows() -> dict[str, int]:
    """Rows per table, for people who compare; the drill counts the dump itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = [row[0] for row in cursor.fetchall()]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table's name
            counts[name] = cursor.fetchone()[0]
    return counts
