"""What the tests of an artifact's pages say again and again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from artifacts.models import Artifact
from tests.conftest import Cast

AsUser = Callable[[User], Client]
HTMX = {"HX-Request": "true"}
SIGN_IN = "/account/login/"


def path(artifact: Artifact, rest: str = "") -> str:
    return f"/artifacts/{artifact.reference}/{rest}"


def toast(response: Any) -> str:
    """The sentence a verb answers htmx with."""
    return str(json.loads(response["HX-Trigger"])["toast"]["text"])


def queries(client: Client, address: str) -> list[str]:
    """The queries of a page, the second time: what is read once per session or process is read by then."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in found.captured_queries]


def is_closed(cast: Cast, as_user: AsUser, artifact: Artifact, rest: str, **sent: Any) -> bool:
    """A verb is 403 for a reader, the 404 of a random reference out of sight, 405 by GET, sign-in for nobody."""
    address = path(artifact, rest)
    nowhere = address.replace(artifact.reference, "CLB-D99999")
    hidden, random = (as_user(cast.stranger).post(one, sent) for one in (address, nowhere))
    assert as_user(cast.qin).post(address, sent).status_code == 403
    assert (hidden.status_code, random.status_code) == (404, 404)
    assert hidden.content == random.content
    assert as_user(cast.fang).post(address, sent).status_code == 404
    assert Client().post(address, sent)["Location"].startswith(SIGN_IN)
    return True


def has_no_get(cast: Cast, as_user: AsUser, artifact: Artifact, rest: str) -> bool:
    """A verb without a form is sent, never opened."""
    return as_user(cast.chen).get(path(artifact, rest)).status_code == 405
