"""``manage.py restore FOLDER [--force]``"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.backups.programs import BackupError
from events.backups.restore import Report, restore


class Command(BaseCommand):
    help = "Puts a backup back. Stop web and workers first. What was unfinished is held, nothing old is sent."
    # The database may be empty: there is nothing to check yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder")
        parser.add_argument(
            "--force", action="store_true", help="replace what is in the database; files are moved aside"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = restore(Path(options["folder"]), force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        for line in lines(report):
            self.stdout.write(line)


def lines(report: Report) -> list[str]:
    manifest = report.manifest
    rows = sum(manifest.rows.values())
    found = [
        f"Restored the backup of {manifest.made_at}: {rows:,} rows, {len(manifest.media)} files.",
        f"Sessions ended: {report.sessions_ended}. Everybody signs in again.",
    ]
    found += [f"Held, not sent: {count} {name}." for name, count in report.held.items()]
    if any(report.held.values()):
        found.append("Look at them, then let them go with: manage.py held --release")
    if report.media_before:
        found.append(f"The files that were here are in {report.media_before}.")
    if report.other_secret:
        found.append(
            "SECRET_KEY is another one than at the time of the backup: second factors cannot be read with it. "
            "Set the former key, or let people set up their second factor anew."
        )
    if report.unapplied:
        found.append(f"The backup is older than this version: run manage.py migrate ({len(report.unapplied)} steps).")
    return found
