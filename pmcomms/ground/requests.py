"""One id and one log line per request."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import LazyObject

T = TypeVar("T")
ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger("pmcomms.requests")

# What is worked out once while one page is read; None outside of it and in requests that change something.
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept_for_this_request", default=None)


def once_per_request(key: Hashable, work_out: Callable[[], T]) -> T:
    """The value of ``work_out()``, kept for the rest of a request that only reads.

    Anywhere else (a request that writes, a task, a test of a function) it is worked out anew each time,
    so that nothing outlives a change of rights.
    """
    kept = _kept.get()
    if kept is None:
        return work_out()
    if key not in kept:
        kept[key] = work_out()
    value: T = kept[key]
    return value


def keep_for_request(key: Hashable, value: object) -> None:
    """Keep what was read along with something else, where ``once_per_request`` will ask for it."""
    kept = _kept.get()
    if kept is not None:
        kept[key] = value


class RequestMiddleware:
    """Gives the request an id (``request.request_id``, header ``X-Request-ID``) and logs its end.

    An id sent by the caller is kept when it is harmless, so that a proxy's log and ours agree.
    The line names the route, never the path or the query: these can hold reset and invitation keys.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if ACCEPTED_ID.fullmatch(sent) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # ours, read through request_id_of()
        start = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            token = _kept.set({} if request.method in ("GET", "HEAD") else None)
            try:
                response = self.get_response(request)
            finally:
                _kept.reset(token)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else None,
                user_id=known_user_id(request),
                status=response.status_code,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response


def known_user_id(request: HttpRequest) -> int | None:
    """Who asked, if the request had to find that out anyway; a log line costs no query."""
    user = request.__dict__.get("user")
    if isinstance(user, LazyObject):
        user = request.__dict__.get("_cached_user")
    return getattr(user, "pk", None)
