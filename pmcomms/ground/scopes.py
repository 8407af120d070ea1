"""What an API token may do. A module of its own, because REST framework imports it from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from rest_framework.permissions import SAFE_METHODS, BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """A token may do what its scope says (``request.auth.scope``: "read" or "write"); a session, all.

    A view attribute ``scope = "read"`` opens a POST that changes nothing (a search) to read tokens.
    """

    message = gettext_lazy("This token may only read.")
    code = "scope"

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.auth is None:
            return True
        scope = getattr(request.auth, "scope", None)
        needed = getattr(view, "scope", None) or ("read" if request.method in SAFE_METHODS else "write")
        return scope == "write" or (scope == "read" and needed == "read")
