"""What the suite stands on: given servers, no network, and in CI no silent skips.

``make test`` starts PostgreSQL and Valkey and names them in the environment; a bare ``pytest`` needs the
same two variables, or ``make test ONLY=tests/path``.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.conf import settings

MISSING = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
IS_CI = os.environ.get("CI", "").lower() == "true"
LOOPBACK = ("127.", "::1", "localhost")


class NetworkBlocked(AssertionError):
    """A test asked for an address outside of this machine."""


def pytest_configure() -> None:
    """Refuse to start without servers; keep the cache keys of parallel processes apart."""
    if MISSING:
        raise pytest.UsageError(f"{' and '.join(MISSING)} must be set; run: make test ONLY=<path of the tests>")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    settings.CACHES["default"]["KEY_PREFIX"] = f"test{worker}"
    # A machine that pauses for a second must not open the breaker: pages would ask the database instead.
    settings.CACHES["default"]["OPTIONS"] = {"socket_timeout": 30, "socket_connect_timeout": 30}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Sockets of this process reach this machine only."""
    patch = pytest.MonkeyPatch()

    def guarded(original: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
                raise NetworkBlocked(f"Tests may not connect to {address!r}.")
            return original(self, address)

        return connect

    patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    yield
    patch.undo()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test is a failed one, unless it says that it belongs to one kind of account."""
    report = yield
    if IS_CI and report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("one_account"):
        report.outcome = "failed"
        report.longrepr = f"Skipped although CI=true: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips itself is a failure in CI as well."""
    report = yield
    if IS_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped although CI=true: {report.longrepr}"
    return report
