"""产品总览: the line of numbers, the coverage, what waits, what changed, what is coming."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from artifacts.actions import lifecycle, publish, rolling, rows, withdrawal
from artifacts.models import Artifact, SignOff
from conversations.actions import decisions, notes, todos
from departments.models import Liaison, Product
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published
from tests.artifacts.pages import SIGN_IN, AsUser, queries
from tests.conftest import Cast
from tests.insights.cells import cells, part

PAGE = "/products/CLB/"


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def overdue(artifact: Artifact, days: int) -> None:
    SignOff.objects.filter(artifact=artifact).update(due_at=timezone.now() - dt.timedelta(days=days))


class TestCoverage:
    def test_every_department_has_its_four_kinds_and_its_liaison(self, cast: Cast, as_user: AsUser) -> None:
        text = page(as_user(cast.chen))
        found = cells(text)
        assert len(found) == 24
        for code in ("rd", "marketing", "sales", "support", "finance", "operations"):
            assert sum(cell.department == code for cell in found.values()) == 4
        assert {cell.state for cell in found.values()} == {"missing"}
        assert found["prd"].address == "/products/CLB/artifacts/?kind=prd" and "未开始" in found["prd"].words
        for word in ("部门对齐表", "6 个部门，24 类内容", "接口人 林岚", "接口人 韩磊", "只看要处理的"):
            assert word in text

    def test_a_kind_switched_off_does_not_apply(self, cast: Cast, as_user: AsUser) -> None:
        Product.objects.filter(pk=cast.product.pk).update(kinds=["prd"])
        found = cells(page(as_user(cast.chen)))
        assert (found["budget"].state, found["budget"].words.split()[-1]) == ("not-applicable", "不适用")
        assert found["budget"].address == "" and found["prd"].state == "missing"

    def test_draft_waiting_returned_overdue_aligned(self, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        artifact = make_artifact(cast)
        assert "草稿" in cells(page(client))["prd"].words
        publish.publish(artifact, actor=cast.chen)
        cell = cells(page(client))["prd"]
        assert (cell.state, cell.address) == ("waiting", f"/artifacts/{artifact.reference}/")
        assert "第 1 版" in cell.words and "待答复 0/3" in cell.words
        answer_as(artifact, "support", cast.he, "acknowledged")
        assert "待答复 1/3" in cells(page(client))["prd"].words
        overdue(artifact, 2)
        assert cells(page(client))["prd"].state == "overdue" and "逾期 2 天" in cells(page(client))["prd"].words
        SignOff.objects.update(due_at=timezone.now() + dt.timedelta(days=2))
        answer_as(artifact, "rd", cast.han, "returned", ground="缺少容量评估")
        SignOff.objects.filter(answer="returned").update(answered_at=timezone.now() - dt.timedelta(days=3))
        assert "被退回 · 3 天" in cells(page(client))["prd"].words

    def test_with_every_answer_it_is_aligned_and_quiet(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        for code, person, word in (
            ("rd", cast.han, "agreed"), ("support", cast.he, "acknowledged"), ("operations", cast.zhao, "acknowledged"),
        ):  # fmt: skip
            answer_as(artifact, code, person, word)
        cell = cells(page(as_user(cast.chen)))["prd"]
        assert (cell.state, cell.words.split()[-1]) == ("aligned", "已对齐")

    def test_stale_says_since_which_version(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        SignOff.objects.update(state="answered", answer="agreed", answered_at=timezone.now())
        Artifact.objects.filter(pk=artifact.pk).update(stale_since=timezone.now())
        cell = cells(page(as_user(cast.chen)))["prd"]
        assert cell.state == "stale" and "待更新（仍是第 1 版）" in cell.words

    def test_a_rolling_kind_names_its_week(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast, "schedule", "排期")
        day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
        cells_of_row = {"milestone": "发版", "baseline_on": day, "current_on": day, "owner": "han"}
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells=cells_of_row)
        rolling.refresh(artifact, actor=cast.chen)
        cell = cells(page(as_user(cast.chen)))["schedule"]
        assert cell.state == "aligned" and "正常" in cell.words

    def test_the_loudest_of_several_is_shown_and_they_are_counted(self, cast: Cast, as_user: AsUser) -> None:
        late = make_published(cast, title="逾期的")
        overdue(late, 4)
        make_published(cast, title="在等的")
        make_artifact(cast, title="草稿")
        cell = cells(page(as_user(cast.chen)))["prd"]
        assert (cell.state, cell.address) == ("overdue", f"/artifacts/{late.reference}/")
        assert "共 3 份" in cell.words

    def test_withdrawn_and_archived_ones_are_as_if_not_there(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        withdrawal.withdraw(artifact, actor=cast.chen)
        assert cells(page(as_user(cast.chen)))["prd"].state == "draft"
        lifecycle.archive(artifact, actor=cast.chen)
        assert cells(page(as_user(cast.chen)))["prd"].state == "missing"

    def test_a_document_out_of_sight_changes_nothing(self, cast: Cast, as_user: AsUser) -> None:
        before = page(as_user(cast.su))
        artifact = make_published(cast)
        overdue(artifact, 3)
        after = page(as_user(cast.su))
        assert cells(after) == cells(before)
        assert artifact.reference not in after and artifact.title not in after

    def test_a_department_without_a_liaison_says_so(self, cast: Cast, as_user: AsUser) -> None:
        Liaison.objects.filter(department=cast.rd).delete()
        assert "未指定接口人" in page(as_user(cast.chen))


class TestNumbers:
    def test_the_strip_counts_cells(self, cast: Cast, as_user: AsUser) -> None:
        overdue(make_published(cast), 1)
        make_published(cast, "budget", title="预算")
        strip = page(as_user(cast.chen)).split('<div class="strip">')[1].split("</div>")[0]
        assert "<b>1</b>逾期或被退回" in strip and "<b>1</b>等部门答复" in strip and "<b>0</b>已对齐" in strip


class TestRest:
    def test_what_waits_for_the_viewer_on_this_product(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        assert artifact.title in part(page(as_user(cast.han)), "overview-todos")
        assert "没有等你处理的事" in part(page(as_user(cast.qin)), "overview-todos")
        assert artifact.title not in as_user(cast.han).get("/products/MPS/").content.decode()

    def test_changes_of_the_week_as_far_as_they_are_seen(self, cast: Cast, as_user: AsUser) -> None:
        make_published(cast)
        text = page(as_user(cast.qin))
        assert "发起了确认" in text and "编辑了草稿" not in text
        assert "本周没有变化" in page(as_user(cast.su))

    def test_coming_dates_are_rows_from_today_on(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        today = timezone.localdate()
        for question, days in (("昨天到期？", -1), ("今天到期？", 0), ("下周到期？", 7)):
            cells_of_row = {
                "question": question,
                "owner": "han",
                "due_on": (today + dt.timedelta(days=days)).isoformat(),
            }
            rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=cells_of_row)
        assert "今天到期？" not in page(as_user(cast.chen))  # a draft has no dates yet
        publish.publish(artifact, actor=cast.chen)
        text = page(as_user(cast.qin))
        assert "今天到期？" in text and "下周到期？" in text and "昨天到期？" not in text
        assert text.index("今天到期？") < text.index("下周到期？")
        assert "今天到期？" not in page(as_user(cast.su))

    def test_meeting_notes_with_conclusions_and_open_to_dos(self, cast: Cast, as_user: AsUser) -> None:
        note = notes.create(
            actor=cast.chen,
            title="预算调整会",
            held_on=timezone.localdate(),
            product=cast.product,
            departments=[cast.finance],
        )
        decisions.record(thread=note.thread, actor=cast.chen, text="云资源按新合同重算")
        todos.add(note=note, actor=cast.chen, text="补合同单价", assignee=cast.lin)
        text = page(as_user(cast.lin))
        assert "预算调整会" in text and "云资源按新合同重算" in text and "1 件待办" in text
        assert "预算调整会" not in page(as_user(cast.han))


class TestDoors:
    def test_the_company_sees_a_company_product_and_only_its_managers_its_settings(
        self, cast: Cast, as_user: AsUser
    ) -> None:
        for person in (cast.fang, cast.su, cast.other_manager, cast.administrator):
            text = page(as_user(person))
            assert "/products/CLB/settings/" not in text
        assert "/products/CLB/settings/" in page(as_user(cast.chen))
        assert "/products/CLB/artifacts/new/" in page(as_user(cast.chen))
        assert "/products/CLB/artifacts/new/" not in page(as_user(cast.fang))

    def test_a_private_product_is_not_there_for_others(self, cast: Cast, as_user: AsUser) -> None:
        Product.objects.filter(pk=cast.product.pk).update(visibility=Product.Visibility.PRIVATE)
        hidden, random = (as_user(cast.other_manager).get(address) for address in (PAGE, "/products/XXX/"))
        assert hidden.status_code == random.status_code == 404 and hidden.content == random.content
        assert "私有" in page(as_user(cast.fang))
        assert as_user(cast.visitor).get(PAGE).status_code == 404

    def test_it_is_read_by_whom_signed_in(self, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.chen).post(PAGE).status_code == 405
        assert Client().get(PAGE)["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("reader", ["chen", "han", "fang"])
def test_a_full_product_costs_what_an_empty_one_costs(cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))

    def fill(number: int) -> None:
        for each in range(number):
            artifact = make_published(cast, title=f"文档 {number}-{each}")
            answer_as(artifact, "rd", cast.han, "returned", ground="再想想")
            cells_of_row = {"question": f"{each}？", "owner": "han", "due_on": "2099-01-04"}
            rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=cells_of_row)
            publish.publish(fresh(artifact), actor=cast.chen)
            note = notes.create(
                actor=cast.chen, title=f"会 {number}-{each}", held_on=timezone.localdate(), product=cast.product,
                departments=[cast.rd],
            )  # fmt: skip
            todos.add(note=note, actor=cast.chen, text="补单价", assignee=cast.han)
            decisions.record(thread=note.thread, actor=cast.chen, text="就这样")

    fill(2)
    few = queries(client, PAGE)
    fill(6)
    many = queries(client, PAGE)
    assert len(many) <= len(few), many
    assert len(many) <= 22, many  # lists of to-dos, coverage, feed, dates, notes
