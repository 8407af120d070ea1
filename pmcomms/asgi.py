"""One door for everything: streams are answered natively, all else by threads.

Django under plain ASGI opens a database connection per request for synchronous pages; a fixed pool of
threads keeps one each (``CONN_MAX_AGE``). Only paths under ``/live/`` hold a connection to the browser
open, so only they run in the event loop.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

from pmcomms.wsgi import application as wsgi_application

streams = get_asgi_application()

PAGE_THREADS = int(os.environ.get("PAGE_THREADS", "8"))
STREAM_PREFIX = "/live/"

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Both libraries type the same protocol in words of their own.
pages = cast(Application, WSGIMiddleware(cast(Any, wsgi_application), workers=PAGE_THREADS))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch by path; there is nothing to prepare or to close, so lifespan is only acknowledged."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(STREAM_PREFIX):
        await streams(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
    else:
        # A websocket: nothing here speaks it. Closing before accepting answers 403.
        await receive()
        await send({"type": "websocket.close", "code": 1000})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
