"""``manage.py backup --to FOLDER [--drill]``"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.backups.drill import drill
from events.backups.make import make
from events.backups.manifest import read
from events.backups.programs import BackupError


class Command(BaseCommand):
    help = "Writes database, files and the list of keys into a new folder, with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default=str(settings.VAR / "backups"), help="folder that gets the backup")
        parser.add_argument(
            "--drill", action="store_true", help="restore it into a scratch database at once and compare"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = make(Path(options["to"]))
            manifest = read(folder)
            self.stdout.write(f"Backup: {folder}")
            self.stdout.write(f"Database {manifest.database.bytes:,} bytes, {len(manifest.media)} files.")
            for name, key in manifest.keys.items():
                mark = f" (fingerprint {key['fingerprint']})" if "fingerprint" in key else ""
                self.stdout.write(f"Keep apart: {name}{mark}, needed for {key['needed_for']}.")
            if options["drill"]:
                rows = drill(folder)
                self.stdout.write(f"Drill passed: {len(rows)} tables, {sum(rows.values()):,} rows restored.")
        except BackupError as error:
            raise CommandError(str(error)) from error
