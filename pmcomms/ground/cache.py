"""A Redis cache whose errors are misses.

Promise: no page fails or waits because of Redis. A socket waits at most one second, nothing is retried,
and after an error the breaker stays open for 15 s, in which every call is a miss at once; then one call
tries again. Keys of counters that must hold (``DURABLE``) never live in Redis but in the alias ``limits``.
"""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import structlog
from django.core.cache import BaseCache, caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

SOCKET_TIMEOUT = 1.0
BREAK_SECONDS = 15.0
# allauth counts sign-in attempts and remembers used one-time codes in the default cache.
DURABLE = ("allauth:",)

Answer = TypeVar("Answer")
log = structlog.get_logger("pmcomms.cache")


class Breaker:
    """Open for ``BREAK_SECONDS`` after an error. One float, so threads need no lock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.open_until = 0.0

    def is_open(self) -> bool:
        """Asks for permission to try; the first to ask after the pause gets it, others wait on."""
        if not self.open_until:
            return False
        if self.clock() < self.open_until:
            return True
        self.open_until = self.clock() + BREAK_SECONDS
        return False

    def failed(self) -> None:
        self.open_until = self.clock() + BREAK_SECONDS

    def worked(self) -> None:
        self.open_until = 0.0


class Unreadable(Exception):
    """A stored value of an older release; a miss, and no reason to distrust the server."""


# What unpickling raises for a class that moved, a truncated or a foreign value.
UNREADABLE = (pickle.UnpicklingError, AttributeError, ImportError, EOFError, LookupError, TypeError, ValueError)


class Serializer(RedisSerializer):
    def loads(self, data: Any) -> Any:
        try:
            return super().loads(data)
        except UNREADABLE as error:
            raise Unreadable from error


class ForgivingRedisCache(RedisCache):
    """Use as ``CACHES["default"]``; give it the Redis address as ``LOCATION``."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        patient = {
            "socket_timeout": SOCKET_TIMEOUT,
            "socket_connect_timeout": SOCKET_TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            "serializer": Serializer,
        }
        super().__init__(server, {**params, "OPTIONS": {**patient, **params.get("OPTIONS", {})}})
        self.breaker = Breaker()

    def _try(self, call: Callable[[], Answer], otherwise: Answer) -> Answer:
        if self.breaker.is_open():
            return otherwise
        try:
            found = call()
        except Unreadable:
            return otherwise
        except (RedisError, OSError) as error:
            self.breaker.failed()
            log.warning("cache_unavailable", error=type(error).__name__)
            return otherwise
        self.breaker.worked()
        return found

    def _durable(self, key: str) -> BaseCache | None:
        return caches["limits"] if key.startswith(DURABLE) else None

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if other := self._durable(key):
            return other.add(key, value, timeout, version)
        return self._try(lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version), False)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if other := self._durable(key):
            return other.get(key, default, version)
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if other := self._durable(key):
            return other.set(key, value, timeout, version)
        return self._try(lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if other := self._durable(key):
            return other.touch(key, timeout, version)
        return self._try(lambda: super(ForgivingRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        if other := self._durable(key):
            return other.delete(key, version)
        return self._try(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        if other := self._durable(key):
            return other.has_key(key, version)
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ``ValueError`` for a missing key, as every Django cache does; also when Redis is away."""
        if other := self._durable(key):
            return other.incr(key, delta, version)
        found = self._try(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key {key!r} not found.")
        return found

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(list(keys), version), {})

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        failed = list(data)
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version), failed)

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).delete_many(list(keys), version), None)

    def clear(self) -> None:
        """Forget this cache's own keys; the broker's queues live on the same server and stay."""
        self._try(self._clear, None)

    def _clear(self) -> None:
        client = self._cache.get_client(None, write=True)
        own = re.sub(r"([\\*?\[\]])", r"\\\1", f"{self.key_prefix}:") + "*"
        for key in client.scan_iter(match=own, count=500):
            client.unlink(key)

    def count(self, key: str, seconds: int) -> tuple[int, float] | None:
        """Raises the counter ``key``; its count and seconds left, or None when Redis does not answer."""
        return self._try(lambda: self._count(self.make_and_validate_key(key), seconds), None)

    def _count(self, key: str, seconds: int) -> tuple[int, float]:
        pipeline = self._cache.get_client(key, write=True).pipeline(transaction=True)
        pipeline.set(key, 0, ex=seconds, nx=True)
        pipeline.incr(key)
        pipeline.pttl(key)
        _created, count, left = pipeline.execute()
        return count, left / 1000
