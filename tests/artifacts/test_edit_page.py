"""The editor: what it opens with, for whom, and what it costs."""

from __future__ import annotations

import pytest

from artifacts.actions import lifecycle, rows, sections
from artifacts.models import Artifact, RefusedPart
from pmcomms.ground.problems import StaleEdit
from tests.artifacts.making import fresh, make_artifact, make_published, write
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path, queries
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_artifact(cast)


def test_it_opens_written_sections_and_the_main_tables(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    text = as_user(cast.chen).get(path(prd, "edit/")).content.decode()
    assert "月末对账时只能逐条导出" in text and "按月导出全部对账单" in text
    assert path(prd, "sections/background/save/") in text and path(prd, "tables/stories/rows/save/") in text
    for word in ("发起确认", "添加章节", "自定章节", "添加一行", "导入", "接收方", "删除草稿"):
        assert word in text


def test_a_cell_that_was_not_understood_is_marked(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    rows.add_row(prd, actor=cast.chen, table="milestones", cells={"milestone": "发版", "planned_on": "后天"})
    text = as_user(cast.chen).get(path(prd, "edit/")).content.decode()
    assert 'data-value="后天"' in text and 'aria-invalid="true"' in text and "不是日期" in text


def test_masked_cells_are_not_in_the_editor_of_an_owner_who_may_not_see_them(cast: Cast, as_user: AsUser) -> None:
    artifact = make_artifact(cast, "sales-targets", "目标", owner=cast.ma)
    rows.add_row(artifact, actor=cast.chen, table="targets", cells={"period": "2026-Q1", "target": "918273.64"})
    assert "918" in as_user(cast.chen).get(path(artifact, "edit/")).content.decode()
    text = as_user(cast.ma).get(path(artifact, "edit/")).content.decode()
    assert "2026-Q1" in text and "918" not in text and "data-masked" in text


def test_the_owner_edits_readers_may_not_and_strangers_see_nothing(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast, owner=cast.lu)
    assert as_user(cast.lu).get(path(artifact, "edit/")).status_code == 200
    assert as_user(cast.qin).get(path(artifact, "edit/")).status_code == 403
    for person in (cast.su, cast.fang, cast.visitor, cast.administrator):
        assert as_user(person).get(path(artifact, "edit/")).status_code == 404
    assert as_user(cast.chen).post(path(artifact, "edit/")).status_code == 405


def test_an_archived_document_is_read_not_edited(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    lifecycle.archive(prd, actor=cast.chen)
    assert as_user(cast.chen).get(path(prd, "edit/"))["Location"] == path(prd)


@pytest.mark.parametrize("reader", ["chen"])
def test_a_long_draft_costs_what_a_short_one_costs(prd: Artifact, cast: Cast, as_user: AsUser, reader: str) -> None:
    client = as_user(getattr(cast, reader))
    rows.add_row(prd, actor=cast.chen, table="milestones", cells={"milestone": "一", "departments": ["rd"]})
    rows.add_row(prd, actor=cast.chen, table="open_questions", cells={"question": "一？", "owner": "han"})
    sections.add_section(prd, actor=cast.chen, heading="附录")
    few = queries(client, path(prd, "edit/"))
    for number in range(30):
        rows.add_row(prd, actor=cast.chen, table="stories", cells={"wish": f"愿望 {number}"})
        rows.add_row(prd, actor=cast.chen, table="open_questions", cells={"question": f"{number}？", "owner": "lin"})
        sections.add_section(prd, actor=cast.chen, heading=f"附录 {number}", body="<p>一</p>")
    many = queries(client, path(prd, "edit/"))
    assert len(many) <= len(few), many
    assert len(many) <= 16, many


class TestRefusedPart:
    """Text that came second is kept until its writer has merged it."""

    @pytest.fixture
    def part(self, prd: Artifact, cast: Cast) -> RefusedPart:
        write(prd, cast.chen, "background", "<p>先到的文字。</p>")
        with pytest.raises(StaleEdit):
            sections.save_section(prd, actor=cast.chen, key="background", body="<p>后到的文字。</p>", revision=1)
        return RefusedPart.objects.get()

    def test_it_stands_in_the_editor_of_its_writer(
        self, prd: Artifact, part: RefusedPart, cast: Cast, as_user: AsUser
    ) -> None:
        text = as_user(cast.chen).get(path(prd, "edit/")).content.decode()
        assert "后到的文字。" in text
        assert "你写的「背景与问题」没有保存" in text

    def test_a_refused_row_is_shown_in_words(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        with pytest.raises(StaleEdit):
            rows.save_row(prd, actor=cast.chen, table="stories", key="US-1", cells={"role": "出纳"}, revision=0)
        text = as_user(cast.chen).get(path(prd, "edit/")).content.decode()
        assert "你写的「用户故事 US-1 按月导出全部对账单」没有保存" in text and "出纳</pre>" in text

    def test_it_goes_when_it_was_merged(self, prd: Artifact, part: RefusedPart, cast: Cast, as_user: AsUser) -> None:
        client, settle = as_user(cast.chen), path(prd, f"refused/{part.pk}/settle/")
        assert client.post(settle)["Location"] == path(prd, "edit/")
        assert client.post(settle, headers=HTMX)["HX-Redirect"] == path(prd, "edit/")  # twice is once
        assert "后到的文字。" not in client.get(path(prd, "edit/")).content.decode()

    def test_nobody_else_has_it(self, prd: Artifact, part: RefusedPart, cast: Cast, as_user: AsUser) -> None:
        rest = f"refused/{part.pk}/settle/"
        for person in (cast.qin, cast.su):
            assert as_user(person).post(path(prd, rest)).status_code == 404
        assert as_user(cast.chen).get(path(prd, rest)).status_code == 405
        part.refresh_from_db()
        assert part.settled_at is None


class TestDiscard:
    def test_the_draft_holds_again_what_was_sent(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        write(artifact, cast.chen, "background", "<p>写坏了。</p>")
        client = as_user(cast.chen)
        assert path(artifact, "discard/") in client.get(path(artifact, "edit/")).content.decode()
        assert client.post(path(artifact, "discard/"))["Location"] == path(artifact)
        assert not fresh(artifact).has_draft
        assert "逐条导出" in artifact.draft_sections.get(key="background").body

    def test_without_a_version_there_is_nothing_to_go_back_to(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert as_user(cast.chen).post(path(prd, "discard/")).status_code == 409

    def test_only_who_edits_may(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        assert is_closed(cast, as_user, artifact, "discard/") and has_no_get(cast, as_user, artifact, "discard/")
