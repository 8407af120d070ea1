"""Departments and memberships: administrators only; ended, never deleted."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments.actions import departments, memberships
from departments.models import Department, Liaison, Membership
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def test_the_six_are_seeded_with_colours_and_icons(db: None) -> None:
    # Once more: a test that commits empties the tables for those after it on the same database.
    import_module("departments.migrations.0002_seed_departments").seed(apps, None)
    rows = Department.objects.filter(is_core=True)
    assert [row.code for row in rows] == ["rd", "marketing", "sales", "support", "finance", "operations"]
    assert len({row.color for row in rows}) == 6
    for row in rows:
        row.full_clean()


# --- departments


def test_adding_editing_and_archiving_are_for_administrators(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        departments.add_department(actor=cast.zhou, code="legal", name_zh="法务", name_en="Legal")
    with pytest.raises(PermissionDenied):
        departments.edit_department(cast.finance, actor=cast.zhou, name_zh="财务部")
    with pytest.raises(PermissionDenied):
        departments.archive_department(cast.finance, actor=cast.zhou)
    assert not Event.objects.filter(kind__startswith="department.").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "finance"},
        {"code": "Legal"},
        {"name_zh": "财务"},
        {"color": "red"},
        {"icon": "no-such-icon"},
    ],
)
def test_what_does_not_fit_is_refused(cast: Cast, fields: dict[str, str]) -> None:
    wanted = {"code": "legal", "name_zh": "法务", "name_en": "Legal", **fields}
    with pytest.raises(ValidationError):
        departments.add_department(actor=cast.administrator, **wanted)


def test_archiving_is_for_added_and_empty_ones_and_twice_is_once(cast: Cast) -> None:
    legal = departments.add_department(actor=cast.administrator, code="legal", name_zh="法务", name_en="Legal")
    membership = memberships.start_membership(legal, actor=cast.administrator, user=cast.qin)
    with pytest.raises(InvalidTransition):
        departments.archive_department(legal, actor=cast.administrator)
    Department.objects.filter(pk=cast.finance.pk).update(is_core=True)
    with pytest.raises(InvalidTransition):
        departments.archive_department(cast.finance, actor=cast.administrator)
    memberships.end_membership(membership, actor=cast.administrator)
    for _ in range(2):
        departments.archive_department(legal, actor=cast.administrator)
    for _ in range(2):
        departments.restore_department(legal, actor=cast.administrator)
    kinds = list(Event.objects.filter(kind__startswith="department.").values_list("kind", flat=True))
    assert kinds == ["department.added", "department.archived", "department.restored"]


def test_the_page_adds_edits_and_archives(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    form = {
        "code": "legal",
        "name_zh": "法务",
        "name_en": "Legal",
        "color": "#667085",
        "icon": "scale",
        "ordering": "70",
    }
    assert client.post("/administration/departments/add/", {**form, "icon": "nope"}).status_code == 422
    assert client.post("/administration/departments/add/", form)["Location"].endswith("/legal/")
    edit = {key: value for key, value in form.items() if key != "code"} | {"name_zh": "法务部", "revision": "1"}
    assert client.post("/administration/departments/legal/", edit).status_code == 302
    stale = client.post("/administration/departments/legal/", {**edit, "name_zh": "法律部"})
    assert stale.status_code == 409
    assert Department.objects.get(code="legal").name_zh == "法务部"
    assert as_user(cast.zhou).post("/administration/departments/legal/archive/").status_code == 403
    assert client.get("/administration/departments/legal/archive/").status_code == 405
    assert client.post("/administration/departments/legal/archive/").status_code == 302
    assert client.get("/administration/departments/legal/").status_code == 200
    assert client.post("/administration/departments/legal/restore/").status_code == 302
    assert client.post("/administration/departments/nowhere/archive/").status_code == 404


def test_the_api_adds_edits_and_archives(cast: Cast, api_as: ApiAs) -> None:
    admin = api_as(cast.administrator)
    body = {"code": "legal", "name_zh": "法务", "name_en": "Legal"}
    assert api_as(cast.zhou).post("/api/v1/departments/", body).status_code == 403
    made = admin.post("/api/v1/departments/", body)
    assert (made.status_code, made.json()["is_core"]) == (201, False)
    edited = admin.patch("/api/v1/departments/legal/", {"icon": "scale"}, headers={"if-match": made["ETag"]})
    assert (edited.status_code, edited.json()["icon"]) == (200, "scale")
    assert admin.patch("/api/v1/departments/legal/", {"icon": "nope"}, headers={"if-match": '"2"'}).status_code == 400
    assert admin.patch("/api/v1/departments/legal/", {"code": "x"}, headers={"if-match": '"2"'}).status_code == 400
    assert admin.post("/api/v1/departments/legal/archive/").json()["archived_at"]
    assert admin.post("/api/v1/departments/legal/restore/").json()["archived_at"] is None
    codes = [row["code"] for row in api_as(cast.qin).get("/api/v1/departments/").json()["items"]]
    assert codes[:2] == ["rd", "marketing"]


# --- memberships


def test_a_membership_starts_once_changes_and_ends_with_the_liaisons(cast: Cast) -> None:
    for _ in range(2):
        row = memberships.start_membership(cast.finance, actor=cast.administrator, user=cast.qin)
    assert Event.objects.filter(kind="membership.started").count() == 1
    for _ in range(2):
        memberships.change_membership(row, actor=cast.administrator, role="lead")
    event = Event.objects.get(kind="membership.changed")
    assert event.changes["role"] == ["member", "lead"]
    lin = Membership.objects.current().get(user=cast.lin)
    for _ in range(2):
        memberships.end_membership(lin, actor=cast.administrator)
    assert Event.objects.filter(kind="membership.ended").count() == 1
    assert not Liaison.objects.current().filter(user=cast.lin).exists()
    assert Membership.objects.filter(user=cast.lin).count() == 1
    with pytest.raises(ValidationError):
        memberships.change_membership(lin, actor=cast.administrator, role="lead")
    memberships.start_membership(cast.finance, actor=cast.administrator, user=cast.lin)
    assert Membership.objects.filter(user=cast.lin).count() == 2


def test_a_lead_raises_nobody(cast: Cast) -> None:
    own = Membership.objects.get(user=cast.lin)
    for actor in (cast.zhou, cast.chen, cast.lin):
        with pytest.raises(PermissionDenied):
            memberships.change_membership(own, actor=actor, role="lead")
        with pytest.raises(PermissionDenied):
            memberships.start_membership(cast.rd, actor=actor, user=actor, role="lead")
        with pytest.raises(PermissionDenied):
            memberships.end_membership(own, actor=actor)
    assert not Event.objects.exists()


def test_visitors_and_the_deactivated_belong_to_no_department(cast: Cast) -> None:
    User.objects.filter(pk=cast.he.pk).update(is_active=False)
    for user in (cast.visitor, User.objects.get(pk=cast.he.pk)):
        with pytest.raises(ValidationError):
            memberships.start_membership(cast.finance, actor=cast.administrator, user=user)


def test_the_page_starts_changes_and_ends(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    address = "/administration/departments/finance/memberships/start/"
    assert client.post(address, {"user": "qin", "role": "member"}).status_code == 302
    row = Membership.objects.current().get(user=cast.qin, department=cast.finance)
    assert client.post(address, {"user": "nobody", "role": "member"}).status_code == 422
    assert client.post(f"/administration/memberships/{row.pk}/change/", {"role": "lead"}).status_code == 302
    assert client.post(f"/administration/memberships/{row.pk}/change/", {"role": "king"}).status_code == 422
    assert as_user(cast.zhou).post(f"/administration/memberships/{row.pk}/end/").status_code == 403
    assert client.get(f"/administration/memberships/{row.pk}/end/").status_code == 405
    assert client.post(f"/administration/memberships/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert (row.role, row.ended_on is None) == ("lead", False)
    assert client.post("/administration/memberships/999999/end/").status_code == 404


def test_the_api_starts_changes_ends_and_lists(cast: Cast, api_as: ApiAs) -> None:
    admin = api_as(cast.administrator)
    body = {"user": "qin", "department": "finance", "role": "member"}
    assert api_as(cast.zhou).post("/api/v1/memberships/", body).status_code == 403
    made = admin.post("/api/v1/memberships/", body)
    assert made.status_code == 201
    address = f"/api/v1/memberships/{made.json()['id']}/"
    assert admin.post(f"{address}change/", {"role": "lead"}).json()["role"] == "lead"
    assert api_as(cast.zhou).post(f"{address}end/").status_code == 403
    assert admin.post(f"{address}end/").json()["ended_on"]
    assert admin.post("/api/v1/memberships/", {**body, "user": "nobody"}).json()["errors"][0]["field"] == "user"
    present = api_as(cast.qin).get("/api/v1/memberships/?department=finance&ended.is=empty").json()["items"]
    assert {row["user"] for row in present} == {"lin", "zhou"}
    assert api_as(cast.visitor).get("/api/v1/memberships/").json()["items"] == []
