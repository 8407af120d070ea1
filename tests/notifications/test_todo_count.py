"""The count in the rail is kept for a moment, yet follows at once what a person does."""

from __future__ import annotations

from django.test import Client

from notifications import todos
from tests.artifacts.making import make_published, sign_off_of
from tests.conftest import Cast


def test_the_count_follows_an_answer_at_once(cast: Cast, client: Client) -> None:
    artifact = make_published(cast)
    sign_off = sign_off_of(artifact, "rd")
    client.force_login(cast.han)
    todos.forget_count(cast.han.pk)
    before = todos.count(cast.han)
    address = f"/artifacts/{artifact.reference}/signoffs/{sign_off.pk}/answer/agreed/"
    answered = client.post(address, {"content_hash": sign_off.version.content_hash})
    assert answered.status_code == 302
    assert todos.count(cast.han) == before - 1


def test_looking_keeps_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.han)
    todos.forget_count(cast.han.pk)
    assert todos.count(cast.han) == 0
    make_published(cast)
    client.get("/settings/")
    assert todos.count(cast.han) == 0


def test_the_page_asks_for_it_again_after_an_answer(cast: Cast, client: Client) -> None:
    artifact = make_published(cast)
    sign_off = sign_off_of(artifact, "rd")
    client.force_login(cast.han)
    assert 'hx-get="/todo/count/" hx-trigger="todo-changed from:body"' in client.get("/settings/").content.decode()
    before = todos.count(cast.han)
    assert f">{before}</span>" in client.get("/todo/count/").content.decode()
    address = f"/artifacts/{artifact.reference}/signoffs/{sign_off.pk}/answer/agreed/"
    body = {"content_hash": sign_off.version.content_hash}
    answered = client.post(address, body, headers={"HX-Request": "true"})
    assert "todo-changed" in answered["HX-Trigger"]
    assert f">{before - 1}</span>" in client.get("/todo/count/").content.decode()
