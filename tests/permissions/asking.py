"""Asks one route as somebody, in a savepoint that is rolled back, and says in one word what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from events.models import Event
from tests.permissions.world import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN = "/account/login/"


@dataclass(frozen=True)
class Route:
    """A named route of the URLconf."""

    name: str
    parameters: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api-v1:")


def routes() -> Iterator[Route]:
    """Every route of the site; a route without a name is given as its path."""
    yield from _walk(get_resolver(), "", "", ())


def _walk(resolver: Any, path: str, space: str, outer: tuple[str, ...]) -> Iterator[Route]:
    for found in resolver.url_patterns:
        here = path + str(found.pattern)
        own = (*outer, *_parameters(found))
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from _walk(found, here, inner, own)
        else:
            yield Route(space + (found.name or f"/{here}"), own)


def _parameters(found: URLPattern | URLResolver) -> tuple[str, ...]:
    return (
        *found.pattern.converters,
        *(name for name in found.pattern.regex.groupindex if name not in found.pattern.converters),
    )


@dataclass(frozen=True)
class Outcome:
    """``word`` is allowed, forbidden, hidden, unknown, sign_in or no_method; ``wrote`` when an event was recorded.

    ``tables`` are those in which a row was written, whatever became of it.
    """

    word: str
    status: int
    wrote: bool
    text: str = ""
    tables: frozenset[str] = frozenset()


def address(world: World, route: Route, overrides: dict[str, Any]) -> str:
    if route.name.startswith("/"):
        return route.name
    values = {**world.keys, **overrides}
    query = f"?thread={values['name']}" if route.name == "mention-pick" else ""
    return reverse(route.name, kwargs={name: values[name] for name in route.parameters}) + query


def ask(
    world: World,
    method: str,
    url: str,
    role: str,
    *,
    token: str = "",
    body: dict[str, Any] | None = None,
    is_api: bool = False,
    is_json: bool = False,
) -> Outcome:
    """One request as ``role``, by session or with the token of that scope; nothing of it is kept."""
    client = Client(raise_request_exception=False)
    headers = {"If-Match": '"1"'} if is_api else {}
    if token and role != "anonymous":
        headers["Authorization"] = f"Bearer {world.tokens[token][role]}"
    elif role != "anonymous":
        client.cookies.load(world.sessions[role])
    asked: dict[str, Any] = {"headers": headers, **_sent(method, body or {}, is_json)}
    with transaction.atomic():
        before, rows = Event.objects.count(), _rows_written()
        response = getattr(client, method.lower())(url, **asked)
        text = "" if response.streaming else response.content.decode(errors="replace")[:400]
        wrote = Event.objects.count() > before
        tables = frozenset(name for name, count in _rows_written().items() if count != rows.get(name))
        transaction.set_rollback(True)
    return Outcome(_word(response, text), response.status_code, wrote, text, tables)


def _rows_written() -> dict[str, int]:
    """By table: rows inserted, updated and deleted in this transaction so far, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def _sent(method: str, body: dict[str, Any], is_json: bool) -> dict[str, Any]:
    """The body as the door takes it: JSON, a form, or a form with a file."""
    if method == "GET" or any(isinstance(value, UploadedFile) for value in body.values()):
        for value in body.values():
            if isinstance(value, UploadedFile):
                value.seek(0)
        return {"data": body} if method != "GET" else {}
    if is_json:
        return {"data": json.dumps(body), "content_type": "application/json"}
    return {"data": body} if method == "POST" else {}


def _word(response: Any, text: str) -> str:
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return "sign_in"
    if response.status_code == 400 and re.search('"reason":"(?:找不到|未知)：', text):
        return "unknown"
    if response.status_code >= 500:
        return "broken"
    return {401: "sign_in", 403: "forbidden", 404: "hidden", 405: "no_method"}.get(response.status_code, "allowed")
