#!/usr/bin/env python
"""Django's command line for pmcomms."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def find_embedded_servers() -> None:
    """Without servers of your own, speak to those that ``make demo`` keeps in VAR."""
    names_own = (ROOT / ".env").exists() and "DATABASE_URL" in (ROOT / ".env").read_text()
    if os.environ.get("DATABASE_URL") or os.environ.get("PMCOMMS_MODE") == "production" or names_own:
        return
    from pmcomms.embedded.place import addresses_in

    var = Path(os.environ.get("VAR") or ROOT / "var")
    for name, address in addresses_in(var).items():
        os.environ.setdefault(name, address)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
    # Nobody waits in front of a page: an index is built, a company is seeded.
    os.environ.setdefault("STATEMENT_SECONDS", "600")
    find_embedded_servers()
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"A setting is broken: {error}")


if __name__ == "__main__":
    main()
