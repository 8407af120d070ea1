"""The web server under measurement: the same server and worker count for the floor and for us."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(urlconf: str = "bench.urls") -> Iterator[int]:
    """Start one server process with the floor's routes beside ours; yields its port, always stops it."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "pmcomms.asgi:application",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    environment = os.environ | {"PMCOMMS_URLCONF": urlconf, "PMCOMMS_MODE": "demo", "LOG_LEVEL": "WARNING"}
    environment["API_LIMIT_PER_MINUTE"] = "100000000"
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_until_up(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server under measurement ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("The server under measurement did not answer in 60 s.")
