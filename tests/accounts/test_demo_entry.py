"""One-click entry of demo mode: by role, by POST, nowhere else."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from pmcomms.demo.people import ROLES
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.demo_urls")]


@pytest.mark.parametrize("role", ["pm", "rd", "marketing", "sales", "support", "finance", "operations", "admin"])
def test_each_role_enters_with_one_request_without_a_csrf_cookie(role: str) -> None:
    user = make.make_user(ROLES[role], "某人")
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/demo/enter/", {"as": role})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert UserSession.objects.filter(user=user).count() == 1


def test_entering_as_another_leaves_the_first() -> None:
    make.make_user(ROLES["pm"], "陈思远")
    second = make.make_user(ROLES["finance"], "林岚")
    client = Client()
    client.post("/demo/enter/", {"as": "pm"})
    client.post("/demo/enter/", {"as": "finance"})
    assert client.session["_auth_user_id"] == str(second.pk)


def test_looking_and_unknown_roles_enter_nobody() -> None:
    make.make_user(ROLES["pm"], "陈思远")
    client = Client()
    assert client.get("/demo/enter/").status_code == 405
    for role in ("", "root", "chensiyuan"):
        assert client.post("/demo/enter/", {"as": role}).status_code == 422
    assert client.post("/demo/enter/", {"as": "finance"}).status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_offers_every_role() -> None:
    make.make_user()
    text = Client().get("/account/login/").content.decode()
    for role in ROLES:
        assert f'name="as" value="{role}"' in text
