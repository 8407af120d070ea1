"""Names for type checkers."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


class SignedIn(HttpRequest):
    """A request behind ``LoginRequiredMiddleware``: its user is a person, never anonymous."""

    user: User


class SignedInCall(Request):
    """A call of the API behind ``IsAuthenticated``."""

    user: User


def caller(request: Request) -> User:
    """Who calls, where REST framework's own signature leaves the type open."""
    assert isinstance(request.user, User), "IsAuthenticated lets nobody else through"  # noqa: S101 - for the type
    return request.user
