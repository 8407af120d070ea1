"""Leaving: everything ends at the next request, offices end, what is owned goes to a successor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import handover
from accounts.actions import people, tokens
from accounts.models import User
from departments import permissions
from departments.models import Liaison, Membership, ProductRole, StandIn
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests import make
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def test_sessions_and_tokens_end_at_the_next_request(cast: Cast, as_user: AsUser) -> None:
    client = Client()
    client.post("/account/login/", {"login": "lin", "password": "correct-horse-battery"})
    forced = as_user(cast.lin)
    _row, text = tokens.create(actor=cast.lin, owner=cast.lin, name="t", scope="write", days=1)
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    assert (client.get("/settings/").status_code, program.get("/api/v1/me/").status_code) == (200, 200)

    people.deactivate(cast.lin, actor=cast.administrator)
    assert client.get("/settings/").status_code == 302
    assert forced.get("/settings/").status_code == 302
    assert program.get("/api/v1/me/").status_code == 401

    people.reactivate(cast.lin, actor=cast.administrator)
    assert client.get("/settings/").status_code == 302
    assert program.get("/api/v1/me/").status_code == 401
    assert client.post("/account/login/", {"login": "lin", "password": "correct-horse-battery"})["Location"] == "/"


def test_offices_end_and_the_backup_is_asked(cast: Cast) -> None:
    day = timezone.localdate()
    StandIn.objects.create(away=cast.zhou, stand_in=cast.lin, from_on=day, to_on=day)
    people.deactivate(cast.lin, actor=cast.administrator)
    assert not Membership.objects.current().filter(user=cast.lin).exists()
    assert not Liaison.objects.current().filter(user=cast.lin).exists()
    assert not StandIn.objects.upcoming().exists()
    assert permissions.who_answers(cast.product, cast.finance) == [cast.zhou]
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {"person.deactivated", "membership.ended", "liaison.ended", "stand_in.cancelled"}
    ended = Event.objects.get(kind="liaison.ended")
    assert (ended.product_id, ended.actor_id) == (cast.product.pk, cast.administrator.pk)


def test_twice_is_once_and_nobody_locks_themselves_out(cast: Cast) -> None:
    people.deactivate(cast.lin, actor=cast.administrator)
    people.deactivate(cast.lin, actor=cast.administrator)
    assert Event.objects.filter(kind="person.deactivated").count() == 1
    with pytest.raises(InvalidTransition):
        people.deactivate(cast.administrator, actor=cast.administrator)
    with pytest.raises(PermissionDenied):
        people.deactivate(cast.he, actor=cast.zhou)
    people.reactivate(cast.lin, actor=cast.administrator)
    people.reactivate(cast.lin, actor=cast.administrator)
    assert Event.objects.filter(kind="person.reactivated").count() == 1


def test_the_last_active_administrator_stays(cast: Cast) -> None:
    second = make.make_user("root", "第二位", is_administrator=True)
    people.deactivate(cast.administrator, actor=second)
    third = make.make_user("third", "第三位", is_administrator=True, is_active=False)
    with pytest.raises(PermissionDenied):
        people.deactivate(second, actor=third)


def test_higher_floors_are_told_in_the_same_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[User, User]] = []

    def fail(person: User, actor: User) -> None:
        told.append((person, actor))
        raise InvalidTransition("no")

    monkeypatch.setattr(handover, "_leaving", [fail])
    with pytest.raises(InvalidTransition):
        people.deactivate(cast.lin, actor=cast.administrator)
    assert told == [(cast.lin, cast.administrator)]
    assert User.objects.get(pk=cast.lin.pk).is_active


def test_products_go_to_a_successor(cast: Cast) -> None:
    people.deactivate(cast.chen, actor=cast.administrator)
    groups = handover.groups(cast.chen, viewer=cast.administrator)
    assert [(group.name, [item.text for item in group.items]) for group in groups] == [("products", ["云账本"])]
    for bad in (cast.chen, cast.visitor):
        with pytest.raises(ValidationError):
            people.hand_over(cast.chen, actor=cast.administrator, successor=bad, names=["products"])
    moved = people.hand_over(cast.chen, actor=cast.administrator, successor=cast.lu, names=["products"])
    assert moved == 1
    assert ProductRole.objects.get(product=cast.product, user=cast.lu).role == "manager"
    assert not ProductRole.objects.filter(user=cast.chen).exists()
    assert handover.groups(cast.chen, viewer=cast.administrator) == []
    event = Event.objects.get(kind="person.handed_over")
    assert event.changes == {"successor": [None, cast.lu.pk], "moved": [0, 1]}


def test_a_private_product_is_not_named_to_an_administrator(cast: Cast) -> None:
    cast.product.visibility = "private"
    cast.product.save()
    texts = [item.text for group in handover.groups(cast.chen, viewer=cast.administrator) for item in group.items]
    assert texts == ["一个私有产品"]


def test_the_page_deactivates_and_leads_to_the_handover(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    assert as_user(cast.zhou).post("/administration/people/chen/deactivate/").status_code == 403
    assert client.get("/administration/people/chen/deactivate/").status_code == 405
    answer = client.post("/administration/people/chen/deactivate/")
    assert answer["Location"] == "/administration/people/chen/hand-over/"
    assert "云账本" in client.get(answer["Location"]).content.decode()
    done = client.post(answer["Location"], {"successor": "lu", "names": ["products"]})
    assert done["Location"] == "/administration/people/chen/"
    assert client.post(answer["Location"], {"successor": "nobody", "names": ["products"]}).status_code == 422
    assert client.post("/administration/people/chen/reactivate/").status_code == 302
    assert client.post("/administration/people/lin/deactivate/")["Location"] == "/administration/people/lin/"
    assert client.post("/administration/people/admin/deactivate/").status_code == 409


def test_the_api_deactivates_hands_over_and_reactivates(cast: Cast, api_as: ApiAs) -> None:
    admin = api_as(cast.administrator)
    assert api_as(cast.zhou).post("/api/v1/people/lin/deactivate/").status_code == 403
    assert admin.post("/api/v1/people/chen/deactivate/").json()["is_active"] is False
    body = {"successor": "lu", "names": ["products"]}
    assert admin.post("/api/v1/people/chen/hand-over/", body).json() == {"moved": 1}
    assert admin.post("/api/v1/people/chen/hand-over/", {**body, "successor": "nobody"}).status_code == 400
    assert admin.post("/api/v1/people/chen/reactivate/").json()["is_active"] is True
    people.deactivate(cast.lin, actor=cast.administrator)
    assert api_as(cast.zhou).get("/api/v1/people/lin/").status_code == 404
    assert admin.get("/api/v1/people/lin/").status_code == 200
