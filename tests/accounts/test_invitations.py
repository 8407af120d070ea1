"""Invitations: made by administrators, spent once, never by looking at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import invitations
from accounts.models import Invitation, User
from departments.models import Membership
from events.models import Event
from pmcomms.ground.models import RateCounter
from pmcomms.ground.problems import InvalidTransition
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
FORM = {"full_name": "新同事", "username": "newcomer", "email": "new@example.com", "password": "correct-horse-battery"}


def test_only_administrators_invite_and_only_the_hash_is_kept(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        invitations.create(actor=cast.chen)
    row, secret = invitations.create(actor=cast.administrator, full_name="新同事")
    assert secret not in str(list(Invitation.objects.values()))
    assert secret not in str(list(Event.objects.values()))
    assert row.is_open


def test_looking_changes_nothing_and_joining_works_once(cast: Cast) -> None:
    row, secret = invitations.create(
        actor=cast.administrator, grants={"departments": [["finance", "lead"]]}, email="new@example.com"
    )
    address = f"/invitations/{secret}/"
    for _ in range(2):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code in (200, 405)
    assert Invitation.objects.get(pk=row.pk).is_open
    client = Client()
    assert client.post(address, {**FORM, "email": "other@example.com"}).status_code == 302
    person = User.objects.get(username="newcomer")
    assert (person.email, person.is_administrator) == ("new@example.com", False)
    membership = Membership.objects.get(user=person)
    assert (membership.department, membership.role) == (cast.finance, "lead")
    assert client.get("/settings/").status_code == 200
    assert Event.objects.filter(kind="invitation.accepted", actor_id=person.pk).count() == 1
    assert Client().get(address).status_code == 404
    assert Client().post(address, {**FORM, "username": "second"}).status_code == 404
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize("how", ["expired", "revoked", "invented"])
def test_a_spent_link_says_so_and_makes_nobody(cast: Cast, how: str) -> None:
    row, secret = invitations.create(actor=cast.administrator)
    if how == "expired":
        Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    if how == "revoked":
        invitations.revoke(row, actor=cast.administrator)
    if how == "invented":
        secret = "x" * 43
    before = User.objects.count()
    assert Client().get(f"/invitations/{secret}/").status_code == 404
    assert Client().post(f"/invitations/{secret}/", FORM).status_code == 404
    assert User.objects.count() == before


def test_a_taken_name_and_a_weak_password_come_back_marked(cast: Cast) -> None:
    _row, secret = invitations.create(actor=cast.administrator)
    page = Client().post(f"/invitations/{secret}/", {**FORM, "username": "Chen", "password": "1234567890"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) & {"username", "__all__", "password"}
    assert "1234567890" not in page.content.decode()
    assert Invitation.objects.get().is_open


def test_probing_is_limited_without_redis(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches["default"], "_try", lambda call, otherwise: otherwise)
    RateCounter.objects.all().delete()
    answers = [Client().get(f"/invitations/guess{number}/").status_code for number in range(32)]
    assert answers[:30] == [404] * 30
    assert answers[30:] == [429, 429]


def test_revoking_twice_is_once_and_not_after_joining(cast: Cast) -> None:
    row, _secret = invitations.create(actor=cast.administrator)
    invitations.revoke(row, actor=cast.administrator)
    invitations.revoke(row, actor=cast.administrator)
    assert Event.objects.filter(kind="invitation.revoked").count() == 1
    other, secret = invitations.create(actor=cast.administrator)
    invitations.accept(secret, **FORM)
    with pytest.raises(InvalidTransition):
        invitations.revoke(other, actor=cast.administrator)


def test_unknown_grants_are_refused(cast: Cast) -> None:
    for grants in ({"rights": 1}, {"departments": [["nowhere", "lead"]]}, {"departments": "finance"}):
        with pytest.raises(ValidationError):
            invitations.create(actor=cast.administrator, grants=grants)
    assert not Invitation.objects.exists()


def test_the_page_shows_the_link_once(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    page = client.post("/administration/invitations/create/", {"full_name": "新同事", "days": "7"})
    link = page.context["link"]
    assert link.startswith("http://localhost:8000/invitations/")
    assert link not in client.get("/administration/invitations/").content.decode()
    row = Invitation.objects.get()
    address = f"/administration/invitations/{row.pk}/revoke/"
    assert as_user(cast.chen).post(address).status_code == 403
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not Invitation.objects.get().is_open


def test_the_api_invites_and_lists_without_secrets(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.administrator)
    made = client.post("/api/v1/invitations/", {"full_name": "新同事", "grants": {"departments": [["rd", "member"]]}})
    assert made.status_code == 201
    secret = made.json()["link"].rstrip("/").rpartition("/")[2]
    assert Client().get(f"/invitations/{secret}/").status_code == 200
    assert secret not in client.get("/api/v1/invitations/").content.decode()
    assert client.post(f"/api/v1/invitations/{made.json()['id']}/revoke/").json()["is_open"] is False
    assert api_as(cast.chen).get("/api/v1/invitations/").status_code == 403
    assert APIClient().get("/api/v1/invitations/").status_code == 401
