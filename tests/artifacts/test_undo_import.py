"""撤销导入: what an import replaced comes back with one press; what was written since is never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import importing, lifecycle, redactions, sections
from artifacts.importers.files import import_text
from artifacts.models import Artifact, DraftImport, RefusedPart
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import fresh, make_artifact, make_published, write
from tests.artifacts.pages import AsUser, has_no_get, is_closed, path
from tests.conftest import Cast

TEXT = "## 背景与目标\n\n过去 90 天内，41 条反馈指向同一个问题。\n\n## 竞品\n\n竞品都有批量导出。\n"


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_artifact(cast)


def take(artifact: Artifact, actor: User, text: str = TEXT) -> DraftImport:
    return importing.import_document(artifact, actor=actor, document=import_text(text)).taken


def draft(artifact: Artifact) -> dict[str, tuple[str, int]]:
    return {row.key: (row.body, row.revision) for row in artifact.draft_sections.all()}


class TestRule:
    def test_everything_reads_as_before(self, prd: Artifact, cast: Cast) -> None:
        before, had_draft = draft(prd), fresh(prd).has_draft
        taken = take(prd, cast.chen)
        assert draft(prd) != before
        undone = importing.undo_import(taken, actor=cast.chen)
        assert (undone.restored, undone.left) == (("background", "free-1"), ())
        assert draft(prd) == before and fresh(prd).has_draft == had_draft
        event = Event.objects.get(kind="artifact.import_undone")
        assert event.changes == {"restored": ["background", "free-1"], "left": []}

    def test_a_sent_document_is_without_a_draft_again(self, cast: Cast) -> None:
        artifact = make_published(cast)
        assert not artifact.has_draft
        importing.undo_import(take(artifact, cast.chen), actor=cast.chen)
        assert not fresh(artifact).has_draft

    def test_twice_is_once(self, prd: Artifact, cast: Cast) -> None:
        taken = take(prd, cast.chen)
        importing.undo_import(taken, actor=cast.chen)
        write(prd, cast.chen, "background", "<p>新写的。</p>")
        again = importing.undo_import(taken, actor=cast.chen)
        assert (again.restored, again.left) == ((), ()) and "新写的" in draft(prd)["background"][0]
        assert Event.objects.filter(kind="artifact.import_undone").count() == 1

    def test_what_was_edited_since_stays_and_the_former_text_is_kept(self, prd: Artifact, cast: Cast) -> None:
        taken = take(prd, cast.chen)
        write(prd, cast.chen, "background", "<p>导入后又改了。</p>")
        undone = importing.undo_import(taken, actor=cast.chen)
        assert (undone.restored, undone.left) == (("free-1",), ("background",))
        assert "导入后又改了" in draft(prd)["background"][0] and "free-1" not in draft(prd)
        kept = RefusedPart.objects.get(user=cast.chen)
        assert kept.part == "section:background" and "逐条导出" in kept.content["body"]
        assert fresh(prd).has_draft

    def test_a_section_deleted_since_is_not_raised(self, prd: Artifact, cast: Cast) -> None:
        free = sections.add_section(prd, actor=cast.chen, heading="竞品", body="<p>旧的竞品</p>")
        taken = take(prd, cast.chen)
        now = prd.draft_sections.get(key=free.key)
        sections.delete_section(prd, actor=cast.chen, key=free.key, revision=now.revision)
        assert importing.undo_import(taken, actor=cast.chen).left == (free.key,)
        assert "旧的竞品" in RefusedPart.objects.get().content["body"]

    def test_two_imports_are_taken_back_one_after_the_other(self, prd: Artifact, cast: Cast) -> None:
        before = draft(prd)
        first, second = take(prd, cast.chen), take(prd, cast.chen, TEXT.replace("41", "43"))
        importing.undo_import(second, actor=cast.chen)
        assert "41 条反馈" in draft(prd)["background"][0]
        assert importing.undo_import(first, actor=cast.chen).left == ()
        assert draft(prd) == before

    def test_who_has_the_former_text_open_saves_on(self, prd: Artifact, cast: Cast) -> None:
        seen = draft(prd)["background"][1]
        importing.undo_import(take(prd, cast.chen), actor=cast.chen)
        saved = sections.save_section(prd, actor=cast.chen, key="background", body="<p>接着写。</p>", revision=seen)
        assert "接着写" in saved.body

    def test_content_that_was_taken_out_does_not_come_back(self, cast: Cast) -> None:
        artifact = make_published(cast)
        taken = take(artifact, cast.chen)
        asked = redactions.request(
            artifact, actor=cast.chen, version=artifact.version, parts=["section:background"], reason="误贴"
        )
        redactions.confirm(asked, actor=cast.administrator)
        taken.refresh_from_db()
        assert "background" not in taken.former
        importing.undo_import(taken, actor=cast.chen)
        assert "逐条导出" not in json.dumps(list(draft(artifact).values()), ensure_ascii=False)

    def test_only_who_edits_may_and_not_in_the_archive(self, prd: Artifact, cast: Cast) -> None:
        taken = take(prd, cast.chen)
        with pytest.raises(PermissionDenied):
            importing.undo_import(taken, actor=cast.qin)
        lifecycle.archive(fresh(prd), actor=cast.chen)
        with pytest.raises(InvalidTransition):
            importing.undo_import(taken, actor=cast.chen)


class TestPage:
    def test_the_report_takes_it_back_with_one_press(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client, before = as_user(cast.chen), draft(prd)
        report = client.post(path(prd, "import/"), {"pasted": TEXT}).content.decode()
        undo = path(prd, f"imports/{DraftImport.objects.get().pk}/undo/")
        assert f'action="{undo}"' in report and "撤销导入" in report
        answer = client.post(undo, follow=True)
        assert answer.redirect_chain[0][0] == path(prd, "edit/")
        assert "已撤销导入。2 个章节已恢复原样。" in answer.content.decode()
        assert draft(prd) == before

    def test_the_editor_offers_it_until_everything_was_edited(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        taken = take(prd, cast.chen)
        client, rest = as_user(cast.chen), f"imports/{taken.pk}/undo/"
        text = client.get(path(prd, "edit/")).content.decode()
        assert "导入替换或新增了 2 个章节" in text and path(prd, rest) in text
        for key in ("background", "free-1"):
            write(prd, cast.chen, key, f"<p>又改了 {key}。</p>")
        assert path(prd, rest) not in client.get(path(prd, "edit/")).content.decode()

    def test_what_stays_is_said_and_the_former_text_shown(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        taken = take(prd, cast.chen)
        write(prd, cast.chen, "background", "<p>导入后又改了。</p>")
        text = as_user(cast.chen).post(path(prd, f"imports/{taken.pk}/undo/"), follow=True).content.decode()
        assert "1 个章节导入后又改过，保持不动" in text
        assert "「背景与问题」导入前的文字没有恢复" in text and "月末对账时只能逐条导出" in text

    def test_only_who_edits_may(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        rest = f"imports/{take(artifact, cast.chen).pk}/undo/"
        assert is_closed(cast, as_user, artifact, rest) and has_no_get(cast, as_user, artifact, rest)
        assert as_user(cast.chen).post(path(artifact, "imports/999999/undo/")).status_code == 404
        assert "41 条反馈" in content.read_draft(artifact, cast.chen).section("background").body  # type: ignore[union-attr]


def test_the_endpoint(prd: Artifact, cast: Cast, api_as: Callable[..., APIClient]) -> None:
    client, before = api_as(cast.chen), draft(prd)
    address = f"/api/v1/artifacts/{prd.reference}/"
    sent: Any = client.post(f"{address}import/", {"markdown": TEXT})
    answer = client.post(f"{address}imports/{sent.data['undo']}/undo/")
    assert answer.status_code == 200 and answer.data == {"restored": ("background", "free-1"), "left": ()}
    assert draft(prd) == before
    assert client.post(f"{address}imports/999999/undo/").status_code == 404
