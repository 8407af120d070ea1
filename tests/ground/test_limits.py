"""Limits hold for all processes together, with Redis and without."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import cache, caches
from django.db import connection
from pytest_django import Settings
from rest_framework.test import APIClient

from pmcomms.ground import limits
from pmcomms.ground.models import RateCounter


@pytest.fixture
def redis_down(settings: Settings) -> None:
    """The default cache points at a port where nobody listens."""
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }


@pytest.mark.django_db
def test_the_first_few_are_allowed_and_no_more() -> None:
    assert [limits.allow("sign-in:a", 2, 60) for _ in range(4)] == [True, True, False, False]
    assert limits.allow("sign-in:b", 2, 60)


@pytest.mark.django_db
def test_a_new_window_begins_when_the_old_one_ended() -> None:
    for _ in range(3):
        limits.allow("sign-in:a", 2, 60)
    RateCounter.objects.update(ends_at="2020-01-01T00:00Z")
    again = limits.count_in_database("sign-in:a", 2, 60)
    assert (again.allowed, again.remaining) == (True, 1)
    assert 59 < again.reset <= 60


@pytest.mark.django_db
def test_a_budget_can_be_given_back() -> None:
    for _ in range(3):
        limits.allow("sign-in:a", 2, 60)
    limits.forget("sign-in:a")
    assert limits.allow("sign-in:a", 2, 60)


@pytest.mark.django_db
def test_what_is_stored_names_nobody() -> None:
    limits.allow("sign-in:mei@example.com", 2, 60)
    key = RateCounter.objects.get().key
    assert key.startswith("sign-in:") and "mei" not in key


@pytest.mark.django_db
def test_old_counters_are_purged() -> None:
    limits.allow("sign-in:a", 2, 60)
    limits.allow("sign-in:b", 2, 60)
    assert limits.purge_old() == 0
    RateCounter.objects.filter(pk=RateCounter.objects.earliest("key").pk).update(ends_at="2020-01-01T00:00Z")
    assert limits.purge_old() == 1


@pytest.mark.django_db(transaction=True)
def test_rivals_share_one_budget() -> None:
    allowed: list[bool] = []

    def knock() -> None:
        for _ in range(10):
            allowed.append(limits.allow("sign-in:a", 7, 60))
        connection.close()

    threads = [threading.Thread(target=knock) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 50 and sum(allowed) == 7


def test_hot_paths_count_in_redis_while_it_answers(db: None) -> None:
    found = [limits.hit("api:user:1", 2, 60) for _ in range(3)]
    assert [one.allowed for one in found] == [True, True, False]
    assert 59 <= found[2].reset <= 60
    assert not RateCounter.objects.exists()


def test_hot_paths_count_in_the_database_when_redis_is_down(db: None, redis_down: None) -> None:
    assert [limits.hit("api:user:1", 2, 60).allowed for _ in range(3)] == [True, True, False]
    assert RateCounter.objects.get().count == 3


def test_api_limits_hold_with_redis_down(program: APIClient, redis_down: None) -> None:
    answers = [program.get("/api/t/narrow/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_the_counters_of_sign_in_never_live_in_redis(db: None, redis_down: None) -> None:
    cache.set("allauth:rl:login:1", [1.0], 60)
    assert cache.get("allauth:rl:login:1") == caches["limits"].get("allauth:rl:login:1") == [1.0]
    assert cache.add("allauth:x", 1, 60) and not cache.add("allauth:x", 2, 60)
    assert cache.incr("allauth:x") == 2 and cache.has_key("allauth:x") and cache.touch("allauth:x", 60)
    assert cache.delete("allauth:x") and cache.get("allauth:x") is None
