"""What is measured, and the goals of docs/performance.md.

A suite makes its data set, starts one server with the floor's routes beside ours, and measures both in
the same run. Goals in milliseconds are marked so; all others are ratios to the floor.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import ApiToken, User
from artifacts.models import Artifact
from bench import datasets
from bench.figures import Figure
from bench.measure import Call, Timing, time_call
from bench.phrases import NEEDLE
from bench.server import serving
from departments.models import Product


def _session(user: User) -> dict[str, str]:
    """The cookie of a browser that is signed in."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _token(user: User) -> dict[str, str]:
    _, token = ApiToken.objects.create(user=user, name="bench", scope="write")
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def _ratios(name: str, ours: Timing, floor: Timing, most: float, share: float) -> list[Figure]:
    """p50 against the floor's, and the share of its throughput that is left."""
    return [
        Figure(f"{name}: p50", ours.p50 / floor.p50, most),
        Figure(f"{name}: throughput", floor.throughput / ours.throughput, share, unit="floor / x"),
    ]


def foundation(size: str) -> list[Figure]:
    """Product page, artifact page with 200 comments, search, add a comment."""
    datasets.make(size)
    product = Product.objects.get(key="B000")
    artifact = Artifact.objects.select_related("thread").get(thread__reference="B000-D1")
    reader = artifact.owner
    cookie, token = _session(reader), _token(reader)
    numbers = itertools.count(1)
    reference = artifact.reference

    def comment() -> str:
        return json.dumps({"thread": reference, "body": f"第 {next(numbers)} 条：口径已经确认。"})

    def plain() -> str:
        return f"第 {next(numbers)} 条：口径已经确认。"

    word = quote(NEEDLE)
    with serving() as port:
        overview = time_call(port, Call(f"/products/{product.key}/", headers=cookie))
        page = time_call(port, Call(f"/artifacts/{reference}/", headers=cookie))
        page_floor = time_call(port, Call(f"/floor/artifact/{artifact.thread_id}/"))
        search = time_call(port, Call(f"/api/v1/search/?q={word}&product={product.key}", headers=token))
        adding = Call("/api/v1/comments/", "POST", token, comment, 201)
        added = time_call(port, adding)
        added_floor = time_call(port, Call(f"/floor/comment/{artifact.thread_id}/", "POST", {}, plain, 201))
    for name, timing in (("product page", overview), ("artifact page", page), ("its floor", page_floor),
                         ("search", search), ("add comment", added), ("its floor", added_floor)):  # fmt: skip
        print(
            f"  {name:<14} p50 {timing.p50:7.1f} ms  p95 {timing.p95:7.1f} ms  {timing.throughput:7.0f}/s  {timing.size} B"
        )
    return [
        Figure("product page: p95", overview.p95, 50, unit="ms"),
        *_ratios("artifact page, 200 comments", page, page_floor, 25, 12),
        Figure("search of two characters: p95", search.p95, 20, unit="ms"),
        Figure("add comment: p50", added.p50 / added_floor.p50, 10),
    ]


SUITES: dict[str, Callable[[str], list[Figure]]] = {"foundation": foundation}
