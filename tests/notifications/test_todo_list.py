"""待我处理: everything that waits for one person, by the day due, ticked from the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artifacts.actions import lifecycle, publish, questions, rows, withdrawal
from artifacts.models import Artifact, SignOff
from conversations.actions import notes, todos
from departments.actions import stand_ins
from departments.models import Liaison
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast
from tests.requirements.making import make_requirement

PAGE = "/todo/"


def page(client: Client, asked: str = "") -> str:
    response = client.get(PAGE + asked)
    assert response.status_code == 200
    return response.content.decode()


def lines(client: Client, asked: str = "") -> list[str]:
    """The lines of the list, as far as they say what kind they are."""
    shown = page(client, asked).split('id="todo-list"')[1].split("</section>")[0]
    return shown.split('data-todo="')[1:]


def kinds(client: Client, asked: str = "") -> list[str]:
    return [line.split('"')[0] for line in lines(client, asked)]


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_published(cast)


class TestKinds:
    def test_nothing_is_said_to_be_nothing(self, cast: Cast, as_user: AsUser) -> None:
        text = page(as_user(cast.qin))
        assert "0 件事等你处理" in text and "没有等你处理的事" in text and 'class="filters"' not in text

    def test_a_question_to_answer_with_its_one_button(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        sign_off = next(line for line in lines(as_user(cast.he)) if line.startswith("sign-off"))
        assert "批量导出对账单 第 1 版" in sign_off and "云账本 · 产品需求文档" in sign_off
        assert ">已阅</button>" in sign_off and prd.version.content_hash in sign_off
        sign_off = next(line for line in lines(as_user(cast.han)) if line.startswith("sign-off"))
        assert ">同意</button>" in sign_off and sign_off.count('class="btn') == 1

    def test_cells_to_fill_in(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        fill_in = next(line for line in lines(as_user(cast.han)) if line.startswith("fill-in"))
        assert "用户故事：还有 2 格待填报" in fill_in and f"/artifacts/{prd.reference}/#table-stories" in fill_in

    def test_what_came_back_and_what_was_asked_wait_for_the_manager(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        questions.ask(sign_off_of(prd, "support"), actor=cast.he, source="链接几时失效？")
        answer_as(prd, "rd", cast.han, "returned", ground="缺少容量评估")
        shown = lines(as_user(cast.chen))
        assert {line.split('"')[0] for line in shown} >= {"returned", "question"}
        question = next(line for line in shown if line.startswith("question"))
        assert "何静提问：链接几时失效？" in question and ">回答</a>" in question
        assert "研发退回了《批量导出对账单》：缺少容量评估" in next(
            line for line in shown if line.startswith("returned")
        )

    def test_a_condition_stays_until_it_is_closed(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer_as(prd, "rd", cast.han, "agreed-with-conditions", conditions=["先做容量评估"])
        assert "韩磊提出的条件：先做容量评估" in "".join(lines(as_user(cast.chen)))
        questions.close_point(prd.open_points.get(), actor=cast.han)
        assert "先做容量评估" not in "".join(lines(as_user(cast.chen)))

    def test_a_row_with_one_s_name_is_ticked_from_the_list(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        row = {"question": "链接几时失效？", "owner": "lin", "due_on": "2027-01-04"}
        rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=row)
        publish.publish(artifact, actor=cast.chen)
        artifact = fresh(artifact)
        assert kinds(as_user(cast.lin)) == []  # out of sight is out of the list
        rows.save_row(
            artifact, actor=cast.chen, table="open_questions", key="Q-1", cells={"owner": "he"},
            revision=artifact.draft_rows.get(row_key="Q-1").revision,
        )  # fmt: skip
        publish.publish(fresh(artifact), actor=cast.chen)
        client = as_user(cast.he)
        line = next(line for line in lines(client) if line.startswith("row"))
        assert "链接几时失效？" in line and ">已回答</button>" in line
        address = line.split('action="')[1].split('"')[0]
        assert client.post(address, {"next": "/todo/?kind=row"})["Location"] == "/todo/?kind=row"
        assert "row" not in kinds(client)

    def test_a_to_do_of_a_meeting_is_ticked_from_the_list(self, cast: Cast, as_user: AsUser) -> None:
        note = notes.create(
            actor=cast.chen,
            title="预算会",
            held_on=timezone.localdate(),
            product=cast.product,
            departments=[cast.finance],
        )
        todos.add(note=note, actor=cast.chen, text="补合同单价", assignee=cast.lin)
        client = as_user(cast.lin)
        line = next(line for line in lines(client) if line.startswith("note"))
        assert "补合同单价" in line and "预算会" in line
        address = line.split('action="')[1].split('"')[0]
        assert client.post(address, {"next": "/todo/"})["Location"] == "/todo/"
        assert kinds(client) == []

    def test_a_requirement_that_comes_due_waits_for_its_assignee(self, cast: Cast, as_user: AsUser) -> None:
        today = timezone.localdate()
        for title, days in (("昨天该完", -1), ("一周之内", 7), ("还早", 8)):
            make_requirement(cast, title, assignee=cast.han, due_on=today + dt.timedelta(days=days))
        make_requirement(cast, "不限期", assignee=cast.han)
        make_requirement(cast, "别人的", assignee=cast.qin, due_on=today)
        make_requirement(cast, "做完了", step="已完成", due_on=today)
        client = as_user(cast.han)
        text = page(client, "?kind=requirement")
        assert kinds(client, "?kind=requirement") == ["requirement", "requirement"]
        assert text.index("昨天该完") < text.index("一周之内") and "/requirements/CLB-1/" in text
        cast.product.visibility = "private"
        cast.product.save(update_fields=["visibility"])
        Liaison.objects.filter(product=cast.product, user=cast.han).delete()
        assert kinds(client) == []


class TestOrderAndFilters:
    def test_the_most_pressing_comes_first_and_what_has_no_day_last(self, cast: Cast, as_user: AsUser) -> None:
        note = notes.create(
            actor=cast.chen, title="例会", held_on=timezone.localdate(), product=cast.product, departments=[cast.rd]
        )
        today = timezone.localdate()
        for text, days in (("不限期", None), ("下周", 7), ("昨天", -1), ("今天", 0)):
            due = today + dt.timedelta(days=days) if days is not None else None
            todos.add(note=note, actor=cast.chen, text=text, assignee=cast.han, due_on=due)
        text = "".join(lines(as_user(cast.han)))
        places = [text.index(f">{word}</a>") for word in ("昨天", "今天", "下周", "不限期")]
        assert places == sorted(places)

    def test_an_overdue_answer_says_by_how_much(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        SignOff.objects.update(due_at=timezone.now() - dt.timedelta(days=3, hours=1))
        assert "逾期 3 天" in "".join(lines(as_user(cast.he)))

    def test_who_asked_back_waits_for_the_product_and_is_not_late(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        questions.ask(sign_off_of(prd, "support"), actor=cast.he, source="链接几时失效？")
        SignOff.objects.update(due_at=timezone.now() - dt.timedelta(days=3, hours=1))
        shown = "".join(lines(as_user(cast.he)))
        assert "已提问，暂停计时" in shown and "逾期" not in shown

    def test_kinds_are_counted_and_chosen(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.han)
        text = page(client)
        assert 'href="?kind=sign-off"' in text and 'href="?kind=fill-in"' in text and "会签" in text and "填报" in text
        assert "2 件事等你处理" in text
        assert kinds(client, "?kind=fill-in") == ["fill-in"]
        assert kinds(client, "?kind=nothing") == []


class TestWhose:
    def test_only_who_is_asked_first_has_it(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        budget = make_published(cast, "budget", title="预算")
        assert set(budget.sign_offs.current().values_list("department__code", flat=True)) == {
            "finance",
            "rd",
            "marketing",
        }
        assert "sign-off" in kinds(as_user(cast.lin))
        for person in (cast.zhou, cast.qin, cast.chen, cast.ma, cast.administrator, cast.visitor):
            assert "sign-off" not in kinds(as_user(person))

    def test_a_stand_in_has_it_while_the_other_is_away(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        today = timezone.localdate()
        stand_ins.name_stand_in(actor=cast.he, away=cast.he, stand_in=cast.fang, from_on=today, to_on=today)
        assert "sign-off" in kinds(as_user(cast.fang))

    @pytest.mark.parametrize("verb", [withdrawal.withdraw, lifecycle.archive])
    def test_what_was_taken_back_waits_no_more(self, prd: Artifact, cast: Cast, as_user: AsUser, verb: Any) -> None:
        verb(prd, actor=cast.chen)
        assert kinds(as_user(cast.han)) == []

    def test_what_was_answered_waits_no_more(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer_as(prd, "support", cast.he, "acknowledged")
        assert kinds(as_user(cast.he)) == []


def test_it_is_read_by_whom_signed_in(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post(PAGE).status_code == 405
    assert Client().get(PAGE)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "han"])
def test_a_long_list_costs_what_a_short_one_costs(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))

    def fill(number: int) -> None:
        for each in range(number):
            artifact = make_published(cast, title=f"文档 {number}-{each}")
            questions.ask(sign_off_of(artifact, "support"), actor=cast.he, source="几时？")
            answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["先评估"])
            row = {"question": f"{each}？", "owner": "han", "due_on": "2099-01-04"}
            rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=row)
            publish.publish(fresh(artifact), actor=cast.chen)
            note = notes.create(
                actor=cast.chen, title="会", held_on=timezone.localdate(), product=cast.product, departments=[cast.rd]
            )
            todos.add(note=note, actor=cast.chen, text="补单价", assignee=cast.han)
            answer_as(make_published(cast, title=f"退回 {number}-{each}"), "rd", cast.han, "returned", ground="再想想")
            make_requirement(cast, f"需求 {number}-{each}", assignee=cast.han, due_on=timezone.localdate())

    fill(2)
    few = queries(client, PAGE)
    fill(6)
    many = queries(client, PAGE)
    assert len(many) <= len(few), many
    assert len(many) <= 12, many
