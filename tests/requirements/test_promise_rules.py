"""Promises to customers: asked, given, refused, kept, broken, withdrawn; when they are red; who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from conversations import feed
from departments.models import Product
from events.models import Event
from notifications import todos
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements import promise_lists, promise_risk
from requirements.actions import customers, promise_outcomes, promises
from requirements.models import Customer, Promise, Requirement
from requirements.models.promise import RED_FIRST
from tests.artifacts.pages import queries
from tests.conftest import Cast
from tests.requirements.making import make_release, make_requirement, path

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
LIST, API = "/products/CLB/promises/", "/api/v1/promises/"
CLOSING = ("promise.refused", "promise.kept", "promise.broken", "promise.withdrawn")


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def make_customer(cast: Cast, name: str = "明泽物业", value: int = 120_000) -> Customer:
    return customers.create(actor=cast.ma, name=name, owner=cast.ma, yearly_value=Decimal(value))


def make_asked(cast: Cast, requirement: Requirement | None = None) -> Promise:
    return promises.ask(
        actor=cast.ma, product=cast.product, customer=make_customer(cast), wording="按月导出", requirement=requirement
    )


def make_given(
    cast: Cast, requirement: Requirement | None = None, customer: Customer | None = None, days: int = 10
) -> Promise:
    return promises.give_directly(
        actor=cast.chen,
        product=cast.product,
        customer=customer or make_customer(cast),
        wording="按月导出",
        promised_on=today(-20),
        due_on=today(days),
        requirement=requirement,
    )


class TestRule:
    def test_sales_asks_and_a_manager_answers(self, cast: Cast) -> None:
        asked = make_asked(cast, make_requirement(cast))
        assert asked.state == "asked" and asked.answer_due_at is not None and asked.promised_on is None
        (line,) = [one for one in todos.todo_list(cast.chen) if one.kind == "promise"]
        assert "按月导出" in line.title and not line.is_overdue
        assert not [one for one in todos.todo_list(cast.lu) if one.kind == "promise"]
        given = promise_outcomes.give(asked, actor=cast.chen, due_on=today(9), valid_to_on=today(5))
        again = promise_outcomes.give(asked, actor=cast.chen)
        assert (given.state, given.promised_on, given.due_on) == ("given", today(), today(9))
        assert again.revision == given.revision and given.answered_by == cast.chen
        event = Event.objects.get(kind="promise.given")
        assert event.changes == {"state": ["asked", "given"], "due_on": [None, str(today(9))]}
        assert not [one for one in todos.todo_list(cast.chen) if one.kind == "promise"]

    def test_a_yes_needs_a_day_and_a_no_a_ground(self, cast: Cast) -> None:
        asked = make_asked(cast)
        with pytest.raises(ValidationError):
            promise_outcomes.give(asked, actor=cast.chen)
        with pytest.raises(ValidationError):
            promise_outcomes.refuse(asked, actor=cast.chen, ground=" ")
        refused = promise_outcomes.refuse(asked, actor=cast.chen, ground="排不进")
        assert (refused.state, refused.ground) == ("refused", "排不进")
        with pytest.raises(InvalidTransition):
            promise_outcomes.give(asked, actor=cast.chen, due_on=today(3))

    def test_it_ends_kept_broken_or_withdrawn_once(self, cast: Cast) -> None:
        kept = make_given(cast)
        for _time in range(2):
            promise_outcomes.keep(kept, actor=cast.chen)
        broken = make_given(cast, customer=kept.customer)
        with pytest.raises(ValidationError):
            promise_outcomes.break_promise(broken, actor=cast.ma, ground="")
        promise_outcomes.break_promise(broken, actor=cast.ma, ground="没做完")
        withdrawn = make_given(cast, customer=kept.customer)
        promise_outcomes.withdraw(withdrawn, actor=cast.chen)
        assert list(Event.objects.filter(kind__in=CLOSING).order_by("pk").values_list("kind", flat=True)) == [
            "promise.kept",
            "promise.broken",
            "promise.withdrawn",
        ]
        with pytest.raises(InvalidTransition):
            promise_outcomes.keep(broken, actor=cast.chen)

    def test_only_those_who_may(self, cast: Cast) -> None:
        asked = make_asked(cast)
        for person in (cast.ma, cast.lu, cast.fang, cast.su):
            with pytest.raises(PermissionDenied):
                promise_outcomes.give(asked, actor=person, due_on=today(3))
        given = make_given(cast, customer=asked.customer)
        with pytest.raises(PermissionDenied):
            promises.edit(given, actor=cast.ma, revision=1, due_on=today(90))
        for person in (cast.qin, cast.lin, cast.visitor):
            with pytest.raises(PermissionDenied):
                promises.ask(actor=person, product=cast.product, customer=asked.customer, wording="甲")

    def test_an_older_revision_keeps_both_texts(self, cast: Cast) -> None:
        given = make_given(cast)
        promises.edit(given, actor=cast.chen, revision=1, wording="按月导出全部")
        with pytest.raises(StaleEdit) as stale:
            promises.edit(given, actor=cast.chen, revision=1, wording="按季导出")
        assert (stale.value.mine, stale.value.theirs) == ({"wording": "按季导出"}, {"wording": "按月导出全部"})

    def test_it_is_linked_within_its_product(self, cast: Cast) -> None:
        requirement, given = make_requirement(cast), make_given(cast)
        linked = promises.link(given, actor=cast.lu, requirement=requirement)
        assert linked.requirement == requirement
        assert Event.objects.get(kind="promise.linked").thread_id == requirement.thread_id
        assert promises.link(given, actor=cast.lu, requirement=None).requirement is None


class TestRisk:
    def test_words_and_rule_agree(self, cast: Cast) -> None:
        late = make_requirement(cast, due_on=today(30))
        dropped = make_requirement(cast, step="待评审", due_on=today(1))
        fine = make_requirement(cast, due_on=today(1))
        shipping = make_requirement(cast, release_to=make_release(cast, ships_on=today(40)))
        customer = make_customer(cast)
        rows = {
            "晚 20 天": make_given(cast, late, customer),
            "已过": make_given(cast, None, customer, days=-1),
            "已归档": make_given(cast, dropped, customer),
            "v3.2 的发版日比承诺晚 30 天": make_given(cast, shipping, customer),
            "": make_given(cast, fine, customer),
        }
        Requirement.objects.filter(pk=dropped.pk).update(archived_at=timezone.now())
        red = set(Promise.objects.at_risk().values_list("pk", flat=True))
        for words, row in rows.items():
            told = promise_risk.reasons(Promise.objects.with_people().get(pk=row.pk))
            assert bool(told) == (row.pk in red) == bool(words)
            assert words in "".join(told)
        order = list(Promise.objects.ranked().order_by(*RED_FIRST))
        assert order[-1] == rows[""] and order[0] == rows["已过"]


class TestPage:
    def test_red_comes_first_and_names_are_masked(self, cast: Cast, as_user: AsUser) -> None:
        late = make_requirement(cast, due_on=today(30))
        given = make_given(cast, late)
        text = as_user(cast.chen).get(LIST).content.decode()
        assert "明泽物业" in text and "晚 20 天" in text
        for address in (LIST, f"/promises/{given.pk}/", path(late)):
            text = as_user(cast.qin).get(address).content.decode()
            assert "明泽物业" not in text and f"客户 {given.customer.reference}" in text
        assert f">{given.wording}" not in as_user(cast.qin).get(f"{LIST}?q=明泽").content.decode()
        assert "明泽" not in "".join(line.detail for line in feed.lines(cast.qin, thread=late.thread))
        assert "明泽" not in str(list(Event.objects.values_list("changes", flat=True)))

    def test_the_value_behind_a_requirement_counts_each_customer_once(self, cast: Cast, as_user: AsUser) -> None:
        requirement = make_requirement(cast)
        customer = make_customer(cast)
        for one in (customer, customer, make_customer(cast, "禾一餐饮", 80_000)):
            make_given(cast, requirement, one)
        found = promise_lists.behind(cast.chen, promise_lists.of_requirement(cast.chen, requirement))
        assert found is not None and (found.customers, found.value) == (2, 200_000)
        assert "200,000" in as_user(cast.chen).get(path(requirement)).content.decode()
        assert "200,000" not in as_user(cast.qin).get(path(requirement)).content.decode()

    def test_the_verbs_by_form(self, cast: Cast, as_user: AsUser) -> None:
        customer, requirement = make_customer(cast), make_requirement(cast)
        sales, manager = as_user(cast.ma), as_user(cast.chen)
        sent = {"customer": customer.pk, "wording": "按月导出", "requirement": requirement.reference}
        assert sales.post(LIST + "ask/", sent).status_code == 302
        asked = Promise.objects.get()
        one = f"/promises/{asked.pk}/"
        assert asked.requirement == requirement and "待答复" in manager.get(one).content.decode()
        assert manager.post(one + "refuse/", {"ground": ""}).status_code == 422
        assert manager.post(one + "give/", {}).status_code == 422
        assert manager.post(one + "give/", {"due_on": str(today(9))})["Location"] == one
        assert manager.post(one + "link/", {"requirement": "CLB-99"}).status_code == 422
        stale = {"wording": "按季导出", "due_on": str(today(9)), "promised_on": str(today()), "revision": "1"}
        response = manager.post(one + "edit/", stale)
        assert response.status_code == 409 and "按季导出" in response.content.decode()
        assert "按月导出" in response.content.decode()
        assert manager.get(one + "keep/").status_code == 405
        assert manager.post(one + "keep/")["Location"] == one
        assert manager.post(one + "break/", {"ground": "甲"}).status_code == 409

    def test_out_of_sight_is_not_found(self, cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
        given = make_given(cast)
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        client = as_user(cast.other_manager)
        assert client.get(LIST).status_code == client.get(f"/promises/{given.pk}/").status_code == 404
        assert "按月导出" not in client.get(f"/customers/{given.customer_id}/").content.decode()
        assert api_as(cast.other_manager).get(API).json()["items"] == []

    @pytest.mark.parametrize("address", [LIST, API, "/requirements/CLB-1/"])
    def test_many_cost_what_one_costs(self, cast: Cast, as_user: AsUser, api_as: ApiAs, address: str) -> None:
        requirement, customer = make_requirement(cast), make_customer(cast)
        make_given(cast, requirement, customer)
        client = api_as(cast.chen) if address == API else as_user(cast.chen)
        few = len(queries(client, address))
        for _number in range(20):
            make_given(cast, requirement, customer)
        many = queries(client, address)
        assert len(many) <= few, many


class TestApi:
    def test_the_verbs_by_token(self, cast: Cast, api_as: ApiAs) -> None:
        customer = make_customer(cast)
        sales, manager = api_as(cast.ma), api_as(cast.chen)
        sent = {"product": "CLB", "customer": customer.reference, "wording": "按月导出"}
        made = sales.post(API + "ask/", sent, format="json")
        assert made.status_code == 201 and made.json()["state"] == "asked"
        one = f"{API}{made.json()['id']}/"
        assert sales.post(one + "give/", {"due_on": str(today(9))}, format="json").status_code == 403
        given = manager.post(one + "give/", {"due_on": str(today(9))}, format="json")
        assert given.json()["state"] == "given" and given.json()["risks"] == []
        edit = {"wording": "按月导出全部"}
        assert manager.patch(one, edit, format="json").status_code == 428
        assert manager.patch(one, edit, format="json", headers={"If-Match": '"1"'}).status_code == 412
        assert manager.patch(one, edit, format="json", headers={"If-Match": '"2"'}).json()["revision"] == 3
        masked = api_as(cast.qin).get(one).json()
        assert masked["customer_name"] == f"客户 {customer.reference}"
        broken = manager.post(one + "break/", {"ground": "没做完"}, format="json").json()
        assert (broken["state"], broken["ground"]) == ("broken", "没做完")
        assert manager.post(one + "keep/").status_code == 409
