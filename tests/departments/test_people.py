"""Adding, editing, finding people; first password links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import people
from accounts.models import User
from departments.models import Membership
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def form(**changed: str) -> dict[str, str]:
    return {"full_name": "李雯", "username": "liwen", "email": "liwen@example.com", "job_title": "测试", **changed}


# --- the rule


def test_adding_is_for_administrators_and_written_to_the_log(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        people.add_person(actor=cast.chen, username="x", full_name="某人")
    person = people.add_person(actor=cast.administrator, username="liwen", full_name="李雯")
    assert not person.has_usable_password()
    event = Event.objects.get(kind="person.added")
    assert (event.actor_id, event.subject_id) == (cast.administrator.pk, person.pk)


@pytest.mark.parametrize("username", ["CHEN", "a b", "张三", "-x", "", "x" * 61, "a@b.cn"])
def test_a_name_that_cannot_be_is_refused(cast: Cast, username: str) -> None:
    before = User.objects.count()
    with pytest.raises(ValidationError):
        people.add_person(actor=cast.administrator, username=username, full_name="某人")
    assert User.objects.count() == before


def test_an_e_mail_belongs_to_one_person(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        people.edit_person(cast.lin, actor=cast.administrator, email="CHEN@example.com")
    assert User.objects.get(pk=cast.lin.pk).email == "lin@example.com"


def test_editing_says_old_and_new_and_twice_is_once(cast: Cast) -> None:
    for _ in range(2):
        people.edit_person(cast.lin, actor=cast.administrator, job_title="会计主管")
    event = Event.objects.get(kind="person.edited")
    assert event.changes == {"job_title": ["", "会计主管"]}
    assert User.objects.get(pk=cast.lin.pk).revision == 2


def test_nobody_raises_their_own_rights(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        people.edit_person(cast.zhou, actor=cast.zhou, is_administrator=True)
    with pytest.raises(PermissionDenied):
        people.edit_person(cast.administrator, actor=cast.zhou, is_administrator=False)
    assert not Event.objects.filter(kind="person.edited").exists()


def test_the_last_administrator_stays_one(cast: Cast) -> None:
    with pytest.raises(InvalidTransition):
        people.edit_person(cast.administrator, actor=cast.administrator, is_administrator=False)
    people.edit_person(cast.chen, actor=cast.administrator, is_administrator=True)
    people.edit_person(cast.administrator, actor=cast.administrator, is_administrator=False)
    assert User.objects.get(pk=cast.administrator.pk).is_administrator is False


# --- the page


def test_the_page_adds_with_a_department(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    answer = client.post("/administration/people/add/", form(department="rd"))
    assert answer["Location"] == "/administration/people/liwen/"
    assert Membership.objects.get(user__username="liwen").department == cast.rd
    assert "李雯" in client.get("/administration/people/?q=lw").content.decode()
    assert as_user(cast.chen).post("/administration/people/add/", form(username="y")).status_code == 403


def test_a_taken_name_comes_back_marked_with_the_rest_kept(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.administrator).post("/administration/people/add/", form(username="chen"))
    assert page.status_code == 422
    assert "李雯" in page.content.decode()
    assert User.objects.filter(full_name="李雯").count() == 0


def test_the_page_edits_and_refuses_a_stale_save(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    fields = {"full_name": "林岚", "email": "lin@example.com", "job_title": "会计", "revision": "1"}
    assert client.post("/administration/people/lin/", fields).status_code == 302
    stale = client.post("/administration/people/lin/", {**fields, "job_title": "出纳"})
    assert stale.status_code == 409
    assert User.objects.get(pk=cast.lin.pk).job_title == "会计"
    assert client.get("/administration/people/nobody/").status_code == 404


def test_a_first_password_link_works_once(cast: Cast, as_user: AsUser) -> None:
    people.add_person(actor=cast.administrator, username="liwen", full_name="李雯")
    client = as_user(cast.administrator)
    page = client.post("/administration/people/liwen/link/")
    link = page.context["link"]
    assert link.startswith("http://localhost:8000/account/password/reset/key/")
    assert link not in str(list(Event.objects.values()))
    visitor = Client()
    address = visitor.get(link.removeprefix("http://localhost:8000"))["Location"]
    new = {"password1": "another-horse-battery", "password2": "another-horse-battery"}
    assert visitor.post(address, new).status_code == 302
    signed_in = visitor.post("/account/login/", {"login": "liwen", "password": "another-horse-battery"})
    assert signed_in["Location"] == "/"
    assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert as_user(cast.chen).post("/administration/people/liwen/link/").status_code == 403


def test_the_picker_answers_names_and_departments(cast: Cast, as_user: AsUser) -> None:
    found = as_user(cast.qin).get("/people/pick/?q=zhoum").json()
    assert found == [{"id": "zhou", "label": "周敏", "detail": "财务"}]
    assert as_user(cast.qin).get("/people/pick/?q=hanlei&department=finance").json() == []
    rows = as_user(cast.qin).get("/people/pick/?department=finance").json()
    assert {row["id"] for row in rows} == {"lin", "zhou"}
    assert as_user(cast.visitor).get("/people/pick/").json() == []
    assert Client().get("/people/pick/").status_code == 302


# --- the API


def test_the_api_shows_colleagues_without_what_is_administrative(cast: Cast, api_as: ApiAs) -> None:
    row = api_as(cast.qin).get("/api/v1/people/lin/").json()
    assert row == {
        "username": "lin",
        "full_name": "林岚",
        "job_title": "",
        "is_active": True,
        "is_visitor": False,
        "departments": [{"department": "finance", "role": "member"}],
    }
    assert "email" in api_as(cast.administrator).get("/api/v1/people/lin/").json()
    assert [row["username"] for row in api_as(cast.visitor).get("/api/v1/people/").json()["items"]] == ["auditor"]
    found = api_as(cast.qin).get("/api/v1/people/?q=zhou&department=finance").json()["items"]
    assert [row["username"] for row in found] == ["zhou"]


def test_the_api_adds_and_edits(cast: Cast, api_as: ApiAs) -> None:
    admin = api_as(cast.administrator)
    made = admin.post("/api/v1/people/", {"username": "liwen", "full_name": "李雯"})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert made["Location"].endswith("/api/v1/people/liwen/")
    edited = admin.patch("/api/v1/people/liwen/", {"job_title": "测试"}, headers={"if-match": '"1"'})
    assert (edited.status_code, edited.json()["job_title"]) == (200, "测试")
    stale = admin.patch("/api/v1/people/liwen/", {"job_title": "x"}, headers={"if-match": '"1"'})
    assert stale.status_code == 412
    assert admin.patch("/api/v1/people/liwen/", {"job_title": "x"}).status_code == 428
    for name in ("is_active", "password", "is_superuser", "last_login", "username"):
        bad = admin.patch("/api/v1/people/liwen/", {name: "x"}, headers={"if-match": '"2"'})
        assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, name)
    assert api_as(cast.chen).post("/api/v1/people/", {"username": "y", "full_name": "y"}).status_code == 403
    refused = api_as(cast.chen).patch("/api/v1/people/lin/", {"job_title": "x"}, headers={"if-match": '"1"'})
    assert refused.status_code == 403
    assert api_as(cast.administrator, scope="read").post("/api/v1/people/", {}).status_code == 403


def test_a_name_made_twice_at_once_is_a_conflict_or_marked(cast: Cast, api_as: ApiAs) -> None:
    body = {"username": "CHEN", "full_name": "另一个陈"}
    assert api_as(cast.administrator).post("/api/v1/people/", body).status_code == 400
