"""The count in the rail follows what a person does at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from notifications import todos

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class TodoCountMiddleware:
    """Clears the kept count of whoever changed something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.method not in SAFE and request.user.is_authenticated:
            todos.forget_count(request.user.pk)
        return response
