"""新建文档: the form, who is offered which kinds, and what it leads to."""

from __future__ import annotations

import pytest
from django.utils import timezone

from artifacts.models import Artifact
from departments.models import Product
from tests.artifacts.pages import AsUser
from tests.conftest import Cast

NEW = "/products/CLB/artifacts/new/"


def test_the_manager_is_offered_every_kind_by_department(cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(f"{NEW}?kind=budget").content.decode()
    assert text.count("<option value=") == 25  # 24 kinds and the free document
    for name in ("研发", "市场", "销售", "客服", "财务", "运营", "通用"):
        assert f'<optgroup label="{name}">' in text
    assert '<option value="budget" selected>' in text


def test_beginning_one_opens_its_editor(cast: Cast, as_user: AsUser) -> None:
    sent = {"kind": "prd", "title": "  批量导出  ", "release": "v3.2"}
    response = as_user(cast.chen).post(NEW, sent)
    artifact = Artifact.objects.get()
    assert (artifact.kind, artifact.title, artifact.release, artifact.owner) == ("prd", "批量导出", "v3.2", cast.chen)
    assert response.status_code == 302 and response["Location"] == f"/artifacts/{artifact.reference}/edit/"


@pytest.mark.parametrize(
    "sent", [{"kind": "prd", "title": ""}, {"kind": "nothing", "title": "文档"}, {"kind": "prd", "title": "长" * 201}]
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_made(
    cast: Cast, as_user: AsUser, sent: dict[str, str]
) -> None:
    response = as_user(cast.chen).post(NEW, sent)
    assert response.status_code == 422
    text = response.content.decode()
    assert 'aria-invalid="true"' in text and sent["title"] in text
    assert not Artifact.objects.exists()


def test_a_liaison_begins_the_kinds_of_the_own_department_only(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.lin)
    text = client.get(NEW).content.decode()
    assert '<option value="budget">' in text and '<option value="prd">' not in text
    assert client.post(NEW, {"kind": "prd", "title": "文档"}).status_code == 422
    assert client.post(NEW, {"kind": "budget", "title": "预算"}).status_code == 302
    assert Artifact.objects.get().owner == cast.lin


def test_a_contributor_may_and_a_viewer_or_mere_member_may_not(cast: Cast, as_user: AsUser) -> None:
    sent = {"kind": "prd", "title": "文档"}
    assert as_user(cast.lu).post(NEW, sent).status_code == 302
    for person in (cast.fang, cast.qin, cast.other_manager, cast.administrator):
        assert as_user(person).get(NEW).status_code == 403
        assert as_user(person).post(NEW, sent).status_code == 403
    assert Artifact.objects.count() == 1


def test_an_archived_product_begins_nothing(cast: Cast, as_user: AsUser) -> None:
    Product.objects.filter(pk=cast.product.pk).update(archived_at=timezone.now())
    assert as_user(cast.chen).post(NEW, {"kind": "prd", "title": "文档"}).status_code == 403
    assert "新建文档" not in as_user(cast.chen).get("/products/CLB/artifacts/").content.decode()


def test_a_product_out_of_sight_is_not_there(cast: Cast, as_user: AsUser) -> None:
    Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
    assert as_user(cast.other_manager).get(NEW).status_code == 404
    assert as_user(cast.visitor).get(NEW).status_code == 404
