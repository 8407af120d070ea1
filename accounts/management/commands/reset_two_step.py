"""``manage.py reset_two_step --user NAME``: switches two-step sign-in off for who lost the second step."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.actions import recovery
from accounts.management.commands._person import active_person


class Command(BaseCommand):
    help = "Switches two-step sign-in off for a person; the password alone is asked until they set it up again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="user name")

    def handle(self, *args: Any, **options: Any) -> None:
        person = active_person(options["user"])
        had_one = recovery.has_two_step(person)
        recovery.reset_two_step(person, actor=None)
        self.stdout.write("Two-step sign-in is off." if had_one else "Two-step sign-in was off already.")
