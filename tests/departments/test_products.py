"""Products: created, edited, their roles and kinds, archived; out of sight is not found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments import kinds_registry
from departments.actions import products
from departments.kinds_registry import KindEntry
from departments.models import Product, ProductRole
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
VERBS = ("edit", "kinds", "roles/set", "roles/lu/end", "archive", "restore")


@pytest.fixture(autouse=True)
def three_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a kind is, a higher floor says; here three are enough."""
    monkeypatch.setattr(kinds_registry, "_entries", {})
    kinds_registry.register(
        KindEntry("prd", "产品需求文档", "rd", frozenset({"light", "standard", "full"})),
        KindEntry("budget", "预算方案", "finance", frozenset({"standard", "full"})),
        KindEntry("schedule", "研发计划", "rd", frozenset({"full"})),
    )


def private(product: Product) -> Product:
    Product.objects.filter(pk=product.pk).update(visibility="private")
    return Product.objects.get(pk=product.pk)


# --- creating


def test_whoever_creates_a_product_manages_it(cast: Cast) -> None:
    product = products.create_product(actor=cast.qin, key="NEW", name="新产品", preset="standard")
    assert product.kinds == ["prd", "budget"]
    assert ProductRole.objects.get(product=product).user == cast.qin
    kinds = set(Event.objects.filter(product_id=product.pk).values_list("kind", flat=True))
    assert kinds == {"product.created", "product_role.set"}


def test_only_administrators_create_for_somebody_else_and_visitors_not_at_all(cast: Cast) -> None:
    product = products.create_product(actor=cast.administrator, key="NEW", name="新产品", manager=cast.lu)
    assert ProductRole.objects.get(product=product).user == cast.lu
    with pytest.raises(PermissionDenied):
        products.create_product(actor=cast.qin, key="NEW2", name="新产品二", manager=cast.lu)
    with pytest.raises(PermissionDenied):
        products.create_product(actor=cast.visitor, key="NEW3", name="新产品三")


@pytest.mark.parametrize(
    ("key", "name"), [("CLB", "另一个"), ("X", "短"), ("lower", "小写"), ("NEW", "云账本"), ("NEW", "")]
)
def test_keys_and_names_that_cannot_be_are_refused(cast: Cast, key: str, name: str) -> None:
    before = Product.objects.count()
    with pytest.raises(ValidationError):
        products.create_product(actor=cast.qin, key=key, name=name)
    assert Product.objects.count() == before


def test_the_page_creates(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.qin)
    form = {"key": "new", "name": "新产品", "color": "#3451d1", "visibility": "company", "preset": "light"}
    assert client.post("/products/create/", form)["Location"] == "/products/NEW/settings/"
    assert client.post("/products/create/", form).status_code == 422
    assert "新产品" in client.get("/products/").content.decode()
    assert as_user(cast.visitor).post("/products/create/", {**form, "key": "VIS"}).status_code in (403, 422)


def test_the_api_creates_once_per_key(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.qin)
    body = {"key": "NEW", "name": "新产品", "preset": "light"}
    first = client.post("/api/v1/products/", body, headers={"idempotency-key": "create-new-1"})
    again = client.post("/api/v1/products/", body, headers={"idempotency-key": "create-new-1"})
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["kinds"] == ["prd"]
    assert Product.objects.filter(key="NEW").count() == 1
    assert client.post("/api/v1/products/", {**body, "key": "NEW2", "manager": "lu"}).status_code == 403


# --- sight


@pytest.mark.parametrize("verb", VERBS)
def test_a_private_product_is_not_there_for_strangers(cast: Cast, as_user: AsUser, verb: str) -> None:
    private(cast.product)
    for user in (cast.qin, cast.administrator):
        client = as_user(user)
        hidden, absent = client.post(f"/products/CLB/{verb}/"), client.post(f"/products/NOPE/{verb}/")
        assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.parametrize("verb", VERBS)
def test_seeing_is_not_managing(cast: Cast, as_user: AsUser, verb: str) -> None:
    for user in (cast.fang, cast.lin, cast.administrator):
        assert as_user(user).post(f"/products/CLB/{verb}/").status_code == 403
    assert as_user(cast.chen).get(f"/products/CLB/{verb}/").status_code == 405
    assert not Event.objects.filter(product_id=cast.product.pk).exists()


