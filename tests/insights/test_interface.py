"""对接页 of a product and a department: told, agreed, changed since, owed both ways."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from artifacts.actions import questions
from artifacts.actions import settings as artifact_settings
from artifacts.models import Artifact, SignOff
from artifacts.receivers import ReceiverWish
from conversations.actions import decisions, notes
from departments.models import Department, Product
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, sign_off_of
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast
from tests.insights.cells import part

PAGE = "/products/CLB/departments/rd/"


def page(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def block(client: Client, name: str) -> str:
    return part(page(client), f"interface-{name}")


def agenda(text: str) -> str:
    return unescape(text.split('data-copy="')[1].split('"')[0])


def test_the_head_names_the_liaison_and_the_backup(cast: Cast, as_user: AsUser) -> None:
    text = page(as_user(cast.chen), "/products/CLB/departments/finance/")
    assert "云账本 × 财务" in text and "接口人 林岚" in text and "后备 周敏" in text
    for title in ("已告知", "已同意", "此后变化", "互相欠的", "沟通记录", "复制为开会提纲"):
        assert title in text


def test_before_anything_each_block_says_so(cast: Cast, as_user: AsUser) -> None:
    text = page(as_user(cast.han))
    for words in ("还没有发过内容", "还没有同意过的内容", "上次答复之后没有变化", "双方互不相欠", "还没有沟通记录"):
        assert words in text


def test_it_belongs_to_the_overview_of_the_product(cast: Cast, as_user: AsUser) -> None:
    tabs = page(as_user(cast.han)).split('<nav class="tabs"')[1].split("</nav>")[0]
    assert tabs.count("aria-current") == 1 and 'href="/products/CLB/" aria-current="page"' in tabs


class TestBlocks:
    def test_told_names_every_version_sent_and_how_it_stands(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        told = block(as_user(cast.han), "told")
        assert artifact.title in told and "第 1 版" in told and f"/artifacts/{artifact.reference}/" in told
        assert "剩" in told or "今天到期" in told

    def test_a_copy_without_a_question_is_told_too(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        wishes = [ReceiverWish(cast.rd, "copy"), ReceiverWish(cast.support, "acknowledge")]
        artifact_settings.set_receivers(artifact, actor=cast.chen, revision=artifact.revision, receivers=wishes)
        publish_again(fresh(artifact), cast, "<p>请知悉。</p>")
        assert artifact.title in block(as_user(cast.han), "told")
        assert "双方互不相欠" in block(as_user(cast.han), "owed")

    def test_agreed_names_the_version_the_person_and_the_condition(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["先做容量评估"])
        agreed = block(as_user(cast.chen), "agreed")
        assert artifact.title in agreed and "韩磊" in agreed and "第 1 版" in agreed and "有条件同意" in agreed

    def test_a_return_is_no_agreement_and_is_owed_by_the_product(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "returned", ground="缺少容量评估")
        assert "还没有同意过的内容" in block(as_user(cast.chen), "agreed")
        assert "产品欠：被退回：缺少容量评估" in block(as_user(cast.chen), "owed")

    def test_changed_since_says_what_the_new_text_changed(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        assert "上次答复之后没有变化" in block(as_user(cast.han), "changed")
        publish_again(artifact, cast, "<p>改写了背景。</p>")
        changed = block(as_user(cast.han), "changed")
        assert "背景与问题" in changed and artifact.title in changed and "第 2 版" in changed
        assert "第 1 版" in block(as_user(cast.han), "agreed")  # what was agreed stays what it was
        answer_as(artifact, "rd", cast.han)
        assert "上次答复之后没有变化" in block(as_user(cast.han), "changed")

    def test_owed_both_ways(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        SignOff.objects.filter(artifact=artifact).update(due_at=timezone.now() - dt.timedelta(days=2, hours=1))
        owed = block(as_user(cast.chen), "owed")
        assert "研发欠：对《批量导出对账单》的答复" in owed and "逾期 2 天" in owed
        questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="对象存储算在预算里吗？")
        owed = block(as_user(cast.chen), "owed")
        assert "产品欠：提问：对象存储算在预算里吗？" in owed
        assert "已提问，暂停计时" in owed and "逾期" not in owed

    def test_an_open_condition_is_owed_by_the_product(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["先做容量评估"])
        assert "产品欠：条件：先做容量评估" in block(as_user(cast.han), "owed")

    def test_each_department_has_its_own(self, cast: Cast, as_user: AsUser) -> None:
        make_published(cast)
        text = page(as_user(cast.chen), "/products/CLB/departments/finance/")
        assert "批量导出对账单" not in text and "双方互不相欠" in text


class TestMedians:
    def test_days_to_the_answer_in_both_directions(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        questions.answer_question(
            questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="几时？"),
            actor=cast.chen,
            source="下周。",
        )
        answer_as(artifact, "rd", cast.han)
        now = timezone.now()
        SignOff.objects.filter(answer="agreed").update(created_at=now - dt.timedelta(hours=36), answered_at=now)
        text = page(as_user(cast.chen))
        assert "答复中位数 1.5 天" in text and "产品答复中位数 0.0 天" in text

    def test_without_answers_there_is_no_number(self, cast: Cast, as_user: AsUser) -> None:
        make_published(cast)
        assert "答复中位" not in page(as_user(cast.chen))


def test_the_agenda_has_what_is_open_first_and_no_markup(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=['先做 <容量> "评估"'])
    note = notes.create(
        actor=cast.chen, title="对齐会", held_on=timezone.localdate(), product=cast.product, departments=[cast.rd]
    )
    decisions.record(thread=note.thread, actor=cast.chen, text="链接 24 小时失效")
    text = agenda(page(as_user(cast.chen)))
    assert text.startswith("云账本 × 研发\n\n产品欠的\n")
    assert f'- {artifact.reference} 条件：先做 <容量> "评估"' in text
    assert "已同意\n" in text and "结论\n- 链接 24 小时失效" in text


class TestDoors:
    def test_who_does_not_see_a_document_does_not_read_of_it(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "returned", ground="缺少容量评估")
        for person in (cast.su, cast.fang, cast.other_manager):
            text = page(as_user(person))
            assert artifact.title not in text and artifact.reference not in text and "容量评估" not in text
            assert "答复中位" not in text

    @pytest.mark.parametrize("address", ["/products/XXX/departments/rd/", "/products/CLB/departments/none/"])
    def test_what_is_not_there(self, cast: Cast, as_user: AsUser, address: str) -> None:
        assert as_user(cast.chen).get(address).status_code == 404

    def test_out_of_sight_is_not_there(self, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.visitor).get(PAGE).status_code == 404
        Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
        hidden, random = (as_user(cast.other_manager).get(one) for one in (PAGE, "/products/XXX/departments/rd/"))
        assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
        assert as_user(cast.han).get(PAGE).status_code == 200

    def test_an_archived_department_has_no_page(self, cast: Cast, as_user: AsUser) -> None:
        extra = Department.objects.create(code="legal", name_zh="法务", name_en="Legal")
        assert as_user(cast.chen).get("/products/CLB/departments/legal/").status_code == 200
        Department.objects.filter(pk=extra.pk).update(archived_at=timezone.now())
        assert as_user(cast.chen).get("/products/CLB/departments/legal/").status_code == 404

    def test_it_is_read_by_whom_signed_in(self, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.chen).post(PAGE).status_code == 405
        assert Client().get(PAGE)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "han"])
def test_a_long_history_costs_what_a_short_one_costs(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))

    def fill(number: int) -> None:
        for each in range(number):
            artifact: Artifact = make_published(cast, title=f"文档 {number}-{each}")
            questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="几时？")
            answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["先评估"])
            publish_again(artifact, cast, f"<p>第二版 {each}</p>")
            note = notes.create(
                actor=cast.chen, title=f"会 {each}", held_on=timezone.localdate(), product=cast.product,
                departments=[cast.rd],
            )  # fmt: skip
            decisions.record(thread=note.thread, actor=cast.chen, text="就这样")

    fill(2)
    few = queries(client, PAGE)
    fill(6)
    many = queries(client, PAGE)
    assert len(many) <= len(few), many
    assert len(many) <= 17, many
