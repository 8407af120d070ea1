"""The web server as it runs: threads, connections, sockets and its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

from pmcomms.embedded.place import free_port
from pmcomms.serve import listen
from scripts.steps import ROOT

THREADS = 3


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return int(answer.status)


@pytest.fixture
def served(transactional_db: None) -> Iterator[Running]:
    """``pmcomms.serve`` on the test database, under an application name that its connections carry."""
    name = settings.DATABASES["default"]["NAME"]
    address = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    port = free_port()
    env = dict(os.environ) | {
        "DATABASE_URL": address,
        "PORT": str(port),
        "PAGE_THREADS": str(THREADS),
        "PMCOMMS_MODE": "test",
        "PGAPPNAME": f"served-{port}",
    }
    process = subprocess.Popen([sys.executable, "-m", "pmcomms.serve"], cwd=ROOT, env=env)
    running = Running(process, port)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the web server ended"
        try:
            running.get("/healthz")
            break
        except OSError:
            time.sleep(0.1)
    yield running
    if process.poll() is None:
        process.kill()
    process.wait()


def connections_of(running: Running) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [f"served-{running.port}"])
        return int(cursor.fetchone()[0])


def test_200_requests_use_no_more_connections_than_threads(served: Running) -> None:
    with ThreadPoolExecutor(12) as visitors:
        answers = list(visitors.map(served.get, ["/readyz"] * 200))
    assert answers == [200] * 200
    assert 1 <= connections_of(served) <= THREADS


def test_it_ends_within_seconds_although_a_visitor_keeps_its_connection(served: Running) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as visitor:
        visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        visitor.recv(1000)
        began = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(10)
        assert time.monotonic() - began < 6


def test_small_answers_are_sent_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
                assert listener.proto == socket.IPPROTO_TCP


def test_a_taken_port_is_a_sentence_and_status_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "pmcomms.serve"],
            cwd=ROOT,
            env=dict(os.environ) | {"PORT": port},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in ended.stderr
