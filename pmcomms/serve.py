"""``python -m pmcomms.serve``: the web server with the settings that were measured.

Environment: ``HOST`` (127.0.0.1), ``PORT`` (8000), ``WEB_WORKERS`` (1) processes with ``PAGE_THREADS``
(8) threads each. Ends with status 1 and a sentence when the port is taken.
"""

from __future__ import annotations

import os
import socket
import sys

import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from uvicorn.supervisors import Multiprocess

# Open streams never finish by themselves: a stop waits this long for answers under way.
GRACE_SECONDS = 3


def listen(host: str, port: int) -> socket.socket:
    """A bound socket whose connections send small answers at once.

    The protocol is named and the option set here, because asyncio sets it only on sockets that say they
    are TCP, which those handed to several worker processes do not: 40 ms a request otherwise.
    Raises ``OSError`` when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ImproperlyConfigured(f"{name}={value!r} is not a number from 1 to 65535.")
    return int(value)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
    try:
        mode = settings.MODE  # reads all settings: a refusal is said here, once, and not by every worker
        port, workers = _number("PORT", 8000), _number("WEB_WORKERS", 1)
        _number("PAGE_THREADS", 8)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 1
    host = os.environ.get("HOST", "127.0.0.1")
    try:
        listener = listen(host, port)
    except OSError as error:
        print(f"Cannot listen on {host}:{port}: {error.strerror}.", file=sys.stderr)
        return 1
    config = uvicorn.Config(
        "pmcomms.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="on",
        ws="none",
        log_level="info" if mode == "dev" else "warning",
        access_log=False,
        server_header=False,
        proxy_headers=os.environ.get("BEHIND_PROXY", "").lower() in ("1", "true", "yes", "on"),
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    if workers > 1:
        Multiprocess(config, sockets=[listener]).run()
    else:
        server.run(sockets=[listener])
    return 0 if workers > 1 or server.started else 1


if __name__ == "__main__":
    sys.exit(main())
