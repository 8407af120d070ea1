"""A page's form that makes something, sent twice: the second leads to what the first made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from artifacts.models import Artifact
from conversations.actions import notes
from conversations.models import Comment, MeetingNote
from departments.models import Product
from pmcomms.ground.models import IdempotencyKey
from requirements.models import Requirement
from tests.conftest import Cast

AsUser = Callable[[User], Client]
PRODUCT = {"key": "new", "name": "新产品", "color": "#3451d1", "visibility": "company", "preset": "light"}
NOTE = {"product": "CLB", "title": "例会", "held_on": "2026-11-20", "minutes": "照旧", "people": ["chen"]}


def key_of(client: Client, address: str) -> str:
    found = re.search(r'name="once_key" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None, address
    return found[1]


@pytest.mark.parametrize(
    ("address", "body", "model"),
    [
        ("/meeting-notes/new/?product=CLB", NOTE, MeetingNote),
        ("/products/CLB/artifacts/new/", {"kind": "prd", "title": "离线查看"}, Artifact),
        ("/products/create/", PRODUCT, Product),
        ("/products/CLB/requirements/new/", {"title": "按月导出", "type": "story", "priority": "P1"}, Requirement),
        ("/products/CLB/requirements/create-many/", {"text": "按月导出", "type": "story"}, Requirement),
    ],
)
def test_what_was_made_is_shown_again(
    cast: Cast, as_user: AsUser, address: str, body: dict[str, object], model: type[MeetingNote]
) -> None:
    client = as_user(cast.chen)
    sent = {**body, "once_key": key_of(client, address)}
    path, before = address.partition("?")[0], model.objects.count()
    first, second = client.post(path, sent), client.post(path, sent)
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    assert first["Location"] == second["Location"]
    assert model.objects.count() == before + 1
    assert client.post(path, {**sent, "once_key": key_of(client, address)}).status_code in (302, 422)


def test_a_comment_without_scripts_is_said_once(cast: Cast, as_user: AsUser) -> None:
    note = notes.create(
        actor=cast.chen, title="例会", held_on=datetime.date(2026, 11, 20), product=cast.product, minutes=""
    )
    client = as_user(cast.chen)
    sent = {"body": "好的", "once_key": key_of(client, note.thread.address)}
    address = f"/threads/{note.thread.pk}/comments/add/"
    assert client.post(address, sent)["Location"] == client.post(address, sent)["Location"]
    assert Comment.objects.count() == 1


def test_a_refused_form_keeps_no_key_and_may_be_sent_again(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    key = key_of(client, "/meeting-notes/new/?product=CLB")
    assert client.post("/meeting-notes/new/", {**NOTE, "title": "", "once_key": key}).status_code == 422
    assert not IdempotencyKey.objects.exists()
    assert client.post("/meeting-notes/new/", {**NOTE, "once_key": key}).status_code == 302
    assert MeetingNote.objects.count() == 1


def test_the_key_of_another_person_is_not_theirs(cast: Cast, as_user: AsUser) -> None:
    key = key_of(as_user(cast.chen), "/meeting-notes/new/?product=CLB")
    for person in (cast.chen, cast.lu):
        assert as_user(person).post("/meeting-notes/new/", {**NOTE, "once_key": key}).status_code == 302
    assert MeetingNote.objects.count() == 2
