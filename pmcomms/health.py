"""``/healthz``: the process answers. ``/readyz``: what it needs is there, as JSON.

Answered by a middleware before all others, so that a probe needs no session, no sign-in and no allowed
host name. Status 503 only for what stops all work: the database away, or no room left on the disk.
Redis or the background worker missing is told (``"status": "degraded"``) but pages still work.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from events.models import Heartbeat, Outbox

BEAT_SILENT_SECONDS = 300
OVERDUE_SECONDS = 300
DISK_LEAST_MB = 200

Check = dict[str, Any]


class HealthMiddleware:
    """Answers the two probes and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        if request.path_info == "/readyz":
            return readyz()
        return self.get_response(request)


def readyz() -> JsonResponse:
    checks = {"database": database(), "redis": redis_protocol(), "disk": disk()}
    if checks["database"]["ok"]:
        checks["beat"], checks["oldest_due"] = beat(), oldest_due()
    may_serve = checks["database"]["ok"] and checks["disk"]["ok"]
    is_whole = all(check["ok"] for check in checks.values())
    status = "ready" if is_whole else "degraded" if may_serve else "down"
    answer = JsonResponse({"status": status, "checks": checks}, status=200 if may_serve else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def database() -> Check:
    started = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        connection.close()
        return {"ok": False, "error": type(error).__name__}
    return {"ok": True, "ms": round((time.monotonic() - started) * 1000, 1)}


def redis_protocol() -> Check:
    started = time.monotonic()
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        client.ping()
    except redis.RedisError as error:
        return {"ok": False, "error": type(error).__name__}
    finally:
        client.close()
    return {"ok": True, "ms": round((time.monotonic() - started) * 1000, 1)}


def beat() -> Check:
    """When the ticks and the worker together last gave a sign of life."""
    last = Heartbeat.objects.filter(name="beat").values_list("beat_at", flat=True).first()
    silent = _seconds_since(last)
    return {
        "ok": silent is not None and silent <= BEAT_SILENT_SECONDS,
        "last_at": last.isoformat() if last else None,
        "seconds": silent,
    }


def oldest_due() -> Check:
    """How long the oldest event that nobody holds back has waited to be handed out."""
    since = Outbox.objects.filter(is_held=False).order_by("created_at").values_list("created_at", flat=True).first()
    waiting = _seconds_since(since)
    return {
        "ok": waiting is None or waiting <= OVERDUE_SECONDS,
        "since": since.isoformat() if since else None,
        "seconds": waiting,
    }


def disk() -> Check:
    """Room where files are kept."""
    place = settings.MEDIA_ROOT
    while not place.exists():
        place = place.parent
    free_mb = shutil.disk_usage(place).free // 1_000_000
    return {"ok": free_mb >= DISK_LEAST_MB, "free_mb": free_mb}


def _seconds_since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, round((timezone.now() - moment).total_seconds()))
