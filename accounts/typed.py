"""Names for type checkers."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request behind ``LoginRequiredMiddleware``: its user is a person, never anonymous."""

    user: User
