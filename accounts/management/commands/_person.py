"""Finding the person a command names."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import ProgrammingError
from django.db.utils import OperationalError

from accounts.models import User


def active_person(username: str) -> User:
    """Raises ``CommandError`` with one sentence: nobody by that name, or no database to look in."""
    try:
        user = User.objects.active().filter(username__iexact=username).first()
    except (OperationalError, ProgrammingError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CommandError(f"The database cannot be read: {reason}. Is pmcomms (or make demo) running?") from error
    if user is None:
        raise CommandError(f"There is no active person with the user name {username!r}.")
    return user
