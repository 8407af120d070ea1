"""``manage.py create_password_link --user NAME``: prints a link by which the person sets a new password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.actions import recovery
from accounts.management.commands._person import active_person


class Command(BaseCommand):
    help = "Prints a link, good once and for three days, by which a person sets a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="user name")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(recovery.make_password_link(active_person(options["user"]), actor=None))
