"""Timing requests over persistent connections on loopback; bounded in count, stops by itself."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One request to repeat. ``body`` is made anew for each repetition."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[], str] | None = None
    expect: int = 200


@dataclass(frozen=True)
class Timing:
    """Milliseconds with one client, requests per second with eight."""

    p50: float
    p95: float
    throughput: float
    size: int


def _send(connection: http.client.HTTPConnection, call: Call) -> int:
    body = call.body() if call.body else None
    connection.request(call.method, call.path, body=body and body.encode(), headers=dict(call.headers))
    response = connection.getresponse()
    text = response.read()
    if response.status != call.expect:
        raise RuntimeError(f"{call.method} {call.path} answered {response.status}: {text[:300]!r}")
    return len(text)


def time_call(port: int, call: Call, *, repeats: int = 80, clients: int = 8, seconds: float = 3.0) -> Timing:
    """Warm up, then one client for the latency and ``clients`` for the throughput."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(10):
        size = _send(connection, call)
    spans = []
    for _ in range(repeats):
        start = time.perf_counter()
        size = _send(connection, call)
        spans.append((time.perf_counter() - start) * 1000)
    connection.close()
    spans.sort()
    return Timing(
        statistics.median(spans),
        spans[int(len(spans) * 0.95)],
        _throughput(port, call, clients, seconds),
        size,
    )


def _throughput(port: int, call: Call, clients: int, seconds: float) -> float:
    counts = [0] * clients
    errors: list[Exception] = []
    stop_at = time.perf_counter() + seconds

    def work(index: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            while time.perf_counter() < stop_at:
                _send(connection, call)
                counts[index] += 1
        except (RuntimeError, OSError, http.client.HTTPException) as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(counts) / (time.perf_counter() - start)
