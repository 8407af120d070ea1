"""``manage.py check_beat``: status 1 when the ticks have fallen silent; for the health check of beat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pmcomms.health import beat


class Command(BaseCommand):
    help = "Fails when beat and a worker together have given no sign of life for five minutes."
    requires_system_checks: list[str] = []  # asked every minute, so nothing more than needed

    def handle(self, *args: Any, **options: Any) -> None:
        found = beat()
        if not found["ok"]:
            raise CommandError(f"No sign of life since {found['last_at'] or 'the start'}.")
        self.stdout.write(f"Last sign of life {found['seconds']} s ago.")
