"""Every route × method × role, by session and by token; a route that is not in the table fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from tests.permissions import bodies, table
from tests.permissions.asking import METHODS, Outcome, Route, address, ask, routes
from tests.permissions.world import ROLES, World, build_world

WORDS = {"A": "allowed", "F": "forbidden", "H": "hidden", "S": "sign_in", "U": "unknown"}
ROUTES = sorted(routes(), key=lambda route: route.name)
SLOW = {"api-v1:schema": ("anonymous", "visitor")}  # seconds each, and the same for everybody
FEW = ("anonymous", "visitor", "stranger", "administrator")  # asked where everybody signed in may read
NEVER_BY_TOKEN = {("POST", "api-v1:token-list")}  # a token makes no tokens
JSON_PAGES = {"row-save", "row-delete", "row-move"}
# What any request may write: who is signed in from where, and how often somebody asked.
HOUSEKEEPING = {"django_session", "usersessions_usersession", "ground_ratecounter", "ground_limits_cache"}
# A visitor's download is on record (docs/decisions/2026-11-28-reading-is-a-verb.md).
VISITORS_LOOK = {"events_event", "events_outbox"}
ON_RECORD = {"attachment-show", "api-v1:attachment-content"}


@pytest.fixture
def world(db: None, settings: LazySettings) -> World:
    """Built once for all routes: every request is rolled back."""
    settings.API_LIMITS = {"api": (1_000_000, 60)}
    return build_world()


def test_the_table_and_the_routes_name_the_same() -> None:
    names = [route.name for route in ROUTES]
    assert sorted(set(names) - set(table.TABLE)) == [], "These routes say nowhere who may use them."
    assert sorted(set(table.TABLE) - set(names)) == [], "These lines of the table have no route."
    assert len(names) == len(set(names)), "Two routes share a name."


def test_every_profile_says_something_for_every_role() -> None:
    for name, methods in table.TABLE.items():
        for method, profile in methods.items():
            assert method in METHODS and len(profile) == len(ROLES) and set(profile) <= set(WORDS), (name, profile)


@pytest.mark.parametrize("is_api", [False, True], ids=["pages", "api"])
def test_each_role_gets_what_the_table_says_and_no_get_writes(world: World, is_api: bool) -> None:
    wrong = []
    for route, method, profile in _lines():
        if route.is_api != is_api:
            continue
        body = bodies.body_of(world, route.name, method)
        for role, letter in zip(ROLES, profile, strict=True):
            few = FEW if (method, profile) == ("GET", table.SIGNED_IN) else ROLES
            if role not in SLOW.get(route.name, few):
                continue
            got = _ask(world, route, method, role, body)
            if got.word != WORDS[letter] or (letter != "A" and got.wrote):
                wrong.append(f"{method} {route.name} as {role}: expected {WORDS[letter]}, got {got}")
            kept = set(got.tables) - HOUSEKEEPING if method == "GET" else set()
            if kept - (VISITORS_LOOK if role == "visitor" and route.name in ON_RECORD else set()):
                wrong.append(f"GET {route.name} as {role} wrote {sorted(kept)}")
    assert not wrong, "\n".join(wrong)


def test_what_a_request_writes_is_noticed(world: World) -> None:
    """Else the promise that no GET writes would be an empty one."""
    url = reverse("thread-read", args=[world.artifact.thread_id])
    assert ask(world, "POST", url, "liaison").tables - HOUSEKEEPING == {"conversations_readreceipt"}
    assert ask(world, "POST", url, "stranger").tables - HOUSEKEEPING == set()


def test_methods_not_in_the_table_are_refused(world: World) -> None:
    wrong = []
    for route in ROUTES:
        if route.name in table.LIBRARY:
            continue
        for method in sorted(set(METHODS) - set(table.TABLE.get(route.name, {}))):
            got = _ask(world, route, method, "administrator", {})
            if got.word not in ("no_method", "forbidden", "hidden") or got.wrote:
                wrong.append(f"{method} {route.name}: {got}")
    assert not wrong, "\n".join(wrong)


def test_a_token_opens_no_more_than_the_session_and_no_page(world: World) -> None:
    wrong = []
    for route, method, profile in _lines():
        body = bodies.body_of(world, route.name, method)
        for role, letter in _first_of_each(profile):
            expected = WORDS[letter] if route.is_api or profile[0] != "S" else "sign_in"
            if (method, route.name) in NEVER_BY_TOKEN:
                expected = "forbidden"
            got = _ask(world, route, method, role, body, token="write")
            if got.word != expected:
                wrong.append(f"{method} {route.name} with a token of {role}: expected {expected}, got {got}")
            if route.is_api and method != "GET" and letter == "A":
                got = _ask(world, route, method, role, body, token="read")
                if got.word != "forbidden" or got.wrote:
                    wrong.append(f"{method} {route.name} with a read token of {role}: {got}")
    assert not wrong, "\n".join(wrong)


def _lines() -> Iterator[tuple[Route, str, str]]:
    for route in ROUTES:
        for method, profile in table.TABLE.get(route.name, {}).items():
            yield route, method, profile


def _first_of_each(profile: str) -> Iterator[tuple[str, str]]:
    """One role for every outcome of a profile; nobody has no token."""
    seen: set[str] = set()
    for role, letter in zip(ROLES, profile, strict=True):
        if role != "anonymous" and letter not in seen:
            seen.add(letter)
            yield role, letter


def _address(world: World, route: Route) -> str:
    noun = table.noun_of(route.name)
    return address(world, route, {**({"pk": world.nouns[noun]} if noun else {}), **table.keys_of(route.name)})


def _ask(world: World, route: Route, method: str, role: str, body: dict[str, Any], *, token: str = "") -> Outcome:
    is_json = route.is_api or route.name in JSON_PAGES
    url = _address(world, route)
    return ask(world, method, url, role, token=token, body=body, is_api=route.is_api, is_json=is_json)
