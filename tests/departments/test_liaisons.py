"""Liaisons: named by the product's managers and the department's leads; with backups; ended, never deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments.actions import liaisons, products
from departments.models import Liaison, Product
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]


def lin(cast: Cast) -> Liaison:
    return Liaison.objects.get(product=cast.product, user=cast.lin)


def test_managers_name_anywhere_and_leads_their_own(cast: Cast) -> None:
    liaisons.name_liaison(cast.product, cast.rd, actor=cast.chen, user=cast.qin)
    liaisons.name_liaison(cast.other_product, cast.finance, actor=cast.zhou, user=cast.lin, is_backup=True)
    for actor in (cast.zhou, cast.lu, cast.han, cast.administrator):
        with pytest.raises(PermissionDenied):
            liaisons.name_liaison(cast.other_product, cast.rd, actor=actor, user=cast.qin)
    event = Event.objects.filter(kind="liaison.named").order_by("pk").last()
    assert event is not None
    assert (event.product_id, event.changes) == (
        cast.other_product.pk,
        {"user": cast.lin.pk, "department": cast.finance.pk, "is_backup": True},
    )


def test_only_members_of_the_department_and_live_products(cast: Cast) -> None:
    for user in (cast.qin, cast.visitor):
        with pytest.raises(ValidationError):
            liaisons.name_liaison(cast.product, cast.finance, actor=cast.chen, user=user)
    products.archive_product(cast.product, actor=cast.chen)
    with pytest.raises(InvalidTransition):
        liaisons.name_liaison(cast.product, cast.rd, actor=cast.chen, user=cast.qin)


def test_naming_again_is_once_and_changes_the_backup(cast: Cast) -> None:
    row = lin(cast)
    assert liaisons.name_liaison(cast.product, cast.finance, actor=cast.chen, user=cast.lin) == row
    assert not Event.objects.exists()
    liaisons.name_liaison(cast.product, cast.finance, actor=cast.chen, user=cast.lin, is_backup=True)
    liaisons.change_liaison(row, actor=cast.zhou, is_backup=True)
    assert list(Event.objects.values_list("kind", flat=True)) == ["liaison.changed"]


def test_ending_twice_is_once_and_an_ended_one_stays_ended(cast: Cast) -> None:
    row = lin(cast)
    for _ in range(2):
        liaisons.end_liaison(row, actor=cast.zhou)
    assert Event.objects.filter(kind="liaison.ended").count() == 1
    with pytest.raises(InvalidTransition):
        liaisons.change_liaison(row, actor=cast.chen, is_backup=True)
    with pytest.raises(PermissionDenied):
        liaisons.end_liaison(Liaison.objects.get(user=cast.han), actor=cast.zhou)
    liaisons.name_liaison(cast.product, cast.finance, actor=cast.chen, user=cast.lin)
    assert Liaison.objects.filter(user=cast.lin, product=cast.product).count() == 2


def test_the_manager_names_changes_and_ends_on_the_settings_page(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    form = {"department": "rd", "user": "qin"}
    assert client.post("/products/CLB/liaisons/name/", form)["Location"] == "/products/CLB/settings/"
    row = Liaison.objects.get(user=cast.qin)
    assert client.post(f"/products/CLB/liaisons/{row.pk}/change/", {"is_backup": "on"}).status_code == 302
    assert Liaison.objects.get(pk=row.pk).is_backup
    assert client.get(f"/products/CLB/liaisons/{row.pk}/end/").status_code == 405
    assert client.post(f"/products/CLB/liaisons/{row.pk}/end/").status_code == 302
    bad = client.post("/products/CLB/liaisons/name/", {"department": "finance", "user": "qin"})
    assert bad.status_code == 422
    assert "不属于这个部门" in bad.content.decode()
    assert client.post(f"/products/MPS/liaisons/{row.pk}/end/").status_code == 404
    assert as_user(cast.fang).post(f"/products/CLB/liaisons/{lin(cast).pk}/end/").status_code == 403


def test_a_lead_does_it_on_the_department_page(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.zhou)
    assert "云账本" in client.get("/departments/finance/liaisons/").content.decode()
    answer = client.post("/products/MPS/liaisons/name/", {"department": "finance", "user": "lin"})
    assert answer["Location"] == "/departments/finance/liaisons/"
    refused = client.post("/products/MPS/liaisons/name/", {"department": "finance", "user": "qin"})
    assert refused.status_code == 422
    assert client.post("/products/MPS/liaisons/name/", {"department": "rd", "user": "qin"}).status_code == 403
    assert client.get("/departments/rd/liaisons/").status_code == 403
    assert as_user(cast.lin).get("/departments/finance/liaisons/").status_code == 200
    assert "liaisons/name" not in as_user(cast.lin).get("/departments/finance/liaisons/").content.decode()
    Product.objects.filter(pk=cast.other_product.pk).update(visibility="private")
    Liaison.objects.filter(product=cast.other_product).delete()
    assert "小程序商城" not in client.get("/departments/finance/liaisons/").content.decode()
    assert client.post("/products/MPS/liaisons/name/", {"department": "finance", "user": "lin"}).status_code == 404


def test_the_api_names_changes_ends_and_lists(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.chen)
    body = {"product": "CLB", "department": "rd", "user": "qin", "is_backup": True}
    made = client.post("/api/v1/liaisons/", body)
    assert made.status_code == 201
    address = f"/api/v1/liaisons/{made.json()['id']}/"
    assert client.post(f"{address}change/", {"is_backup": False}).json()["is_backup"] is False
    assert api_as(cast.fang).post(f"{address}end/").status_code == 403
    assert client.post(f"{address}end/").json()["ended_on"]
    present = api_as(cast.fang).get("/api/v1/liaisons/?product=CLB&department=rd&ended.is=empty").json()["items"]
    assert [row["user"] for row in present] == ["han"]
    mine = api_as(cast.zhou).get("/api/v1/liaisons/?department=mine&backup=true").json()["items"]
    assert [row["user"] for row in mine] == ["zhou"]
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    stranger = api_as(cast.stranger)
    Liaison.objects.filter(user=cast.stranger).delete()
    assert stranger.get("/api/v1/liaisons/").json()["items"] == []
    assert stranger.post(f"{address}end/").status_code == 404
    hidden, absent = (
        stranger.post("/api/v1/liaisons/", {**body, "product": key}).json()["errors"] for key in ("CLB", "NOPE")
    )
    assert hidden[0]["reason"].replace("CLB", "") == absent[0]["reason"].replace("NOPE", "")
