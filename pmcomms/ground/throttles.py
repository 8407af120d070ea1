"""API limits per person or, without one, per address; the answer always says what is left."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from pmcomms.ground.limits import Allowance, hit


class Throttle(BaseThrottle):
    """``rate`` requests in ``seconds``; subclasses set a ``name`` and numbers, settings may override:
    ``API_LIMITS = {"api": (1200, 60)}``."""

    name = "api"
    rate = 1200
    seconds = 60

    def allow_request(self, request: Request, view: Any) -> bool:
        rate, seconds = getattr(settings, "API_LIMITS", {}).get(self.name, (self.rate, self.seconds))
        self.allowance = hit(f"{self.name}:{self.who(request)}", rate, seconds)
        request._request.allowance = self.allowance  # type: ignore[attr-defined]  # read by add_headers()
        return self.allowance.allowed

    def who(self, request: Request) -> str:
        pk = getattr(request.user, "pk", None)
        return f"user:{pk}" if pk else f"address:{request.META.get('REMOTE_ADDR', '')}"

    def wait(self) -> float:
        return self.allowance.reset


def add_headers(request: Request, response: HttpResponseBase) -> None:
    """``RateLimit-…`` of the last throttle that was asked."""
    allowance: Allowance | None = getattr(request, "allowance", None)
    if allowance:
        response["RateLimit-Limit"] = str(allowance.limit)
        response["RateLimit-Remaining"] = str(allowance.remaining)
        response["RateLimit-Reset"] = str(round(allowance.reset))
