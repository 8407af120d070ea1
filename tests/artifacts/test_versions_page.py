"""Old versions, their differences, print and export."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from artifacts.actions import fill_ins, publish, rows
from artifacts.models import Artifact
from conversations.text.markdown import from_markdown
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, write
from tests.artifacts.pages import AsUser, path, queries
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Any:
    """Two versions: a section rewritten, a row changed, one added."""
    artifact = make_published(cast)
    revision = artifact.draft_rows.get().revision
    rows.save_row(artifact, actor=cast.chen, table="stories", key="US-1", cells={"role": "会计"}, revision=revision)
    rows.add_row(artifact, actor=cast.chen, table="stories", cells={"role": "客服", "wish": "替客户重发链接"})
    publish_again(artifact, cast, "<p>月末对账时只能按月导出。</p>")
    return fresh(artifact)


class TestVersion:
    def test_it_shows_the_text_as_it_was_and_what_was_answered(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        answer_as(prd, "rd", cast.han)
        text = as_user(cast.qin).get(path(prd, "versions/1/")).content.decode()
        assert "逐条导出" in text and "按月导出。" not in text and "这是较早的版本，不能改动" in text
        text = as_user(cast.qin).get(path(prd, "versions/2/")).content.decode()
        assert "韩磊" in text and "对比第 1 版" in text and "这是较早的版本" not in text

    @pytest.mark.parametrize("label", ["3", "0", "1.1", "x", "１", "1.", "9" * 40])
    def test_a_version_that_is_not_there(self, prd: Artifact, cast: Cast, as_user: AsUser, label: str) -> None:
        assert as_user(cast.qin).get(path(prd, f"versions/{label}/")).status_code == 404


class TestDiff:
    def test_words_of_sections_and_cells_of_rows_are_marked(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        text = as_user(cast.qin).get(path(prd, "diff/")).content.decode()
        assert "<del>财务主管</del>" in text and "<ins>会计</ins>" in text
        assert 'data-change="added"' in text and ">新增<" in text and "added<" not in text
        assert "按月" in text and "字" in text

    def test_any_two_are_compared_in_either_order(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        publish_again(prd, cast, "<p>第三版。</p>")
        client = as_user(cast.qin)
        there = client.get(path(prd, "diff/?from=1&to=3")).content.decode()
        back = client.get(path(prd, "diff/?from=3&to=1")).content.decode()
        assert "<ins>会计</ins>" in there and "<del>会计</del>" in back
        assert "两个版本内容相同" in client.get(path(prd, "diff/?from=2&to=2")).content.decode()

    def test_a_ticked_task_is_a_change_that_is_said_and_counted(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        write(artifact, cast.chen, "background", from_markdown("- [ ] 写说明\n- [x] 通知客服"))
        publish.publish(fresh(artifact), actor=cast.chen)
        answer_as(fresh(artifact), "rd", cast.han)
        write(artifact, cast.chen, "background", from_markdown("- [x] 写说明\n- [ ] 通知客服"))
        client = as_user(cast.chen)
        dialog = client.get(path(artifact, "publish/")).content.decode()
        assert "章节「背景与问题」：勾选了 1 项、取消勾选 1 项" in dialog
        publish.publish(fresh(artifact), actor=cast.chen)
        text = client.get(path(artifact, "diff/")).content.decode()
        assert "2 项勾选有变化" in text and "勾选了 写说明" in text and "取消勾选 通知客服" in text
        assert 'data-change="ticked"' in text and 'data-change="unticked"' in text
        assert "+0 −0" not in client.get(path(artifact)).content.decode()
        assert "勾选了 写说明" in as_user(cast.han).get(path(artifact)).content.decode()

    def test_the_history_counts_as_the_comparison_does(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        publish_again(artifact, cast, "<p>月末对账时只能 逐条导出，很慢。</p><p>一 二</p>")
        client = as_user(cast.chen)
        history = client.get(path(artifact)).content.decode()
        assert "+5 −0" in history and "新增 5 字，删去 0 字" in client.get(path(artifact, "diff/")).content.decode()

    def test_one_version_has_nothing_to_compare(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        assert "目前只有一个版本" in as_user(cast.qin).get(path(artifact, "diff/")).content.decode()
        draft = make_artifact(cast)
        assert as_user(cast.chen).get(path(draft, "diff/")).status_code == 200

    @pytest.mark.parametrize("asked", ["?from=9", "?to=x", "?from=1&to=9"])
    def test_versions_that_are_not_there(self, prd: Artifact, cast: Cast, as_user: AsUser, asked: str) -> None:
        assert as_user(cast.qin).get(path(prd, f"diff/{asked}")).status_code == 404

    def test_masked_amounts_are_in_no_difference(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast, "sales-targets", "目标")
        rows.add_row(artifact, actor=cast.chen, table="targets", cells={"period": "2026-Q1", "target": "918273.64"})
        publish.publish(artifact, actor=cast.chen)
        revision = artifact.draft_rows.get().revision
        rows.save_row(
            artifact, actor=cast.chen, table="targets", key="TG-1",
            cells={"period": "2026-Q2", "target": "554433.22"}, revision=revision,
        )  # fmt: skip
        publish.publish(fresh(artifact), actor=cast.chen)
        for rest in ("diff/", "print/", "export/", "versions/1/", ""):
            seen = as_user(cast.lin).get(path(artifact, rest)).content.decode().replace(",", "")
            masked = as_user(cast.ma).get(path(artifact, rest)).content.decode().replace(",", "")
            assert "918273" in seen or "554433" in seen
            assert "918273" not in masked and "554433" not in masked and "2026-Q" in masked


class TestPrint:
    def test_the_whole_text_and_the_answers_stand_on_paper(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer_as(prd, "rd", cast.han)
        text = as_user(cast.qin).get(path(prd, "print/")).content.decode()
        for word in ("月末对账时只能按月导出", "替客户重发链接", "第 2 版", "韩磊", "同意", "待答复", "data-print"):
            assert word in text
        assert "pm-composer" not in text

    def test_a_draft_is_printed_by_who_edits(self, cast: Cast, as_user: AsUser) -> None:
        draft = make_artifact(cast)
        assert "草稿" in as_user(cast.chen).get(path(draft, "print/")).content.decode()


class TestExport:
    def test_it_is_markdown_under_its_chinese_name(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        fill_ins.fill_in(prd, actor=cast.han, table="stories", key="US-1", column="estimate", value="3.5")
        response = as_user(cast.qin).get(path(prd, "export/"))
        assert response["Content-Type"].startswith("text/markdown")
        assert f"{prd.reference} 批量导出对账单.md" in unquote(response["Content-Disposition"])
        text = response.content.decode()
        assert text.startswith("# 批量导出对账单\n") and "月末对账时只能按月导出。" in text
        assert "| US-1 | 会计 |" in text and "3.5" in text

    def test_no_cell_breaks_out_of_its_table_or_becomes_markup(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast)
        wish = "a | b\n| --- |\n<script>alert(1)</script>"
        rows.add_row(artifact, actor=cast.chen, table="stories", cells={"wish": wish})
        text = as_user(cast.chen).get(path(artifact, "export/")).content.decode()
        line = next(line for line in text.splitlines() if line.startswith("| US-2"))
        assert "alert(1)" in line and "<script>" not in line and r"a \| b" in line


@pytest.mark.parametrize("rest", ["versions/1/", "diff/", "print/", "export/"])
def test_long_documents_cost_what_short_ones_cost(prd: Artifact, cast: Cast, as_user: AsUser, rest: str) -> None:
    client = as_user(cast.qin)
    few = queries(client, path(prd, rest))
    for number in range(30):
        rows.add_row(prd, actor=cast.chen, table="stories", cells={"wish": f"愿望 {number}"})
    publish.publish(fresh(prd), actor=cast.chen)
    many = queries(client, path(prd, rest))
    assert len(many) <= len(few), many
    assert len(many) <= 16, many
