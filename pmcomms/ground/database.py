"""Patience with the database: what is tried again. (How long it may take stands in the settings.)"""

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
