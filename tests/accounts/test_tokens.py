"""API tokens: made by their owner, shown once, scoped, expiring, never more than the owner's rights now."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import tokens
from accounts.models import ApiToken, User
from events.models import Event
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def client_with(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def make(user: User, scope: str = "write", days: int | None = 30) -> tuple[ApiToken, str]:
    return tokens.create(actor=user, owner=user, name="nightly", scope=scope, days=days)


# --- the rule


def test_a_token_is_stored_as_a_hash_only_and_written_to_the_log(cast: Cast) -> None:
    row, text = make(cast.chen)
    assert text.startswith("pm_")
    assert text not in str(list(ApiToken.objects.values()))
    event = Event.objects.get(kind="token.created")
    assert (event.actor_id, event.subject_id) == (cast.chen.pk, cast.chen.pk)
    assert event.changes == {"token": row.prefix_shown, "scope": "write"}
    assert text not in str(event.changes)


@pytest.mark.parametrize("days", [0, 367])
def test_the_days_are_bounded(cast: Cast, days: int) -> None:
    with pytest.raises(ValidationError):
        make(cast.chen, days=days)
    assert not ApiToken.objects.exists()


def test_nobody_makes_a_token_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        tokens.create(actor=cast.administrator, owner=cast.chen, name="x", scope="read", days=1)


def test_revoking_twice_is_once_and_only_for_the_owner_or_an_administrator(cast: Cast) -> None:
    row, _ = make(cast.chen)
    with pytest.raises(PermissionDenied):
        tokens.revoke(row, actor=cast.lin)
    tokens.revoke(row, actor=cast.administrator)
    tokens.revoke(row, actor=cast.chen)
    assert Event.objects.filter(kind="token.revoked").count() == 1


# --- what a token opens


def test_a_token_acts_as_its_owner_and_events_name_it(cast: Cast) -> None:
    row, text = make(cast.chen)
    client = client_with(text)
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["username"]) == (200, "chen")
    client.patch("/api/v1/me/", {"theme": "dark"}, headers={"if-match": answer["ETag"]})
    assert Event.objects.get(kind="profile.edited").token_id == row.prefix_shown


def test_a_read_token_cannot_write(cast: Cast) -> None:
    _row, text = make(cast.chen, scope="read")
    client = client_with(text)
    assert client.get("/api/v1/me/").status_code == 200
    assert client.patch("/api/v1/me/", {"theme": "dark"}, headers={"if-match": '"1"'}).status_code == 403
    assert User.objects.get(pk=cast.chen.pk).theme == "system"


def test_a_token_cannot_make_tokens(cast: Cast) -> None:
    _row, text = make(cast.chen)
    body = {"name": "child", "scope": "write", "days": 1}
    assert client_with(text).post("/api/v1/tokens/", body).status_code == 403
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("how", ["revoked", "expired", "deactivated", "unknown", "not-ascii", "short"])
def test_a_token_that_is_no_longer_good_is_refused(cast: Cast, how: str) -> None:
    row, text = make(cast.chen)
    now = timezone.now()
    if how == "revoked":
        tokens.revoke(row, actor=cast.chen)
    elif how == "expired":
        ApiToken.objects.filter(pk=row.pk).update(expiry=now - dt.timedelta(seconds=1))
    elif how == "deactivated":
        User.objects.filter(pk=cast.chen.pk).update(is_active=False)
    text = {"unknown": "pm_" + "0" * 64, "not-ascii": "pm_令牌", "short": "pm_"}.get(how, text)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}".encode().decode("latin-1"))
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_rights_are_the_owners_rights_now(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.administrator)
    assert client.get("/api/v1/log/").status_code == 200
    User.objects.filter(pk=cast.administrator.pk).update(is_administrator=False)
    assert client.get("/api/v1/log/").status_code == 403


def test_last_use_is_noted_once_a_minute(cast: Cast) -> None:
    row, text = make(cast.chen)
    client = client_with(text)
    client.get("/api/v1/me/")
    first = ApiToken.objects.get(pk=row.pk).last_used_at
    assert first is not None
    client.get("/api/v1/me/")
    assert ApiToken.objects.get(pk=row.pk).last_used_at == first
    ApiToken.objects.filter(pk=row.pk).update(last_used_at=first - dt.timedelta(minutes=5))
    client.get("/api/v1/me/")
    later = ApiToken.objects.get(pk=row.pk).last_used_at
    assert later is not None
    assert later >= first


# --- the page


def test_the_page_shows_a_new_token_once(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    page = client.post("/settings/tokens/create/", {"name": "夜间报表", "scope": "read", "days": "30"})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    text = page.context["new_token"]
    assert text in page.content.decode()
    row = ApiToken.objects.get()
    again = client.get("/settings/tokens/").content.decode()
    assert text not in again
    assert row.prefix_shown in again
    assert client_with(text).get("/api/v1/me/").status_code == 200


def test_the_page_revokes_and_refuses_strangers(cast: Cast, as_user: AsUser) -> None:
    row, text = make(cast.chen)
    address = f"/settings/tokens/{row.token_key}/revoke/"
    assert as_user(cast.lin).post(address).status_code == 404
    assert as_user(cast.chen).get(address).status_code == 405
    assert as_user(cast.chen).post(address).status_code == 302
    assert client_with(text).get("/api/v1/me/").status_code == 401


def test_a_bad_form_comes_back_with_what_was_typed(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.chen).post("/settings/tokens/create/", {"name": "夜间报表", "scope": "read", "days": "9999"})
    assert page.status_code == 422
    assert "夜间报表" in page.content.decode()
    assert not ApiToken.objects.exists()


# --- the API, by session


def test_the_api_makes_lists_and_revokes(cast: Cast) -> None:
    client = APIClient()
    client.force_login(cast.chen)
    body = {"name": "nightly", "scope": "read", "days": 30}
    made = client.post("/api/v1/tokens/", body, headers={"idempotency-key": "abcdefgh1"})
    assert made.status_code == 201
    assert client_with(made.json()["token"]).get("/api/v1/me/").status_code == 200
    listed = client.get("/api/v1/tokens/").json()["items"]
    assert [(row["name"], row["scope"], row["is_live"]) for row in listed] == [("nightly", "read", True)]
    assert "token" not in listed[0]
    revoked = client.post(f"/api/v1/tokens/{made.json()['prefix']}/revoke/")
    assert revoked.json()["is_live"] is False
    client.force_login(cast.lin)
    assert client.post(f"/api/v1/tokens/{made.json()['prefix']}/revoke/").status_code == 404
    unknown = client.post("/api/v1/tokens/", {**body, "user": "chen"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "user")


def test_the_answer_that_holds_a_token_is_never_stored(cast: Cast) -> None:
    from pmcomms.ground.models import IdempotencyKey

    client = APIClient()
    client.force_login(cast.chen)
    body = {"name": "nightly", "scope": "read", "days": 30}
    client.post("/api/v1/tokens/", body, headers={"idempotency-key": "abcdefgh1"})
    assert not IdempotencyKey.objects.exists()


# --- the command


def test_the_command_prints_a_token_that_works(cast: Cast) -> None:
    out = io.StringIO()
    call_command("create_token", "--user", "chen", "--scope", "write", stdout=out)
    assert client_with(out.getvalue().strip()).get("/api/v1/me/").json()["username"] == "chen"
    assert ApiToken.objects.get().expiry is None


def test_the_command_knows_no_strangers(cast: Cast) -> None:
    with pytest.raises(CommandError):
        call_command("create_token", "--user", "nobody", "--scope", "read")
