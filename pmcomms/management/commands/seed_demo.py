"""``manage.py seed_demo``: build the demo company in an empty database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from pmcomms.demo.seeding import seed


class Command(BaseCommand):
    help = "Builds the demo company, all of it or nothing; does nothing where there are people already."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("The demo company has well-known passwords; it is not built in production.")
        with translation.override("zh-hans"):
            is_new = seed(lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write("The demo company is there." if is_new else "There are people already: nothing to do.")
