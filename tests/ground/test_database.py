"""Nothing waits for ever, and a deadlock's victim tries again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from pmcomms.celery import app
from pmcomms.ground.database import retry_on_deadlock
from pmcomms.ground.models import RateCounter
from pmcomms.ground.problems import DEADLOCK, LOCK_TIMEOUT
from tests import make
from tests.ground.conftest import token_client
from tests.ground.endpoints import Crossing, Meeting


@pytest.mark.django_db
def test_every_connection_has_its_limits() -> None:
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone()[0] != "0", name
    assert connection.settings_dict["OPTIONS"]["connect_timeout"] <= 3


@pytest.fixture
def crossing(transactional_db: None) -> Iterator[Crossing]:
    """Two counters, and where those who raise both of them meet."""
    for key in "ab":
        RateCounter.objects.create(key=key, count=0, ends_at=timezone.now())
    Meeting.crossing = Crossing()
    yield Meeting.crossing
    Meeting.crossing = Crossing()


def at_once(run: Callable[[str, str], Any]) -> list[Any]:
    """``run`` in two threads with the counters in opposite orders; what came of each."""

    def one(pair: tuple[str, str]) -> Any:
        try:
            return run(*pair)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return list(both.map(one, (("a", "b"), ("b", "a"))))


def counts() -> list[int]:
    """Without the counters that requests leave themselves."""
    return sorted(RateCounter.objects.filter(key__in="ab").values_list("count", flat=True))


def test_two_that_lock_crosswise_both_succeed(crossing: Crossing) -> None:
    at_once(retry_on_deadlock(crossing.raise_both))
    assert counts() == [2, 2] and len(crossing.tries) == 3


def test_two_pages_that_lock_crosswise_are_both_answered(crossing: Crossing) -> None:
    clients = {key: Client() for key in "ab"}
    for key, client in clients.items():
        client.force_login(make.make_user(f"mei{key}", "梅一"))
    answers = at_once(lambda first, second: clients[first].post(f"/crosswise/{first}/{second}/"))
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"a"), (200, b"b")]
    assert counts() == [2, 2] and len(crossing.tries) == 3


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "crosswise-1"}], ids=["plain", "with a key"])
def test_two_endpoints_that_lock_crosswise_both_succeed(crossing: Crossing, headers: dict[str, str]) -> None:
    programs = {key: token_client(make.make_user(f"mei{key}", "梅一"), "write") for key in "ab"}
    ask = lambda first, second: programs[first].post(f"/api/t/crosswise/{first}/{second}/", headers=headers)  # noqa: E731
    assert [answer.status_code for answer in at_once(ask)] == [201, 201]
    assert counts() == [2, 2] and len(crossing.tries) == 3
    if headers:  # whoever asks again gets the answer of the try that held
        again = programs["a"].post("/api/t/crosswise/a/b/", headers=headers)
        assert again["Idempotent-Replayed"] == "true" and counts() == [2, 2]


def test_two_tasks_that_lock_crosswise_both_get_done(crossing: Crossing) -> None:
    task = app.task(name="tests.crosswise", ignore_result=True)(crossing.raise_both)
    try:
        at_once(task)
    finally:
        app.tasks.pop("tests.crosswise")
    assert counts() == [2, 2] and len(crossing.tries) == 3


def test_what_has_kept_something_is_repeated_only_where_that_is_harmless(transactional_db: None) -> None:
    made: list[int] = []

    def half_done() -> None:
        made.append(1)
        with transaction.atomic():
            RateCounter.objects.create(key=f"kept{len(made)}", count=0, ends_at=timezone.now())
        raise error_with(DEADLOCK)

    with pytest.raises(OperationalError):
        retry_on_deadlock(half_done)()
    assert len(made) == 1
    with pytest.raises(OperationalError):
        retry_on_deadlock(half_done, is_repeatable=True)()
    assert len(made) == 4


def error_with(code: str) -> OperationalError:
    cause = Exception()
    cause.pgcode = code  # type: ignore[attr-defined]  # as psycopg2 sets it
    error = OperationalError()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("code", "calls"), [(DEADLOCK, 3), ("40001", 3), (LOCK_TIMEOUT, 1), ("57014", 1)])
def test_it_gives_up_after_three_tries_and_at_once_for_anything_else(code: str, calls: int) -> None:
    made: list[int] = []

    @retry_on_deadlock
    def unlucky() -> None:
        made.append(1)
        raise error_with(code)

    with pytest.raises(OperationalError):
        unlucky()
    assert len(made) == calls


@pytest.mark.django_db
def test_inside_a_transaction_it_does_not_try_again() -> None:
    made: list[int] = []

    @retry_on_deadlock
    def unlucky() -> None:
        made.append(1)
        raise error_with(DEADLOCK)

    with pytest.raises(OperationalError), transaction.atomic():
        unlucky()
    assert len(made) == 1


def test_a_slow_statement_is_cut_and_both_doors_say_so(pages: Client, program: APIClient) -> None:
    page = pages.get("/slow/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "耗时太久" in page.content.decode()
    answer = program.get("/api/t/slow/")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "too_slow")


@pytest.mark.parametrize(
    ("process", "seconds"),
    [("import pmcomms.wsgi", 5), ("import pmcomms.celery", 600), ("import manage, sys; sys.argv = ['manage.py']; manage.main()", 600)],
    ids=["web", "worker", "manage.py"],
)  # fmt: skip
def test_pages_wait_five_seconds_and_what_nobody_waits_for_longer(process: str, seconds: int) -> None:
    code = f"{process}; from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    env = {name: value for name, value in os.environ.items() if name != "STATEMENT_SECONDS"}
    asked = [sys.executable, "-c", code]
    said = subprocess.run(asked, cwd=settings.ROOT, env=env, capture_output=True, text=True, check=True, timeout=120)
    assert f"statement_timeout={seconds * 1000} " in said.stdout


@pytest.mark.django_db
def test_migrate_alone_makes_the_table_of_the_limits_cache() -> None:
    assert "ground_limits_cache" in connection.introspection.table_names()