def test_the_api_hides_private_products(cast: Cast, api_as: ApiAs) -> None:
    private(cast.product)
    stranger = api_as(cast.qin)
    assert [row["key"] for row in stranger.get("/api/v1/products/").json()["items"]] == ["MPS"]
    for address in ("", "roles/"):
        hidden, absent = stranger.get(f"/api/v1/products/CLB/{address}"), stranger.get(f"/api/v1/products/NO/{address}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert stranger.post("/api/v1/products/CLB/archive/").status_code == 404
    assert "云账本" not in as_text(stranger.get("/api/v1/products/?q=云账本"))
    assert {row["key"] for row in api_as(cast.lin).get("/api/v1/products/").json()["items"]} == {"CLB", "MPS"}
    assert api_as(cast.visitor).get("/api/v1/products/").json()["items"] == []


def as_text(response) -> str:  # type: ignore[no-untyped-def]  # Django's test response
    return response.content.decode()


# --- editing


def test_editing_says_old_and_new_and_twice_is_once(cast: Cast) -> None:
    for _ in range(2):
        products.edit_product(cast.product, actor=cast.chen, name="云账本 Pro", visibility="private")
    event = Event.objects.get(kind="product.edited")
    assert event.changes == {"name": ["云账本", "云账本 Pro"], "visibility": ["company", "private"]}
    with pytest.raises(ValidationError):
        products.edit_product(cast.product, actor=cast.chen, name="小程序商城")


def test_the_page_edits_and_keeps_both_texts_of_a_stale_save(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    form = {"name": "云账本一", "color": "#3451d1", "visibility": "company", "description": "", "revision": "1"}
    assert client.post("/products/CLB/edit/", form).status_code == 302
    stale = client.post("/products/CLB/edit/", {**form, "name": "云账本二"})
    assert stale.status_code == 409
    assert "云账本一" in stale.content.decode()
    assert "云账本二" in stale.content.decode()
    bad = client.post("/products/CLB/edit/", {**form, "revision": "2", "name": "小程序商城"})
    assert bad.status_code == 422
    assert client.get("/products/CLB/settings/").status_code == 200


def test_the_api_edits_with_the_revision(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.chen)
    etag = client.get("/api/v1/products/CLB/")["ETag"]
    assert client.patch("/api/v1/products/CLB/", {"name": "x"}).status_code == 428
    assert client.patch("/api/v1/products/CLB/", {"name": "云账本一"}, headers={"if-match": etag}).status_code == 200
    assert client.patch("/api/v1/products/CLB/", {"name": "x"}, headers={"if-match": etag}).status_code == 412
    for name in ("key", "last_artifact_number", "archived_at", "kinds", "revision"):
        bad = client.patch("/api/v1/products/CLB/", {name: "1"}, headers={"if-match": '"2"'})
        assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, name)
    refused = api_as(cast.fang).patch("/api/v1/products/CLB/", {"name": "x"}, headers={"if-match": '"2"'})
    assert refused.status_code == 403


# --- kinds


def test_kinds_by_preset_or_exactly(cast: Cast) -> None:
    product = products.switch_kinds(cast.product, actor=cast.chen, preset="standard")
    assert product.kinds == ["prd", "budget"]
    for _ in range(2):
        product = products.switch_kinds(product, actor=cast.chen, kinds=["schedule", "prd"])
    assert product.kinds == ["prd", "schedule"]
    assert Event.objects.filter(kind="product.kinds_changed").count() == 2
    with pytest.raises(ValidationError):
        products.switch_kinds(product, actor=cast.chen, kinds=["invented"])
    with pytest.raises(PermissionDenied):
        products.switch_kinds(product, actor=cast.lu, preset="light")


def test_both_doors_switch_kinds(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    client = as_user(cast.chen)
    client.post("/products/CLB/kinds/", {"preset": "light"})
    assert Product.objects.get(key="CLB").kinds == ["prd"]
    client.post("/products/CLB/kinds/", {"kinds": ["budget", "schedule"]})
    assert Product.objects.get(key="CLB").kinds == ["budget", "schedule"]
    assert client.post("/products/CLB/kinds/", {"kinds": ["invented"]}).status_code == 422
    program = api_as(cast.chen)
    assert program.post("/api/v1/products/CLB/kinds/", {"kinds": ["prd"]}).json()["kinds"] == ["prd"]
    assert program.post("/api/v1/products/CLB/kinds/", {"kinds": ["invented"]}).status_code == 400
    assert program.post("/api/v1/products/CLB/kinds/", {}).status_code == 400
    slugs = [row["slug"] for row in program.get("/api/v1/product-kinds/").json()["items"]]
    assert slugs == ["prd", "budget", "schedule"]


# --- roles


def test_a_role_is_given_changed_and_ended_with_old_and_new(cast: Cast) -> None:
    for _ in range(2):
        products.set_role(cast.product, actor=cast.chen, user=cast.qin, role="viewer")
    products.set_role(cast.product, actor=cast.chen, user=cast.qin, role="manager")
    for _ in range(2):
        products.end_role(cast.product, actor=cast.chen, user=cast.qin)
    changes = [event.changes["role"] for event in Event.objects.filter(kind__startswith="product_role.").order_by("pk")]
    assert changes == [[None, "viewer"], ["viewer", "manager"], ["manager", None]]


def test_one_manager_remains(cast: Cast) -> None:
    with pytest.raises(InvalidTransition):
        products.end_role(cast.product, actor=cast.chen, user=cast.chen)
    with pytest.raises(InvalidTransition):
        products.set_role(cast.product, actor=cast.chen, user=cast.chen, role="viewer")
    products.set_role(cast.product, actor=cast.chen, user=cast.lu, role="manager")
    products.end_role(cast.product, actor=cast.chen, user=cast.chen)
    with pytest.raises(PermissionDenied):
        products.set_role(cast.product, actor=cast.chen, user=cast.chen, role="manager")


def test_nobody_raises_themselves(cast: Cast) -> None:
    for actor in (cast.lu, cast.fang, cast.lin, cast.administrator, cast.other_manager):
        with pytest.raises(PermissionDenied):
            products.set_role(cast.product, actor=actor, user=actor, role="manager")
    with pytest.raises(ValidationError):
        products.set_role(cast.product, actor=cast.chen, user=cast.visitor, role="viewer")


def test_both_doors_give_and_end_roles(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    client = as_user(cast.chen)
    assert client.post("/products/CLB/roles/set/", {"user": "qin", "role": "viewer"}).status_code == 302
    assert client.post("/products/CLB/roles/set/", {"user": "auditor", "role": "viewer"}).status_code == 422
    assert client.post("/products/CLB/roles/qin/end/").status_code == 302
    assert client.post("/products/CLB/roles/qin/end/").status_code == 404
    assert client.post("/products/CLB/roles/chen/end/").status_code == 409
    program = api_as(cast.chen)
    assert program.post("/api/v1/products/CLB/role-set/", {"user": "qin", "role": "contributor"}).status_code == 200
    roles = {row["user"]: row["role"] for row in program.get("/api/v1/products/CLB/roles/").json()["items"]}
    assert roles == {"chen": "manager", "lu": "contributor", "fang": "viewer", "qin": "contributor"}
    assert program.post("/api/v1/products/CLB/role-end/", {"user": "qin"}).status_code == 204
    assert program.post("/api/v1/products/CLB/role-end/", {"user": "chen"}).status_code == 409
    assert api_as(cast.lu).post("/api/v1/products/CLB/role-set/", {"user": "lu", "role": "manager"}).status_code == 403


# --- archive


def test_archiving_and_restoring_twice_is_once(cast: Cast) -> None:
    for _ in range(2):
        products.archive_product(cast.product, actor=cast.chen)
    for _ in range(2):
        products.restore_product(cast.product, actor=cast.chen)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["product.archived", "product.restored"]


def test_both_doors_archive_and_restore(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    client = as_user(cast.chen)
    assert client.post("/products/CLB/archive/").status_code == 302
    assert Product.objects.get(key="CLB").archived_at is not None
    assert client.get("/products/CLB/settings/").status_code == 200
    assert client.post("/products/CLB/restore/").status_code == 302
    program = api_as(cast.chen)
    assert program.post("/api/v1/products/CLB/archive/").json()["archived_at"]
    assert program.get("/api/v1/products/?archived.is=empty").json()["items"][0]["key"] == "MPS"
    assert program.post("/api/v1/products/CLB/restore/").json()["archived_at"] is None
    assert api_as(cast.fang).post("/api/v1/products/CLB/archive/").status_code == 403
