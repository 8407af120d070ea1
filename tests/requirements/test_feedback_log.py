"""Writing feedback down: by form, dialog and API; only the words are required."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations.models import Watcher
from departments.models import Product
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions.feedback import log
from requirements.models import Customer, Feedback
from tests.conftest import Cast
from tests.requirements.making import make_customer, make_feedback

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
NEW, API = "/feedback/new/", "/api/v1/feedback/"


class TestRule:
    def test_only_the_words_are_needed(self, cast: Cast) -> None:
        made = make_feedback(cast, "  导出太慢\n月底要等半小时 ")
        assert (made.reference, made.title, made.state) == ("CLB-F1", "导出太慢", "new")
        assert made.words == "导出太慢\n月底要等半小时"
        assert made.department == cast.support and made.thread.owner == cast.he
        assert Watcher.objects.filter(thread=made.thread, user=cast.he).exists()
        assert make_feedback(cast).reference == "CLB-F2"
        with pytest.raises(ValidationError):
            make_feedback(cast, " \n ")

    def test_a_long_first_line_is_cut_for_the_title(self, cast: Cast) -> None:
        made = make_feedback(cast, "很" * 300)
        assert len(made.title) == 80 and made.title.endswith("…") and len(made.words) == 300

    def test_a_customer_by_name_is_found_or_added(self, cast: Cast) -> None:
        known = make_customer("Acme 餐饮")
        assert make_feedback(cast, customer_name="ACME  餐饮").customer == known
        added = make_feedback(cast, customer_name="云舟物流").customer
        assert added is not None and added.name == "云舟物流" and Customer.objects.count() == 2
        with pytest.raises(ValidationError):
            make_feedback(cast, actor=cast.qin, customer_name="云舟物流")

    def test_the_event_holds_no_name(self, cast: Cast) -> None:
        made = make_feedback(cast, customer_name="云舟物流", contact="吴经理")
        event = Event.objects.get(kind="feedback.logged")
        assert event.changes["customer"] == made.customer_id
        assert "云舟" not in str(event.changes) and "吴经理" not in str(event.changes)

    def test_who_does_not_see_the_product_and_visitors_cannot(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            make_feedback(cast, actor=cast.visitor)
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        with pytest.raises(PermissionDenied):
            make_feedback(cast, actor=cast.other_manager)

    def test_an_archived_product_takes_nothing(self, cast: Cast) -> None:
        Product.objects.filter(pk=cast.product.pk).update(archived_at="2026-01-01T00:00Z")
        with pytest.raises(InvalidTransition):
            make_feedback(cast)

    def test_an_amount_is_not_negative(self, cast: Cast) -> None:
        with pytest.raises(ValidationError):
            log.log(actor=cast.he, product=cast.product, words="x", amount=-1)  # type: ignore[arg-type]  # an integer will do


class TestPage:
    def test_the_form_logs_and_leads_to_its_page(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.he)
        form = {"product": "CLB", "words": "导出太慢", "customer": "禾一餐饮", "channel": "phone", "once_key": "k" * 20}
        response = client.post(NEW, form)
        assert response["Location"] == "/feedback/CLB-F1/"
        assert client.post(NEW, form)["Location"] == "/feedback/CLB-F1/" and Feedback.objects.count() == 1
        assert "导出太慢" in client.get("/feedback/CLB-F1/").content.decode()

    def test_without_words_it_comes_back_with_what_was_typed(self, cast: Cast, as_user: AsUser) -> None:
        response = as_user(cast.he).post(NEW, {"product": "CLB", "words": " ", "contact": "吴经理"})
        assert response.status_code == 422 and "吴经理" in response.content.decode()

    def test_over_any_page_as_a_dialog(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.qin)
        dialog = client.get(NEW, headers={"HX-Request": "true"}).content.decode()
        assert 'id="verb-dialog"' in dialog and "<html" not in dialog
        sent = client.post(NEW, {"product": "CLB", "words": "导出太慢"}, headers={"HX-Request": "true"})
        assert (sent.status_code, sent["HX-Redirect"]) == (204, "/feedback/CLB-F1/")

    def test_the_last_customer_is_remembered_for_those_who_read_names(self, cast: Cast, as_user: AsUser) -> None:
        make_feedback(cast, customer_name="禾一餐饮")
        assert 'value="禾一餐饮"' in as_user(cast.he).get(NEW).content.decode()
        others = as_user(cast.qin).get(NEW).content.decode()
        assert "禾一餐饮" not in others and 'name="customer"' not in others

    def test_names_are_suggested_to_those_who_read_them(self, cast: Cast, as_user: AsUser) -> None:
        make_customer("禾一餐饮")
        asked = "/feedback/customers/?customer=禾一"
        assert "禾一餐饮" in as_user(cast.ma).get(asked).content.decode()
        assert "禾一餐饮" not in as_user(cast.qin).get(asked).content.decode()

    def test_a_product_out_of_sight_is_not_offered(self, cast: Cast, as_user: AsUser) -> None:
        Product.objects.filter(pk=cast.product.pk).update(visibility="private")
        client = as_user(cast.other_manager)
        assert "云账本" not in client.get(NEW).content.decode()
        assert client.post(NEW, {"product": "CLB", "words": "x"}).status_code == 422
        assert as_user(cast.visitor).get(NEW).status_code == 403


class TestApi:
    def test_once_with_a_key(self, cast: Cast, api_as: ApiAs) -> None:
        client = api_as(cast.he)
        body = {"product": "CLB", "words": "导出太慢", "customer_name": "禾一餐饮", "amount": "120000"}
        first = client.post(API, body, format="json", headers={"Idempotency-Key": "key-key-1"})
        again = client.post(API, body, format="json", headers={"Idempotency-Key": "key-key-1"})
        assert first.status_code == again.status_code == 201 and Feedback.objects.count() == 1
        assert first.json()["reference"] == "CLB-F1" and first["Location"] == f"{API}CLB-F1/"
        assert first.json()["customer_name"] == "禾一餐饮" and first.json()["voices"] == 1

    def test_wrong_and_unknown_fields_are_named(self, cast: Cast, api_as: ApiAs) -> None:
        client = api_as(cast.he)
        for body in (
            {"product": "CLB"},
            {"product": "CLB", "words": "x", "state": "accepted"},
            {"product": "CLB", "words": "x", "customer": "C999"},
            {"product": "CLB", "words": "x", "channel": "pigeon"},
        ):
            assert client.post(API, body, format="json").status_code == 400, body
        assert not Feedback.objects.exists()

    def test_a_customer_by_number_whoever_one_is(self, cast: Cast, api_as: ApiAs) -> None:
        number = make_customer().reference
        body = {"product": "CLB", "words": "x", "customer": number}
        made = api_as(cast.qin).post(API, body, format="json").json()
        assert made["customer"] == number and made["customer_name"] == f"客户 {number}"
        assert (
            api_as(cast.qin)
            .post(API, body | {"customer": None, "customer_name": "禾一餐饮"}, format="json")
            .status_code
            == 400
        )
