"""Redis may be down, frozen or forgetful: a page never fails or waits for it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings
from pytest_django import Settings
from rest_framework.test import APIClient

from pmcomms.ground.cache import BREAK_SECONDS, Breaker, ForgivingRedisCache


def cache_at(address: str) -> ForgivingRedisCache:
    return ForgivingRedisCache(address, {"KEY_PREFIX": f"{settings.CACHES['default']['KEY_PREFIX']}-cache"})


@pytest.fixture
def working() -> ForgivingRedisCache:
    return cache_at(settings.REDIS_URL)


@pytest.fixture
def frozen() -> Iterator[socket.socket]:
    """A server that accepts and never answers, like a stopped Redis."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                kept.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield listener
    listener.close()
    for connection in kept:
        connection.close()


def use_everything(cache: ForgivingRedisCache) -> None:
    """Every call of a cache, each with the answer of a miss."""
    assert cache.get("a", "nothing") == "nothing"
    cache.set("a", 1)
    assert cache.add("b", 1) is False
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.has_key("a") is False
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set_many({"a": 1, "b": 2}) == ["a", "b"]
    cache.delete_many(["a"])
    assert cache.get_or_set("a", lambda: 5) == 5
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert cache.count("a", 60) is None


def test_it_is_a_cache(working: ForgivingRedisCache) -> None:
    working.set_many({"a": {"文": 1}, "n": 4}, 60)
    assert working.get_many(["a", "n"]) == {"a": {"文": 1}, "n": 4}
    assert working.incr("n") == 5 and working.add("n", 1) is False
    working.delete_many(["a", "n"])
    assert working.get("a") is None
    with pytest.raises(ValueError, match="not found"):
        working.incr("n")


def test_nobody_there_means_misses_and_one_warning() -> None:
    with structlog.testing.capture_logs() as lines:
        start = time.monotonic()
        use_everything(cache_at("redis://127.0.0.1:1/0"))
    assert time.monotonic() - start < 0.3
    assert [line["event"] for line in lines] == ["cache_unavailable"]


def test_a_frozen_server_costs_one_second_once(frozen: socket.socket) -> None:
    cache = cache_at(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
    start = time.monotonic()
    assert cache.get("a") is None
    assert 0.5 < time.monotonic() - start < 1.5
    start = time.monotonic()
    use_everything(cache)
    assert time.monotonic() - start < 0.1


def test_after_fifteen_seconds_one_call_tries_and_closes_the_breaker(working: ForgivingRedisCache) -> None:
    now = 100.0
    working.breaker = Breaker(clock=lambda: now)
    working.set("a", 1, 60)
    working.breaker.failed()
    now += BREAK_SECONDS - 0.1
    assert working.get("a") is None
    now += 0.2
    assert working.get("a") == 1
    assert not working.breaker.is_open()


def test_only_one_call_tries_while_the_others_pass_by() -> None:
    now = 100.0
    breaker = Breaker(clock=lambda: now)
    breaker.failed()
    now += BREAK_SECONDS + 1
    assert [breaker.is_open() for _ in range(3)] == [False, True, True]


def test_a_value_of_an_older_release_is_a_miss_and_keeps_the_breaker_closed(
    working: ForgivingRedisCache,
) -> None:
    client = working._cache.get_client(write=True)
    client.set(working.make_key("old"), b"\x80\x05\x8c\x0bno_such_mod\x94\x8c\x03Cls\x94\x93\x94.")
    assert working.get("old", "miss") == "miss"
    client.set(working.make_key("old"), b"\x80")
    assert working.get("old", "miss") == "miss"
    assert not working.breaker.is_open()


def test_clearing_leaves_what_others_keep_on_the_same_server(working: ForgivingRedisCache) -> None:
    queue = working._cache.get_client(write=True)
    other = ForgivingRedisCache(settings.REDIS_URL, {"KEY_PREFIX": f"{working.key_prefix}x"})
    queue.set(f"{working.key_prefix}queue", "a task", ex=60)
    other.set("a", 1, 60)
    working.set_many({str(number): number for number in range(1200)}, 60)
    working.clear()
    assert queue.get(f"{working.key_prefix}queue") == b"a task" and other.get("a") == 1
    assert working.get_many([str(number) for number in range(1200)]) == {}


def test_an_emptied_server_is_only_a_miss(working: ForgivingRedisCache) -> None:
    working.set("a", 1, 60)
    working.clear()
    assert working.get("a") is None and working.add("a", 2, 60)


def test_a_request_works_with_redis_down(program: APIClient, settings: Settings) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    start = time.monotonic()
    assert program.post("/api/t/counters/", {"key": "a"}, format="json").status_code == 201
    assert program.get("/api/t/counters/").status_code == 200
    assert time.monotonic() - start < 1.0
