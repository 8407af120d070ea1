"""``manage.py create_token --user NAME --scope read|write``: prints a new API token."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import tokens
from accounts.management.commands._person import active_person
from accounts.models import ApiToken


class Command(BaseCommand):
    help = "Makes an API token for a person and prints it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="user name")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--days", type=int, default=None, help="until it expires; never when left out")
        parser.add_argument("--name", default="command line")

    def handle(self, *args: Any, **options: Any) -> None:
        user = active_person(options["user"])
        try:
            _row, text = tokens.create(
                actor=user, owner=user, name=options["name"], scope=options["scope"], days=options["days"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(text)
