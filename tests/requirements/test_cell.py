"""Cells of the table changed in place, and what two people in one cell see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from departments.models import Product
from events.models import Event
from requirements.actions import edit
from tests.artifacts.pages import HTMX
from tests.conftest import Cast
from tests.requirements.making import fresh, make_requirement, path

AsUser = Callable[[User], Client]
LIST = "/products/CLB/requirements/"


@pytest.mark.parametrize(
    ("field", "sent", "shown"),
    [
        ("title", {"title": "按月导出全部"}, "按月导出全部"),
        ("priority", {"priority": "P0"}, "P0"),
        ("assignee", {"assignee": "han"}, "韩磊"),
        ("due_on", {"due_on": "2027-03-08"}, "2027-03-08"),
        ("points", {"points": "2.5"}, "2.5"),
        ("labels", {"labels": "导出，财务"}, "财务"),
        ("status", {"to": "已排期", "seen": "待评审"}, "已排期"),
    ],
)
def test_each_cell_is_stored_and_the_row_comes_back(
    cast: Cast, as_user: AsUser, field: str, sent: dict[str, str], shown: str
) -> None:
    made = make_requirement(cast)
    client = as_user(cast.lu)
    control = client.get(path(made, f"cells/{field}/"), headers=HTMX).content.decode()
    assert 'class="cell"' in control and "data-cancel" in control
    response = client.post(path(made, f"cells/{field}/"), {"revision": "1", **sent}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200 and shown in text and 'id="requirement-CLB-1"' in text
    assert response["HX-Retarget"] == "#requirement-CLB-1"
    kinds = ["requirement.moved"] if field == "status" else ["requirement.edited"]
    assert (
        list(Event.objects.filter(kind__in=["requirement.moved", "requirement.edited"]).values_list("kind", flat=True))
        == kinds
    )


def test_two_in_one_cell_see_both_values_and_the_second_may_insist(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast)
    edit.edit(made, actor=cast.chen, revision=1, title="改成按季导出")
    client = as_user(cast.lu)
    response = client.post(path(made, "cells/title/"), {"title": "改成按周导出", "revision": "1"}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 409 and "改成按季导出" in text and 'value="改成按周导出"' in text
    assert 'name="revision" value="2"' in text and fresh(made).title == "改成按季导出"
    client.post(path(made, "cells/title/"), {"title": "改成按周导出", "revision": "2"}, headers=HTMX)
    assert fresh(made).title == "改成按周导出"


def test_a_cell_nobody_else_touched_does_not_conflict(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast)
    edit.edit(made, actor=cast.chen, revision=1, title="改成按季导出")
    response = as_user(cast.lu).post(path(made, "cells/priority/"), {"priority": "P0", "revision": "1"}, headers=HTMX)
    assert response.status_code == 200 and fresh(made).priority == "P0"


def test_what_does_not_fit_comes_back_with_its_reason(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast, step="已完成")
    client = as_user(cast.lu)
    for field, sent in (
        ("title", {"title": " "}),
        ("points", {"points": "-1"}),
        ("status", {"to": "开发中", "seen": "已完成"}),
    ):
        response = client.post(path(made, f"cells/{field}/"), {"revision": "9", **sent}, headers=HTMX)
        assert response.status_code == 422 and "cell__said" in response.content.decode(), field
    grounded = {"to": "开发中", "seen": "已完成", "ground": "验收没有通过"}
    assert client.post(path(made, "cells/status/"), grounded, headers=HTMX).status_code == 200
    assert fresh(made).status.name == "开发中"


def test_without_scripts_the_page_of_all_fields_does_it(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast)
    client = as_user(cast.lu)
    assert client.get(path(made, "cells/title/"))["Location"] == path(made, "edit/")
    assert client.get(path(made, "cells/status/"))["Location"] == path(made, "move/")
    assert client.post(path(made, "cells/title/"), {"title": "甲", "revision": "1"})["Location"] == path(made)


def test_readers_see_no_pens_and_get_no_controls(cast: Cast, as_user: AsUser) -> None:
    made = make_requirement(cast)
    mine = make_requirement(cast, "我要做的", assignee=cast.qin)
    assert "cell__pen" not in as_user(cast.fang).get(LIST).content.decode()
    text = as_user(cast.qin).get(LIST).content.decode()
    assert path(mine, "cells/title/") in text and path(made, "cells/title/") not in text and "tbl__tick" not in text
    assert as_user(cast.fang).get(path(made, "cells/title/"), headers=HTMX).status_code == 403
    assert as_user(cast.fang).post(path(made, "cells/title/"), {"title": "甲"}, headers=HTMX).status_code == 403
    assert as_user(cast.lu).get(path(made, "cells/rank/"), headers=HTMX).status_code == 404
    Product.objects.filter(pk=cast.product.pk).update(visibility="private")
    assert as_user(cast.other_manager).get(path(made, "cells/title/"), headers=HTMX).status_code == 404
