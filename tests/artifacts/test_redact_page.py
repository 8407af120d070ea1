"""Taking content out, on the pages of both offices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from artifacts.models import Redaction
from tests.artifacts.making import make_published
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def test_a_manager_asks_an_administrator_confirms_and_the_text_is_gone(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    address = f"/artifacts/{artifact.reference}/versions/1/redact/"
    assert as_user(cast.chen).get(address).status_code == 200
    sent = as_user(cast.chen).post(address, {"parts": ["section:background"], "reason": "误贴了客户名单"})
    assert sent.status_code == 302
    redaction = Redaction.objects.get()
    listed = as_user(cast.administrator).get("/redactions/").content.decode()
    assert "误贴了客户名单" in listed and artifact.title not in listed
    as_user(cast.administrator).post(f"/redactions/{redaction.pk}/confirm/")
    text = as_user(cast.qin).get(f"/artifacts/{artifact.reference}/").content.decode()
    assert "月末对账时只能逐条导出" not in text


def test_without_a_reason_or_a_part_the_form_comes_back(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    answer = as_user(cast.chen).post(f"/artifacts/{artifact.reference}/versions/1/redact/", {"reason": ""})
    assert answer.status_code == 422
    assert not Redaction.objects.exists()


def test_who_asked_cannot_confirm_and_may_drop_it(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    client = as_user(cast.chen)
    client.post(
        f"/artifacts/{artifact.reference}/versions/1/redact/", {"parts": ["section:background"], "reason": "误贴"}
    )
    redaction = Redaction.objects.get()
    assert client.post(f"/redactions/{redaction.pk}/confirm/").status_code == 403
    assert client.post(f"/redactions/{redaction.pk}/cancel/").status_code == 302
    redaction.refresh_from_db()
    assert redaction.cancelled_at is not None and redaction.confirmed_at is None


def test_others_know_nothing_of_it(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    assert as_user(cast.han).get(f"/artifacts/{artifact.reference}/versions/1/redact/").status_code == 403
    assert as_user(cast.stranger).get(f"/artifacts/{artifact.reference}/versions/1/redact/").status_code == 404
    assert as_user(cast.han).get("/redactions/").status_code == 404
