"""What of the organisation must be fresh in every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from departments import working_days


class WorkingCalendarMiddleware:
    """Lets each request read the calendar's overrides anew, so that a change counts at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        working_days.forget()
        return self.get_response(request)
