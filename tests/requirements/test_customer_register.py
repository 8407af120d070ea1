"""The register of customers: who reads it, who keeps it, both doors."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import people
from accounts.handover import groups, reassign
from accounts.models import User
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements.actions import customers
from requirements.models import Customer
from tests.artifacts.pages import queries
from tests.conftest import Cast

AsUser = Callable[[User], Client]
LIST, API = "/customers/", "/api/v1/customers/"


def make_customer(cast: Cast, name: str = "明泽物业", value: int = 120_000) -> Customer:
    return customers.create(actor=cast.ma, name=name, owner=cast.ma, yearly_value=Decimal(value), segment="key")


class TestRule:
    def test_events_hold_no_name_and_no_amount(self, cast: Cast) -> None:
        made = make_customer(cast)
        edited = customers.edit(
            made, actor=cast.he, revision=1, name="明泽集团", region="华东", yearly_value=Decimal(9)
        )
        assert edited.revision == 2
        event = Event.objects.get(kind="customer.edited")
        assert event.changes == {"name": [None, None], "region": ["", "华东"], "yearly_value": [None, None]}
        customers.edit(made, actor=cast.he, revision=1, region="华东")
        assert Event.objects.filter(kind="customer.edited").count() == 1

    def test_a_name_stands_once_and_an_owner_reads_the_register(self, cast: Cast) -> None:
        make_customer(cast, "Mingze")
        with pytest.raises(ValidationError):
            make_customer(cast, "MINGZE")
        with pytest.raises(ValidationError):
            customers.create(actor=cast.ma, name="禾一餐饮", owner=cast.qin)
        with pytest.raises(ValidationError):
            customers.create(actor=cast.ma, name=" ")

    def test_sales_support_and_managers_keep_it(self, cast: Cast) -> None:
        for number, person in enumerate((cast.ma, cast.he, cast.chen)):
            customers.create(actor=person, name=f"客户{number}")
        for person in (cast.lin, cast.qin, cast.su, cast.fang, cast.administrator, cast.visitor):
            with pytest.raises(PermissionDenied):
                customers.create(actor=person, name="别家")

    def test_both_texts_are_kept(self, cast: Cast) -> None:
        made = make_customer(cast)
        customers.edit(made, actor=cast.ma, revision=1, region="华东")
        with pytest.raises(StaleEdit) as stale:
            customers.edit(made, actor=cast.ma, revision=1, region="华南")
        assert (stale.value.mine, stale.value.theirs) == ({"region": "华南"}, {"region": "华东"})

    def test_the_archive(self, cast: Cast) -> None:
        made = make_customer(cast)
        for _time in range(2):
            customers.archive(made, actor=cast.ma)
        assert Event.objects.filter(kind="customer.archived").count() == 1
        with pytest.raises(InvalidTransition):
            customers.edit(made, actor=cast.ma, revision=2, region="华东")
        assert customers.unarchive(made, actor=cast.ma).archived_at is None

    def test_the_customers_of_a_leaver_pass_on(self, cast: Cast) -> None:
        made = make_customer(cast)
        people.deactivate(cast.ma, actor=cast.administrator)
        (group,) = [one for one in groups(cast.ma, viewer=cast.administrator) if one.name == "customers"]
        assert [item.text for item in group.items] == [f"客户 {made.reference}"]
        reassign(cast.ma, successor=cast.he, actor=cast.administrator, names=["customers"])
        made.refresh_from_db()
        assert made.owner == cast.he


class TestPage:
    def test_the_list_filters_and_sorts(self, cast: Cast, as_user: AsUser) -> None:
        make_customer(cast)
        customers.create(actor=cast.ma, name="禾一餐饮", yearly_value=Decimal(80_000), segment="small")
        client = as_user(cast.lin)
        for query, shown, hidden in (
            ("segment=small", "禾一餐饮", "明泽物业"),
            ("owner=ma", "明泽物业", "禾一餐饮"),
            ("value.min=100000", "明泽物业", "禾一餐饮"),
            ("q=禾一", "禾一餐饮", "明泽物业"),
        ):
            text = client.get(f"{LIST}?{query}").content.decode()
            assert f">{shown}</a>" in text and f">{hidden}</a>" not in text, query
        text = client.get(f"{LIST}?order=-value").content.decode()
        assert text.index("明泽物业") < text.index("禾一餐饮")

    def test_others_find_nothing(self, cast: Cast, as_user: AsUser) -> None:
        made = make_customer(cast)
        for person in (cast.qin, cast.su, cast.fang, cast.administrator, cast.visitor):
            client = as_user(person)
            assert client.get(LIST).status_code == client.get(f"{LIST}{made.pk}/").status_code == 404

    def test_new_edit_and_conflict_by_form(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.ma)
        assert client.post(LIST + "new/", {"name": ""}).status_code == 422
        sent = {"name": "明泽物业", "owner": "ma", "yearly_value": "120000"}
        made_at = client.post(LIST + "new/", sent)["Location"]
        assert "120,000" in client.get(made_at).content.decode()
        assert client.post(made_at + "edit/", {**sent, "region": "华东", "revision": 1})["Location"] == made_at
        stale = client.post(made_at + "edit/", {**sent, "region": "华南", "revision": 1})
        text = stale.content.decode()
        assert stale.status_code == 409 and "华东" in text and "华南" in text
        assert client.get(made_at + "archive/").status_code == 405
        assert as_user(cast.lin).get(made_at + "edit/").status_code == 403

    @pytest.mark.parametrize("address", [LIST, API])
    def test_fifty_cost_what_one_costs(
        self, cast: Cast, as_user: AsUser, api_as: Callable[..., APIClient], address: str
    ) -> None:
        make_customer(cast)
        client = api_as(cast.lin) if address == API else as_user(cast.lin)
        few = len(queries(client, address))
        for number in range(49):
            make_customer(cast, f"客户{number}")
        many = queries(client, address)
        assert len(many) <= few, many


class TestApi:
    def test_the_verbs(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        client = api_as(cast.ma)
        made = client.post(API, {"name": "明泽物业", "owner": "ma", "yearly_value": "120000.00"}, format="json")
        assert made.status_code == 201 and made.json()["reference"] == f"C{made.json()['id']}"
        one = f"{API}{made.json()['id']}/"
        assert client.patch(one, {"region": "华东"}, format="json").status_code == 428
        assert client.patch(one, {"region": "华东"}, format="json", headers={"If-Match": '"1"'}).status_code == 200
        assert client.patch(one, {"region": "华南"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
        assert client.post(one + "archive/").json()["archived_at"] is not None
        assert api_as(cast.lin).post(one + "unarchive/").status_code == 403
        assert api_as(cast.qin).get(API).status_code == api_as(cast.qin).get(one).status_code == 404
