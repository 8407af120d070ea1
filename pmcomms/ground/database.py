"""Patience with the database: how long it may take, and what is tried again."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from django.db import OperationalError, connection

from pmcomms.ground.problems import DEADLOCK, SERIALIZATION, sqlstate

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3

log = structlog.get_logger("pmcomms.database")


def connection_options(
    *, statement_ms: int = 5_000, lock_ms: int = 2_000, idle_ms: int = 30_000, connect_s: int = 3
) -> dict[str, object]:
    """``DATABASES["default"]["OPTIONS"]``: nothing waits for ever (defaults are those of the web)."""
    return {
        "connect_timeout": connect_s,
        "options": (
            f"-c statement_timeout={statement_ms} -c lock_timeout={lock_ms}"
            f" -c idle_in_transaction_session_timeout={idle_ms}"
        ),
    }


def retry_on_deadlock(function: Callable[P, R]) -> Callable[P, R]:
    """Runs ``function`` again, up to three times in all, when PostgreSQL chose it as a deadlock's victim.

    For commands that may be repeated and open their own transaction: inside an outer transaction a
    repetition is impossible, so the error is passed on at once.
    """

    @functools.wraps(function)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(TRIES)):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                is_victim = sqlstate(error) in (DEADLOCK, SERIALIZATION)
                if not is_victim or not left or connection.in_atomic_block:
                    raise
                log.info("deadlock_retried", function=function.__qualname__, tries_left=left)
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - spreads rivals, no secret
        raise AssertionError("unreachable: the last try returns or raises")

    return repeated
