"""The small saves of the editor: a section at a time, and the free ones added, renamed, moved, deleted."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from artifacts import content
from artifacts.actions import sections
from artifacts.models import Artifact, RefusedPart
from tests.artifacts.making import fresh, make_artifact, make_published, write
from tests.artifacts.pages import HTMX, AsUser, has_no_get, is_closed, path
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_artifact(cast)


def save(client: Client, artifact: Artifact, key: str = "background", **sent: Any) -> Any:
    return client.post(path(artifact, f"sections/{key}/save/"), sent)


def body_of(artifact: Artifact, key: str = "background") -> str:
    return str(artifact.draft_sections.get(key=key).body)


class TestSave:
    def test_it_answers_with_what_is_stored_and_its_revision(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        before = prd.draft_sections.get(key="background").revision
        sent = {"body": "<p onclick='x()'>新的<b>背景</b></p>", "revision": before}
        answer = save(as_user(cast.chen), prd, **sent)
        assert answer.status_code == 200
        said = answer.json()
        assert said["revision"] > before and said["body"] == body_of(prd)
        assert "onclick" not in said["body"] and "data-id=" in said["body"]
        assert len(said["saved_at"]) == 5

    def test_a_section_nobody_wrote_yet_begins_at_zero(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        assert save(as_user(cast.chen), prd, "risks", body="<p>风险</p>", revision=0).status_code == 200
        assert "风险" in body_of(prd, "risks")

    def test_who_comes_second_gets_both_texts_and_loses_nothing(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        seen = prd.draft_sections.get(key="background").revision
        write(prd, cast.chen, "background", "<p>月末对账时只能按月导出。</p>")
        answer = save(as_user(cast.chen), prd, body="<p>月末对账时只能按日导出。</p>", revision=seen)
        assert answer.status_code == 409
        said = answer.json()
        assert "按月导出" in said["theirs"] and "按日导出" in said["mine"]
        assert "<del>" in said["theirs_html"] and "<ins>" in said["theirs_html"]
        assert said["revision"] == prd.draft_sections.get(key="background").revision
        assert "按月导出" in body_of(prd)
        assert "按日导出" in RefusedPart.objects.get(user=cast.chen).content["body"]

    def test_the_merged_text_settles_what_was_refused(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client, seen = as_user(cast.chen), prd.draft_sections.get(key="background").revision
        write(prd, cast.chen, "background", "<p>先到。</p>")
        newest = save(client, prd, body="<p>后到。</p>", revision=seen).json()["revision"]
        refused = RefusedPart.objects.get()
        answer = save(client, prd, body="<p>先到，后到。</p>", revision=newest, settles=refused.pk)
        refused.refresh_from_db()
        assert answer.status_code == 200 and refused.settled_at is not None

    @pytest.mark.parametrize(
        ("key", "sent"),
        [
            ("background", {"body": "<p>一</p>", "revision": "新"}),
            ("background", {"body": "<p>一</p>", "revision": "-1"}),
            ("background", {"body": "<p>一</p>", "revision": str(2**31)}),
            ("background", {"body": "<p>一</p>", "revision": "1", "settles": "x"}),
            ("no-such-part", {"body": "<p>一</p>", "revision": "0"}),
        ],
    )
    def test_what_cannot_be_saved_is_said_in_a_sentence(
        self, prd: Artifact, cast: Cast, as_user: AsUser, key: str, sent: dict[str, str]
    ) -> None:
        answer = save(as_user(cast.chen), prd, key, **sent)
        assert answer.status_code == 422 and answer.json()["detail"]

    def test_only_who_edits_may(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_published(cast)
        rest = "sections/background/save/"
        assert is_closed(cast, as_user, artifact, rest, body="<p>乱改</p>", revision=1)
        assert has_no_get(cast, as_user, artifact, rest)
        assert "乱改" not in body_of(artifact)


class TestFree:
    @pytest.fixture
    def free(self, prd: Artifact, cast: Cast) -> Any:
        return sections.add_section(prd, actor=cast.chen, heading="附录", body="<p>数据来源</p>")

    def test_one_is_added_at_the_end(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer = as_user(cast.chen).post(path(prd, "sections/add/"), {"heading": " 附 录 "})
        assert answer["Location"] == path(prd, "edit/#sec-free-1")
        assert content.read_draft(prd, cast.chen).sections[-1].heading == "附 录"

    def test_without_a_heading_nothing_is_added(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer = as_user(cast.chen).post(path(prd, "sections/add/"), {"heading": " "})
        assert answer.status_code == 422 and "请填写章节标题" in answer.content.decode()

    def test_it_is_renamed_and_keeps_its_text(self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser) -> None:
        sent = {"heading": "附录一", "revision": free.revision}
        answer = as_user(cast.chen).post(path(prd, f"sections/{free.key}/rename/"), sent)
        assert answer["Location"] == path(prd, f"edit/#sec-{free.key}")
        free.refresh_from_db()
        assert free.title == "附录一" and "数据来源" in free.body

    def test_a_newer_text_is_not_renamed_unseen(self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser) -> None:
        write(prd, cast.chen, free.key, "<p>新的来源</p>")
        sent = {"heading": "附录一", "revision": free.revision}
        assert as_user(cast.chen).post(path(prd, f"sections/{free.key}/rename/"), sent).status_code == 409
        free.refresh_from_db()
        assert free.title == "附录"

    def test_it_is_moved(self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser) -> None:
        answer = as_user(cast.chen).post(path(prd, f"sections/{free.key}/move/"), {"after": "background"})
        assert answer["Location"] == path(prd, f"edit/#sec-{free.key}")
        keys = [section.key for section in content.read_draft(prd, cast.chen).sections]
        assert keys[:2] == ["background", free.key]

    def test_every_shown_one_has_its_way_up_and_down(
        self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser
    ) -> None:
        text = as_user(cast.chen).get(path(prd, "edit/")).content.decode()
        shown = re.findall(r'data-section="([^"]+)"', text)
        forms = re.findall(r'sections/([^/]+)/move/"[^>]*data-move="(\w+)".*?name="after" value="([^"]*)"', text)
        last = len(shown) - 1
        for at, key in enumerate(shown):
            assert (key, "up", shown[at - 2] if at > 1 else "") in forms
            assert (key, "down", shown[at + 1] if at < last else "") in forms
        assert text.count('<button class="menu__item" disabled>') == 2

    def test_in_place_the_page_is_told_where_it_went(
        self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser
    ) -> None:
        answer = as_user(cast.chen).post(path(prd, f"sections/{free.key}/move/"), {"after": "background"}, headers=HTMX)
        assert answer.status_code == 204
        assert json.loads(answer["HX-Trigger"]) == {"section-moved": {"key": free.key, "after": "background"}}

    def test_it_is_deleted_and_twice_is_once(self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser) -> None:
        for _ in range(2):
            answer = as_user(cast.chen).post(path(prd, f"sections/{free.key}/delete/"), {"revision": free.revision})
            assert answer["Location"] == path(prd, "edit/")
        assert not prd.draft_sections.filter(key=free.key).exists()

    def test_a_newer_text_is_not_deleted_unseen(self, prd: Artifact, free: Any, cast: Cast, as_user: AsUser) -> None:
        write(prd, cast.chen, free.key, "<p>新的来源</p>")
        sent = {"revision": free.revision}
        assert as_user(cast.chen).post(path(prd, f"sections/{free.key}/delete/"), sent).status_code == 409
        assert prd.draft_sections.filter(key=free.key).exists()

    def test_a_declared_section_stays(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        answer = as_user(cast.chen).post(path(prd, "sections/background/delete/"), {"revision": 1})
        assert answer.status_code == 422 and "不能删除" in answer.content.decode()

    @pytest.mark.parametrize("rest", ["add/", "free-1/rename/", "free-1/move/", "free-1/delete/"])
    def test_only_who_edits_may(self, cast: Cast, as_user: AsUser, rest: str) -> None:
        artifact = make_published(cast)
        sections.add_section(artifact, actor=cast.chen, heading="附录")
        assert is_closed(cast, as_user, artifact, f"sections/{rest}", heading="乱改", revision=1, after="background")
        assert has_no_get(cast, as_user, artifact, f"sections/{rest}")
        assert [section.title for section in fresh(artifact).draft_sections.filter(key="free-1")] == ["附录"]
