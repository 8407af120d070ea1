"""A department: its row of the coverage over every product, and its people."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from departments.models import Department, Membership, Product
from tests import make
from tests.artifacts.making import make_published
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast
from tests.insights.cells import cells

PAGE = "/departments/finance/"


def page(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(text: str) -> dict[str, str]:
    """The row of each product, by its name."""
    shown = text.split('<div class="matrix"')[1].split("</section>")[0].split('<div class="matrix__row">')[1:]
    return {row.split("<b>")[1].split("</b>")[0]: row for row in shown}


def test_every_product_has_the_department_s_own_kinds(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast, "budget", title="明年预算")
    found = rows_of(page(as_user(cast.chen)))
    assert set(found) == {"云账本", "小程序商城"}
    assert "接口人 林岚" in found["云账本"] and "未指定接口人" in found["小程序商城"]
    own = cells(found["云账本"])
    assert len(own) == 4 and {cell.department for cell in own.values()} == {"finance"}
    assert (own["budget"].state, own["budget"].address) == ("waiting", f"/artifacts/{artifact.reference}/")
    assert cells(found["小程序商城"])["budget"].state == "missing"
    assert 'href="/products/CLB/departments/finance/"' in found["云账本"]


def test_the_people_are_listed_with_their_lead_first(cast: Cast, as_user: AsUser) -> None:
    text = page(as_user(cast.qin)).rsplit("成员", 1)[1]
    assert text.index("周敏") < text.index("林岚") and "负责人" in text
    assert "韩磊" not in text.split("</section>")[0]


def test_who_left_is_not_listed(cast: Cast, as_user: AsUser) -> None:
    Membership.objects.filter(user=cast.lin).update(ended_on=timezone.localdate())
    cast.zhou.is_active = False
    cast.zhou.save()
    people = page(as_user(cast.qin)).rsplit("成员", 1)[1].split("</section>")[0]
    assert "林岚" not in people and "周敏" not in people


def test_hidden_products_and_documents_are_not_on_it(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    address = "/departments/rd/"
    assert cells(rows_of(page(as_user(cast.han), address))["云账本"])["prd"].state == "waiting"
    text = page(as_user(cast.su), address)
    assert artifact.reference not in text and cells(rows_of(text)["云账本"])["prd"].state == "missing"
    Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
    assert set(rows_of(page(as_user(cast.other_manager), address))) == {"小程序商城"}
    assert "云账本" in rows_of(page(as_user(cast.chen), address))


def test_an_archived_product_is_past(cast: Cast, as_user: AsUser) -> None:
    Product.objects.filter(pk=cast.product.pk).update(archived_at=timezone.now())
    assert 'href="/products/CLB/departments/finance/"' not in page(as_user(cast.chen))


def test_a_department_that_was_added_owns_no_kinds(cast: Cast, as_user: AsUser) -> None:
    Department.objects.create(code="legal", name_zh="法务", name_en="Legal")
    text = page(as_user(cast.chen), "/departments/legal/")
    assert "没有固定的文档类型" in text and "还没有成员" in text


def test_what_is_not_there(cast: Cast, as_user: AsUser) -> None:
    Department.objects.create(code="legal", name_zh="法务", name_en="Legal", archived_at=timezone.now())
    hidden, random = (as_user(cast.chen).get(f"/departments/{code}/") for code in ("legal", "none"))
    assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
    assert as_user(cast.visitor).get(PAGE).status_code == 404


def test_it_is_read_by_whom_signed_in(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post(PAGE).status_code == 405
    assert Client().get(PAGE)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "lin"])
def test_many_products_and_people_cost_what_few_cost(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))
    make_published(cast, "budget", title="预算")
    few = queries(client, PAGE)
    for number in range(12):
        make.make_product(f"Q{number}", manager=cast.chen, kinds=["budget"])
        make.make_membership(make.make_user(f"clerk{number}", f"出纳{number}"), cast.finance)
        make_published(cast, "budget", title=f"预算 {number}")
    many = queries(client, PAGE)
    assert len(many) <= len(few), many
    assert len(many) <= 10, many
