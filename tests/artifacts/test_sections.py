"""Writing narrative in the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import refused, sections
from artifacts.models import Artifact, RefusedPart
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests.artifacts.making import fresh, make_artifact, make_published, write
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_artifact(cast)


def save(artifact: Artifact, actor: User, body: Any, revision: Any, key: Any = "users", **more: Any) -> Any:
    return sections.save_section(artifact, actor=actor, key=key, body=body, revision=revision, **more)


def order_of(artifact: Artifact, *keys: Any) -> list[str]:
    found = [section.key for section in content.read_draft(artifact, None).sections]
    return [key for key in found if key in keys]


class TestSave:
    def test_text_is_stored_clean_with_block_ids(self, cast: Cast, artifact: Artifact) -> None:
        saved = save(artifact, cast.chen, '<p onclick="x()">三步导出<script>alert(1)</script></p>', 0)
        assert "三步导出" in saved.body and 'data-id="' in saved.body
        assert "onclick" not in saved.body and "script" not in saved.body
        assert fresh(artifact).has_draft

    def test_the_event_names_the_part_and_autosave_folds_into_one(self, cast: Cast, artifact: Artifact) -> None:
        first = save(artifact, cast.chen, "<p>一</p>", 0)
        save(artifact, cast.chen, "<p>一二</p>", first.revision)
        events = Event.objects.filter(kind="artifact.edited", changes__part="section:users")
        assert [event.changes["revision"] for event in events] == [[0, first.revision]]

    def test_the_same_text_again_changes_nothing(self, cast: Cast, artifact: Artifact) -> None:
        first = save(artifact, cast.chen, "<p>一</p>", 0)
        again = save(artifact, cast.chen, first.body, 0)
        assert again.revision == first.revision and not RefusedPart.objects.exists()

    def test_a_stale_save_gets_both_texts_and_loses_nothing(self, cast: Cast, artifact: Artifact) -> None:
        first = save(artifact, cast.chen, "<p>一</p>", 0)
        Artifact.objects.filter(pk=artifact.pk).update(owner=cast.lu)
        newest = save(artifact, cast.lu, "<p>陆宁改的</p>", first.revision)
        with pytest.raises(StaleEdit) as refusal:
            save(artifact, cast.chen, "<p>陈思远改的</p>", first.revision)
        members = refusal.value.members()
        assert "陈思远改的" in members["mine"]["body"] and "陆宁改的" in members["theirs"]["body"]
        assert members["revision"] == newest.revision
        kept = RefusedPart.objects.get(pk=members["refused"])
        assert kept.user == cast.chen and "陈思远改的" in kept.content["body"]
        assert "陆宁改的" in content.read_draft(artifact, None).section("users").body

    def test_autosave_of_an_old_tab_is_kept_once(self, cast: Cast, artifact: Artifact) -> None:
        save(artifact, cast.chen, "<p>一</p>", 0)
        for _ in range(3):
            with pytest.raises(StaleEdit):
                save(artifact, cast.chen, "<p>旧标签页</p>", 0)
        assert RefusedPart.objects.count() == 1

    def test_saving_the_merged_text_settles_what_was_refused(self, cast: Cast, artifact: Artifact) -> None:
        first = save(artifact, cast.chen, "<p>一</p>", 0)
        with pytest.raises(StaleEdit) as refusal:
            save(artifact, cast.chen, "<p>二</p>", 0)
        kept = refusal.value.members()["refused"]
        save(artifact, cast.chen, "<p>一二</p>", first.revision, settles=kept)
        assert RefusedPart.objects.get(pk=kept).settled_at is not None

    def test_refused_text_is_dropped_by_its_writer_only(self, cast: Cast, artifact: Artifact) -> None:
        save(artifact, cast.chen, "<p>一</p>", 0)
        with pytest.raises(StaleEdit):
            save(artifact, cast.chen, "<p>二</p>", 0)
        kept = RefusedPart.objects.get()
        with pytest.raises(PermissionDenied):
            refused.settle(kept, actor=cast.lu)
        assert refused.settle(kept, actor=cast.chen).settled_at is not None

    def test_a_revision_never_comes_twice(self, cast: Cast, artifact: Artifact) -> None:
        added = sections.add_section(artifact, actor=cast.chen, heading="附录")
        sections.delete_section(artifact, actor=cast.chen, key=added.key, revision=added.revision)
        again = sections.add_section(artifact, actor=cast.chen, heading="附录")
        assert again.key != added.key and again.revision > added.revision

    def test_a_reader_may_not(self, cast: Cast) -> None:
        published = make_published(cast)
        with pytest.raises(PermissionDenied):
            save(published, cast.han, "<p>x</p>", 0)

    def test_an_unknown_section_is_refused(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(ValidationError):
            save(artifact, cast.chen, "<p>x</p>", 0, key="no-such")

    def test_text_without_ids_keeps_those_of_like_blocks(self, cast: Cast, artifact: Artifact) -> None:
        first = save(artifact, cast.chen, "<p>月末对账时只能逐条导出。</p><p>第二段</p>", 0)
        again = save(artifact, cast.chen, "<p>月末对账时只能逐条导出，很慢。</p>", first.revision, carry=True)
        identifier = first.body.split('data-id="')[1].split('"')[0]
        assert f'data-id="{identifier}"' in again.body


class TestFreeSections:
    def test_they_are_added_at_the_end_or_after_another(self, cast: Cast, artifact: Artifact) -> None:
        last = sections.add_section(artifact, actor=cast.chen, heading="附录")
        inside = sections.add_section(artifact, actor=cast.chen, heading="竞品", after="background")
        assert order_of(artifact, "background", "users", inside.key, last.key) == [
            "background", inside.key, "users", last.key,
        ]  # fmt: skip

    def test_moving_puts_it_right_after_another_however_often(self, cast: Cast, artifact: Artifact) -> None:
        first, second = (sections.add_section(artifact, actor=cast.chen, heading=name) for name in "甲乙")
        for _ in range(12):
            sections.move_section(artifact, actor=cast.chen, key=first.key, after="background")
            sections.move_section(artifact, actor=cast.chen, key=second.key, after="background")
        assert order_of(artifact, "background", first.key, second.key) == ["background", second.key, first.key]

    def test_moving_to_the_front(self, cast: Cast, artifact: Artifact) -> None:
        section = sections.add_section(artifact, actor=cast.chen, heading="摘要")
        sections.move_section(artifact, actor=cast.chen, key=section.key, after=None)
        assert content.read_draft(artifact, None).sections[0].key == section.key

    def test_order_is_no_text_so_who_is_writing_saves_on(self, cast: Cast, artifact: Artifact) -> None:
        before = dict(artifact.draft_sections.values_list("key", "revision"))
        sections.move_section(artifact, actor=cast.chen, key="risks", after=None)
        sections.move_section(artifact, actor=cast.chen, key="background", after="risks")
        after = dict(artifact.draft_sections.values_list("key", "revision"))
        assert before.items() <= after.items()
        saved = sections.save_section(artifact, actor=cast.chen, key="risks", body="<p>风险</p>", revision=0)
        assert "风险" in saved.body

    def test_a_declared_one_cannot_be_deleted(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(ValidationError):
            sections.delete_section(artifact, actor=cast.chen, key="users", revision=0)

    def test_deleting_an_edited_one_is_stale(self, cast: Cast, artifact: Artifact) -> None:
        section = sections.add_section(artifact, actor=cast.chen, heading="附录")
        save(artifact, cast.chen, "<p>新</p>", section.revision, key=section.key)
        with pytest.raises(StaleEdit):
            sections.delete_section(artifact, actor=cast.chen, key=section.key, revision=section.revision)

    def test_deleting_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        section = sections.add_section(artifact, actor=cast.chen, heading="附录")
        for _ in range(2):
            sections.delete_section(artifact, actor=cast.chen, key=section.key, revision=section.revision)
        assert content.read_draft(artifact, None).section(section.key) is None

    @pytest.mark.parametrize("heading", ["", "  ", "长" * 201])
    def test_a_heading_is_needed(self, cast: Cast, artifact: Artifact, heading: Any) -> None:
        with pytest.raises(ValidationError):
            sections.add_section(artifact, actor=cast.chen, heading=heading)


class TestApi:
    def url(self, artifact: Artifact, rest: str = "sections/users/") -> str:
        return f"/api/v1/artifacts/{artifact.reference}/{rest}"

    def test_put_needs_if_match_and_stale_answers_412_with_both_texts(
        self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]
    ) -> None:
        client = api_as(cast.chen)
        assert client.put(self.url(artifact), {"body": "<p>一</p>"}).status_code == 428
        saved = client.put(self.url(artifact), {"body": "<p>一</p>"}, headers={"If-Match": '"0"'})
        assert saved.status_code == 200 and saved["ETag"] == f'"{saved.json()["revision"]}"'
        stale = client.put(self.url(artifact), {"body": "<p>二</p>"}, headers={"If-Match": '"0"'})
        assert stale.status_code == 412
        assert "二" in stale.json()["mine"]["body"] and "一" in stale.json()["theirs"]["body"]
        assert RefusedPart.objects.filter(pk=stale.json()["refused"]).exists()

    def test_refused_text_is_listed_for_its_writer_until_settled(
        self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]
    ) -> None:
        client = api_as(cast.chen)
        client.put(self.url(artifact), {"body": "<p>一</p>"}, headers={"If-Match": '"0"'})
        client.put(self.url(artifact), {"body": "<p>二</p>"}, headers={"If-Match": '"0"'})
        kept = client.get("/api/v1/refused-parts/").json()["items"]
        assert [one["part"] for one in kept] == ["section:users"]
        url = f"/api/v1/refused-parts/{kept[0]['id']}/settle/"
        assert api_as(cast.lu).post(url).status_code == 404
        assert client.post(url).json()["settled_at"] is not None
        assert client.get("/api/v1/refused-parts/").json()["items"] == []

    def test_markdown_is_taken(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        saved = api_as(cast.chen).put(self.url(artifact), {"markdown": "**三步**导出"}, headers={"If-Match": '"0"'})
        assert "<strong>三步</strong>导出" in saved.json()["body"]

    def test_add_move_delete(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        client = api_as(cast.chen)
        made = client.post(self.url(artifact, "sections/"), {"heading": "附录", "markdown": "见表"})
        assert made.status_code == 201
        key = made.json()["key"]
        moved = client.post(self.url(artifact, f"sections/{key}/move/"), {"after": "background"})
        assert moved.status_code == 200
        gone = client.delete(self.url(artifact, f"sections/{key}/"), headers={"If-Match": moved["ETag"]})
        assert gone.status_code == 204

    def test_readers_get_403_and_strangers_404(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        published = make_published(cast)
        for person, status in ((cast.qin, 403), (cast.su, 404), (cast.fang, 404)):
            client = api_as(person)
            put = client.put(self.url(published), {"body": "<p>x</p>"}, headers={"If-Match": '"0"'})
            assert put.status_code == status
            assert client.get(self.url(published, "draft/")).status_code == status

    def test_reading_the_draft(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        write(artifact, cast.chen, "users", "<p>三步</p>")
        body = api_as(cast.chen).get(self.url(artifact, "draft/")).json()
        found = {section["key"]: section for section in body["sections"]}
        assert "三步" in found["users"]["body"] and found["risks"]["revision"] == 0
        assert body["tables"][0]["rows"][0]["cells"]["role"] == "财务主管"
