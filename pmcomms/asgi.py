"""One door for everything: streams are answered natively, all else by threads.

Django under plain ASGI opens a database connection per request for synchronous pages; a fixed pool of
threads keeps one each (``CONN_MAX_AGE``). Only paths under ``/live/`` hold a connection to the browser
open, so only they run in the event loop.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

streams = get_asgi_application()

from pmcomms.wsgi import application as wsgi_application

PAGE_THREADS = int(os.environ.get("PAGE_THREADS", "8"))
STREAM_PREFIX = "/live/"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

pages = WSGIMiddleware(wsgi_application, workers=PAGE_THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
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
