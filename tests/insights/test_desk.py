"""工作台: what needs one today, what one waits for, what changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from artifacts.actions import publish, questions, rows
from artifacts.models import SignOff
from conversations.actions import notes, people, todos
from conversations.models import ThreadPerson
from tests import make
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast
from tests.insights.cells import cells, part


def page(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


class TestManager:
    def test_returned_versions_come_first_and_every_product_has_its_coverage(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han, "returned", ground="缺少容量评估")
        text = page(as_user(cast.chen))
        assert "今天等你处理" in text and "研发退回了《批量导出对账单》：缺少容量评估" in part(text, "desk-todos")
        assert 'id="coverage-CLB"' in text and 'id="coverage-MPS"' not in text
        assert cells(text)["prd"].state == "returned"

    def test_what_one_waits_for_by_the_first_day_due(self, cast: Cast, as_user: AsUser) -> None:
        soon, late = make_published(cast, title="不急的"), make_published(cast, title="逾期的")
        SignOff.objects.filter(artifact=soon).update(due_at=timezone.now() + dt.timedelta(days=2, hours=1))
        SignOff.objects.filter(artifact=late).update(due_at=timezone.now() - dt.timedelta(days=2, hours=1))
        waits = part(page(as_user(cast.chen)), "desk-waits")
        assert waits.index("逾期的") < waits.index("不急的")
        assert "逾期 2 天" in waits and "剩 2 天" in waits
        assert "还差研发、客服、运营" in waits

    def test_who_asked_back_is_not_waited_for(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        for code, person in (("rd", cast.han), ("support", cast.he), ("operations", cast.zhao)):
            assert artifact.title in part(page(as_user(cast.chen)), "desk-waits")
            questions.ask(sign_off_of(artifact, code), actor=person, source="几时？")
        assert "没有人欠你答复" in part(page(as_user(cast.chen)), "desk-waits")

    def test_with_nothing_to_do_it_says_so(self, cast: Cast, as_user: AsUser) -> None:
        text = page(as_user(cast.chen))
        assert "没有等你处理的事" in text and "没有人欠你答复" in text and "本周没有变化" in text

    def test_ten_lines_are_shown_and_the_rest_is_counted(self, cast: Cast, as_user: AsUser) -> None:
        note = notes.create(actor=cast.chen, title="例会", held_on=timezone.localdate(), product=cast.product)
        for number in range(12):
            todos.add(note=note, actor=cast.chen, text=f"事项 {number:02}", assignee=cast.chen)
        shown = part(page(as_user(cast.chen)), "desk-todos")
        assert shown.count("事项 ") == 10 and "全部 12 件" in shown


class TestMember:
    def test_what_is_asked_is_answered_in_place(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        text = page(as_user(cast.he))
        shown = part(text, "desk-todos")
        assert "等你处理" in shown and "批量导出对账单 第 1 版" in shown and ">已阅</button>" in shown
        assert artifact.version.content_hash in shown and 'name="next" value="/"' in shown
        assert "coverage-CLB" not in text and "本周与你有关" in text

    def test_an_answer_from_the_desk_leads_back_to_it(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        client = as_user(cast.he)
        shown = part(page(client), "desk-todos")
        address = next(text for text in shown.split('"') if text.endswith("/answer/acknowledged/"))
        sent = {"content_hash": artifact.version.content_hash, "next": "/"}
        assert client.post(address, sent)["Location"] == "/"
        assert "没有等你处理的事" in part(page(client), "desk-todos")

    def test_others_are_not_asked_in_their_name(self, cast: Cast, as_user: AsUser) -> None:
        make_published(cast)
        for person in (cast.qin, cast.su, cast.fang, cast.administrator):
            assert "没有等你处理的事" in part(page(as_user(person)), "desk-todos")

    def test_a_private_draft_shows_nowhere(self, cast: Cast, as_user: AsUser) -> None:
        make_artifact(cast, title="还没发起的草稿")
        assert "还没发起的草稿" not in page(as_user(cast.han))


class TestVisitor:
    def test_a_visitor_finds_what_names_them_and_nothing_else(self, cast: Cast, as_user: AsUser) -> None:
        shared, other = make_published(cast, title="给审计看的"), make_published(cast, title="不给看的")
        people.grant(
            thread=shared.thread, person=cast.visitor, actor=cast.chen, reason=ThreadPerson.Reason.NAMED,
            until_on=timezone.localdate() + dt.timedelta(days=3),
        )  # fmt: skip
        text = page(as_user(cast.visitor))
        assert "分享给我的" in text and "给审计看的" in text and f"/artifacts/{shared.reference}/" in text
        assert other.title not in text and "云账本" not in text and "/departments/" not in text

    def test_without_anything_shared_it_says_so(self, cast: Cast, as_user: AsUser) -> None:
        assert "目前没有分享给你的文档" in page(as_user(cast.visitor))


def test_it_is_read_by_whom_signed_in(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post("/").status_code == 405
    assert Client().get("/")["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "han", "qin"])
def test_a_busy_desk_costs_what_a_calm_one_costs(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))

    def fill(number: int) -> None:
        for each in range(number):
            product = make.make_product(manager=cast.chen, kinds=["prd"])
            artifact = make_published(cast, title=f"文档 {number}-{each}")
            answer_as(artifact, "rd", cast.han, "returned", ground="再想想")
            row = {"question": f"{each}？", "owner": "han", "due_on": "2099-01-04"}
            rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=row)
            publish.publish(fresh(artifact), actor=cast.chen)
            note = notes.create(
                actor=cast.chen, title=f"会 {product.key}", held_on=timezone.localdate(), product=cast.product,
                departments=[cast.rd],
            )  # fmt: skip
            todos.add(note=note, actor=cast.chen, text="补单价", assignee=cast.han)

    fill(2)
    few = queries(client, "/")
    fill(6)
    many = queries(client, "/")
    assert len(many) <= len(few), many
    assert len(many) <= 18, many  # lists of to-dos, coverage, waits and for whom, feed
