"""Patience with the database: what is tried again. (How long it may take stands in the settings.)

When two transactions wait for each other, PostgreSQL ends one of them, which nobody did anything wrong in. Its work
is done again, up to three times in all, in three places and nowhere else:

- a page: ``DeadlockMiddleware`` runs the view again,
- an endpoint: ``pmcomms.ground.api.Manners`` runs the handler again, with its Idempotency-Key if it has one,
- work behind the scenes: ``pmcomms.celery.PatientTask`` and ``events.jobs`` run the task or the job again.

An action is one transaction, so usually nothing of the work has been kept. Where something has (a verb over many
rows, say), only what may be repeated by its nature is: tasks, which re-read what is due.
"""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pmcomms.ground.problems import DEADLOCK, SERIALIZATION, sqlstate

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3

log = structlog.get_logger("pmcomms.database")


class Try:
    """One of the tries; made right before it, asked when it failed."""

    def __init__(self, left: int, *, is_repeatable: bool = False) -> None:
        self.left = left
        self.is_repeatable = is_repeatable
        self.commits = _commits()

    def may_be_repeated(self, error: BaseException) -> bool:
        """Was it ended for no fault of its own, as a whole, with nothing kept?

        Inside an outer transaction nothing can be repeated: its beginning is lost, too.
        """
        is_victim = isinstance(error, OperationalError) and sqlstate(error) in (DEADLOCK, SERIALIZATION)
        is_undone = self.is_repeatable or _commits() == self.commits
        return is_victim and is_undone and self.left > 0 and not connection.in_atomic_block

    def pause(self, name: str) -> None:
        log.info("deadlock_retried", function=name, tries_left=self.left)
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - spreads rivals, no secret


def _commits() -> int:
    return int(getattr(connection, "commits", 0))


def retry_on_deadlock(function: Callable[P, R], *, is_repeatable: bool = False) -> Callable[P, R]:
    """Runs ``function`` again, up to three times in all, when PostgreSQL chose it as a deadlock's victim.

    Not when it had committed something before, unless it ``is_repeatable``: may run twice from end to end.
    """

    @functools.wraps(function)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(TRIES)):
            this = Try(left, is_repeatable=is_repeatable)
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if not this.may_be_repeated(error):
                    raise
                this.pause(getattr(function, "__qualname__", repr(function)))
        raise AssertionError("unreachable: the last try returns or raises")

    return repeated


class DeadlockMiddleware:
    """Runs the view of a page again when it was a deadlock's victim. Stands last, inside of all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for left in reversed(range(TRIES)):
            request.database_try = this = Try(left)  # type: ignore[attr-defined]  # read in process_exception
            response = self.get_response(request)
            if not isinstance(response, _Repeat):
                return response
            match = request.resolver_match
            this.pause(match.view_name if match else "")
        raise AssertionError("unreachable: the last try is never repeated")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        this: Try = request.database_try  # type: ignore[attr-defined]  # set in __call__
        return _Repeat() if this.may_be_repeated(exception) else None


class _Repeat(HttpResponse):
    """Nobody gets it: the mark that the view is run once more."""
