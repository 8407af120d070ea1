"""The real server: 200 requests at once hold no more database connections than there are threads."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from pmcomms.embedded.place import free_port
from tests.conftest import Cast

pytestmark = pytest.mark.browser
REQUESTS = 200
THREADS = 8
NAME = "connections-test"


@pytest.fixture
def server(world: Cast) -> Iterator[str]:
    """uvicorn with the site as it runs in production, on the database of the test."""
    port = free_port()
    params = connection.settings_dict
    url = f"postgres://{params['USER']}:{params['PASSWORD']}@{params['HOST']}:{params['PORT']}/{params['NAME']}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "pmcomms.asgi:application",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "warning",
        ],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "PGAPPNAME": NAME,
            "SECRET_KEY": settings.SECRET_KEY,
            "PMCOMMS_MODE": "demo",
        },
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urlopen(f"{address}/healthz", timeout=2).close()
            break
        except (URLError, ConnectionError):
            time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(timeout=15)


def connections_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [NAME])
        return int(cursor.fetchone()[0])


def test_many_requests_share_the_connections_of_the_threads(world: Cast, server: str) -> None:
    client = Client()
    client.force_login(world.chen)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    most = 0

    def ask(_number: int) -> int:
        with urlopen(Request(f"{server}/products/", headers={"Cookie": cookie}), timeout=60) as answer:
            answer.read()
            return int(answer.status)

    with ThreadPoolExecutor(32) as crowd:
        running = [crowd.submit(ask, number) for number in range(REQUESTS)]
        while not all(one.done() for one in running):
            most = max(most, connections_held())
            time.sleep(0.02)
        assert {one.result() for one in running} == {200}
    assert 1 <= max(most, connections_held()) <= THREADS
