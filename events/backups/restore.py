"""Restoring a backup."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from events import actions
from events.backups import holding, programs
from events.backups import manifest as manifests
from events.backups.make import copy_files
from events.backups.manifest import MEDIA, Manifest
from events.backups.programs import BackupError
from events.models import Job


@dataclass
class Report:
    """What the operator should know afterwards."""

    manifest: Manifest
    held: dict[str, int] = field(default_factory=dict)
    sessions_ended: int = 0
    other_secret: bool = False
    unapplied: list[str] = field(default_factory=list)
    media_before: Path | None = None


def restore(folder: Path, *, force: bool) -> Report:
    """Put database and files back as they were. Raises ``BackupError`` before anything is touched
    when the backup is damaged, or when something is there already and ``force`` is not given."""
    manifest = manifests.read(folder)
    if damaged := list(manifests.faults(folder, manifest)):
        raise BackupError("The backup is damaged: " + "; ".join(damaged[:10]) + ".")
    media = Path(settings.MEDIA_ROOT)
    _refuse_what_is_there(media, force)
    report = Report(manifest, other_secret=manifest.keys["SECRET_KEY"] != manifests.fingerprints()["SECRET_KEY"])
    _restore_database(folder / manifest.database.path)
    report.media_before = _restore_media(folder / MEDIA, media)
    _afterwards(report)
    return report


def tables() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        count: int = cursor.fetchone()[0]
    return count


def _refuse_what_is_there(media: Path, force: bool) -> None:
    if force:
        return
    if count := tables():
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} is not empty ({count} tables). "
            "Restore into an empty one, or give --force to replace everything in it."
        )
    if media.exists() and any(media.iterdir()):
        raise BackupError(f"The folder {media} is not empty. Move it away, or give --force.")


def _restore_database(dump: Path) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    except DatabaseError as error:
        raise BackupError(f"The database could not be emptied; stop web and workers first. {error}") from error
    connection.close()
    programs.run(
        "pg_restore",
        [
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        ],
    )


def _restore_media(source: Path, target: Path) -> Path | None:
    """Copy the files back; what was there is moved aside, and its new place returned."""
    before = None
    if target.exists() and any(target.iterdir()):
        before = target.with_name(f"{target.name}.before-{timezone.now():%Y%m%d-%H%M%S}")
        shutil.move(target, before)
    copy_files(source, target)
    return before


def _afterwards(report: Report) -> None:
    """Hold what is unfinished, end sessions of that day, say so in the log."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    report.unapplied = [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
    if report.unapplied:
        # An older schema: our models may not fit it before the operator has migrated.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE events_outbox SET is_held = true WHERE NOT is_held")
            report.held = {"events": cursor.rowcount}
            cursor.execute("DELETE FROM django_session")
            report.sessions_ended = cursor.rowcount
        return
    with transaction.atomic():
        report.held = holding.hold_everything()
        report.sessions_ended = Session.objects.all().delete()[0]
        now = timezone.now()
        job = Job.objects.create(
            kind="restore",
            state=Job.State.DONE,
            result={"made_at": report.manifest.made_at, "held": report.held},
            started_at=now,
            finished_at=now,
        )
        actions.record(
            "backup.restored",
            actor=None,
            subject=job,
            changes={"made_at": report.manifest.made_at, **report.held},
        )
