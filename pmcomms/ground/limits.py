"""Rate limits that hold with Redis down.

``allow`` counts in PostgreSQL with one upsert; ``hit`` counts in Redis while it answers, else there.
Both count fixed windows that begin with the first hit. Call them outside of a transaction: a counter
raised inside one is given back when it rolls back, and its row stays locked until the end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection

from pmcomms.ground.cache import ForgivingRedisCache
from pmcomms.ground.models import RateCounter

_COUNT = """
INSERT INTO ground_ratecounter AS counter (key, count, ends_at)
VALUES (%(key)s, 1, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN counter.ends_at <= clock_timestamp() THEN 1
                 ELSE LEAST(counter.count + 1, 2000000000) END,
    ends_at = CASE WHEN counter.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE counter.ends_at END
RETURNING count, EXTRACT(EPOCH FROM ends_at - clock_timestamp())::float
"""
_PURGE = "DELETE FROM ground_ratecounter WHERE ends_at < clock_timestamp() - interval '1 day'"


@dataclass(frozen=True)
class Allowance:
    """The answer of a counter: is it allowed, how many are left, seconds until the window ends."""

    allowed: bool
    limit: int
    remaining: int
    reset: float


def allow(key: str, limit: int, seconds: int) -> bool:
    """Counts one ``key`` and says whether it is among the first ``limit`` within ``seconds``."""
    return count_in_database(key, limit, seconds).allowed


def hit(key: str, limit: int, seconds: int) -> Allowance:
    """Like ``allow``, for hot paths: in Redis while it answers, otherwise in the database."""
    cache = caches["default"]
    counted = cache.count(_short(key), seconds) if isinstance(cache, ForgivingRedisCache) else None
    if counted is None:
        return count_in_database(key, limit, seconds)
    return _allowance(*counted, limit)


def count_in_database(key: str, limit: int, seconds: int) -> Allowance:
    """One statement, so that any number of processes share one budget."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _short(key), "seconds": seconds})
        count, reset = cursor.fetchone()
    return _allowance(count, reset, limit)


def forget(key: str) -> None:
    """Gives the budget of ``key`` back, as after a successful sign-in."""
    RateCounter.objects.filter(key=_short(key)).delete()


def purge_old() -> int:
    """Deletes counters whose window ended more than a day ago; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PURGE)
        return cursor.rowcount


def _allowance(count: int, reset: float, limit: int) -> Allowance:
    return Allowance(count <= limit, limit, max(0, limit - count), max(0.0, reset))


def _short(key: str) -> str:
    """Keys hold addresses and names: what is stored is a hash behind the readable first word."""
    word = key.split(":", 1)[0][:40]
    return f"{word}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
