"""Stand-ins: named by the person, their lead or an administrator; never by oneself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from departments import permissions
from departments.actions import stand_ins
from departments.models import StandIn
from events.models import Event
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def days(first: int = 0, last: int = 3) -> dict[str, dt.date]:
    today = timezone.localdate()
    return {"from_on": today + dt.timedelta(first), "to_on": today + dt.timedelta(last)}


def name(actor: User, away: User, person: User, first: int = 0, last: int = 3) -> StandIn:
    return stand_ins.name_stand_in(actor=actor, away=away, stand_in=person, **days(first, last))


def test_the_person_their_lead_and_an_administrator_name_one(cast: Cast) -> None:
    name(cast.lin, cast.lin, cast.qin)
    name(cast.zhou, cast.lin, cast.he, 10, 12)
    name(cast.administrator, cast.lin, cast.ma, 20, 22)
    for actor in (cast.chen, cast.qin, cast.han):
        with pytest.raises(PermissionDenied):
            name(actor, cast.lin, cast.su, 30, 31)
    assert StandIn.objects.count() == 3
    event = Event.objects.filter(kind="stand_in.named").first()
    assert event is not None
    assert event.changes["stand_in"] == cast.qin.pk


def test_nobody_names_themselves(cast: Cast) -> None:
    for actor in (cast.administrator, cast.zhou):
        with pytest.raises(PermissionDenied):
            name(actor, cast.lin, actor)
    assert not StandIn.objects.exists()


def test_naming_the_same_again_is_once(cast: Cast) -> None:
    assert name(cast.lin, cast.lin, cast.qin) == name(cast.lin, cast.lin, cast.qin)
    assert Event.objects.filter(kind="stand_in.named").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "field"), [(3, 1, "to_on"), (-5, -1, "to_on"), (0, 400, "to_on"), (2, 8, "from_on")]
)
def test_impossible_days_are_refused(cast: Cast, first: int, last: int, field: str) -> None:
    name(cast.lin, cast.lin, cast.he, 5, 6)
    with pytest.raises(ValidationError) as refused:
        name(cast.lin, cast.lin, cast.qin, first, last)
    assert list(refused.value.message_dict) == [field]


def test_only_colleagues_stand_in(cast: Cast) -> None:
    for person in (cast.visitor, cast.lin):
        with pytest.raises(ValidationError):
            name(cast.lin, cast.lin, person)


def test_cancelling_ends_it_at_once_and_twice_is_once(cast: Cast) -> None:
    row = name(cast.chen, cast.chen, cast.lu)
    assert permissions.can_manage(User.objects.get(pk=cast.lu.pk), cast.product)
    with pytest.raises(PermissionDenied):
        stand_ins.cancel_stand_in(row, actor=cast.lin)
    stand_ins.cancel_stand_in(row, actor=cast.lu)
    stand_ins.cancel_stand_in(row, actor=cast.chen)
    assert not permissions.can_manage(User.objects.get(pk=cast.lu.pk), cast.product)
    assert Event.objects.filter(kind="stand_in.cancelled").count() == 1


def test_the_page_names_and_cancels(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lin)
    form = {"away": "lin", "stand_in": "qin", "reason": "年假", **{key: str(day) for key, day in days().items()}}
    assert client.post("/settings/stand-ins/name/", form).status_code == 302
    assert "年假" in client.get("/settings/stand-ins/").content.decode()
    assert client.post("/settings/stand-ins/name/", {**form, "stand_in": "lin"}).status_code == 422
    assert as_user(cast.qin).post("/settings/stand-ins/name/", {**form, "stand_in": "han"}).status_code == 403
    row = StandIn.objects.get()
    address = f"/settings/stand-ins/{row.pk}/cancel/"
    assert as_user(cast.su).post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert "年假" not in as_user(cast.su).get("/settings/stand-ins/").content.decode()


def test_the_api_names_lists_and_cancels(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.lin)
    body = {"away": "lin", "stand_in": "qin", **{key: str(day) for key, day in days().items()}}
    made = client.post("/api/v1/stand-ins/", body)
    assert made.status_code == 201
    address = f"/api/v1/stand-ins/{made.json()['id']}/"
    assert api_as(cast.su).get(address).status_code == 404
    assert [row["away"] for row in api_as(cast.zhou).get("/api/v1/stand-ins/").json()["items"]] == ["lin"]
    assert api_as(cast.su).get("/api/v1/stand-ins/").json()["items"] == []
    bad = client.post("/api/v1/stand-ins/", {**body, "from_on": "2026-02-30"})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, "from_on")
    assert client.post(f"{address}cancel/").json()["cancelled_at"]
    assert api_as(cast.lin, scope="read").post("/api/v1/stand-ins/", body).status_code == 403
