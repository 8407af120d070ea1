"""``manage.py held [--release]``: what a restore has put on hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events import dispatch
from events.models import Outbox


class Command(BaseCommand):
    help = "Shows the events held since a restore; --release lets them be told after all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Outbox.objects.filter(is_held=True).select_related("event").order_by("event_id")
        self.stdout.write(f"{rows.count()} held.")
        for row in rows[:50]:
            self.stdout.write(f"{row.event.created_at:%Y-%m-%d %H:%M} {row.event}")
        if options["release"]:
            self.stdout.write(f"Released: {dispatch.release_held(actor=None)}.")
