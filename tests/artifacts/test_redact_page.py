"""Taking content out, on the pages of both offices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from artifacts.actions import publish, redactions, sections
from artifacts.models import Redaction
from departments.models import Product
from tests.artifacts.making import fresh, make_artifact, make_published
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
    assert sent["Location"] == f"/redactions/{redaction.pk}/"
    listed = as_user(cast.administrator).get("/redactions/").content.decode()
    assert "误贴了客户名单" in listed and "等你确认" in listed and artifact.title not in listed
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


ASKED = ("section:background", "section:free-1", "row:stories:US-1")


@pytest.fixture
def asked(cast: Cast) -> Redaction:
    artifact = make_artifact(cast)
    sections.add_section(artifact, actor=cast.chen, heading="客户甲乙丙", body="<p>名单</p>")
    publish.publish(artifact, actor=cast.chen)
    artifact = fresh(artifact)
    return redactions.request(artifact, actor=cast.chen, version=artifact.version, parts=ASKED, reason="误贴了客户名单")


def test_the_manager_sees_what_goes_what_stays_and_who_confirms(asked: Redaction, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(f"/redactions/{asked.pk}/").content.decode()
    for words in (
        "批量导出对账单",
        "云账本",
        "背景与问题",
        "月末对账时只能逐条导出",
        "客户甲乙丙",
        "按月导出全部对账单",
    ):
        assert words in text, words
    assert asked.version.content_hash in text and "等管理员确认" in text and "撤销申请" in text
    assert f"/redactions/{asked.pk}/confirm/" not in text


def test_an_administrator_confirms_by_kind_version_and_part_and_sees_nothing_private(
    asked: Redaction, cast: Cast, as_user: AsUser
) -> None:
    client = as_user(cast.administrator)
    text = client.get(f"/redactions/{asked.pk}/").content.decode()
    for words in ("产品需求文档", "第 1 版", "背景与问题", "一个自定章节", "「用户故事」中的一行", "误贴了客户名单"):
        assert words in text, words
    for words in ("批量导出对账单", "客户甲乙丙", "US-1", "逐条导出", "按月导出"):
        assert words not in text, words
    assert "你看不到这份文档" in text and f"/redactions/{asked.pk}/confirm/" in text
    done = client.post(f"/redactions/{asked.pk}/confirm/", follow=True).content.decode()
    assert "已移除的内容" in done and "确认人" in done and "/confirm/" not in done


def test_a_private_product_is_not_named(asked: Redaction, cast: Cast, as_user: AsUser) -> None:
    Product.objects.filter(pk=asked.artifact.product_id).update(visibility="private")
    main = as_user(cast.administrator).get(f"/redactions/{asked.pk}/").content.decode().split("<main")[1]
    assert "云账本" not in main.split("</main>")[0]


def test_it_is_hidden_from_everybody_else(asked: Redaction, cast: Cast, as_user: AsUser) -> None:
    for person in (cast.han, cast.stranger, cast.visitor):
        assert as_user(person).get(f"/redactions/{asked.pk}/").status_code == 404
    assert as_user(cast.chen).post(f"/redactions/{asked.pk}/").status_code == 405
