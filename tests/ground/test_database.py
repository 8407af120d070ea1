"""Nothing waits for ever, and a deadlock's victim tries again."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from pmcomms.ground.database import retry_on_deadlock
from pmcomms.ground.models import RateCounter
from pmcomms.ground.problems import DEADLOCK, LOCK_TIMEOUT, describe, sqlstate


@pytest.mark.django_db
def test_every_connection_has_its_limits() -> None:
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone()[0] != "0", name
    assert connection.settings_dict["OPTIONS"]["connect_timeout"] <= 3


@pytest.mark.django_db(transaction=True)
def test_two_that_lock_crosswise_both_succeed() -> None:
    for key in "ab":
        RateCounter.objects.create(key=key, count=0, ends_at=timezone.now())
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    @retry_on_deadlock
    def raise_both(first: str, second: str) -> None:
        with transaction.atomic():
            tries.append(first)
            raise_one(first)
            if tries.count(first) == 1:
                both_hold_one.wait(5)
            raise_one(second)

    def raise_one(key: str) -> None:
        counter = RateCounter.objects.select_for_update().get(key=key)
        counter.count += 1
        counter.save()

    def run(first: str, second: str) -> None:
        raise_both(first, second)
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(RateCounter.objects.values_list("count", flat=True)) == [2, 2]
    assert len(tries) == 3


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


@pytest.mark.django_db
def test_a_slow_statement_is_cut_and_answers_503() -> None:
    with pytest.raises(OperationalError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(2)")
    problem = describe(caught.value)
    assert sqlstate(caught.value) == "57014" and problem and problem.status == 503


@pytest.mark.django_db
def test_migrate_alone_makes_the_table_of_the_limits_cache() -> None:
    assert "ground_limits_cache" in connection.introspection.table_names()
