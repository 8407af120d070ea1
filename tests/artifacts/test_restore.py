"""Archiving, and taking earlier text back into the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from artifacts import content
from artifacts.actions import lifecycle, publish, rows, sections
from artifacts.models import Artifact
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, sign_off_of, write
from tests.conftest import Cast


class TestDiscard:
    def test_the_draft_holds_the_version_again(self, cast: Cast) -> None:
        artifact = make_published(cast)
        write(artifact, cast.chen, "background", "<p>不要了</p>")
        sections.add_section(artifact, actor=cast.chen, heading="附录")
        rows.add_row(artifact, actor=cast.chen, table="stories", cells={"role": "x"})
        lifecycle.discard_draft(artifact, actor=cast.chen)
        draft = content.read_draft(artifact, cast.chen)
        assert "逐条导出" in draft.section("background").body and draft.section("free-1") is None
        assert [row.key for row in draft.table("stories").rows] == ["US-1"]
        assert not fresh(artifact).has_draft
        assert publish.publish(artifact, actor=cast.chen).label == "1"
        assert Event.objects.filter(kind="artifact.draft_discarded").count() == 1

    def test_an_old_tab_cannot_write_over_what_came_back(self, cast: Cast) -> None:
        artifact = make_published(cast)
        write(artifact, cast.chen, "background", "<p>新</p>")
        seen = artifact.draft_sections.get(key="background").revision
        lifecycle.discard_draft(artifact, actor=cast.chen)
        with pytest.raises(StaleEdit):
            sections.save_section(artifact, actor=cast.chen, key="background", body="<p>旧标签页</p>", revision=seen)

    def test_parts_that_are_equal_keep_their_revision(self, cast: Cast) -> None:
        artifact = make_published(cast)
        before = artifact.draft_rows.get().revision
        write(artifact, cast.chen, "background", "<p>新</p>")
        lifecycle.discard_draft(artifact, actor=cast.chen)
        assert artifact.draft_rows.get().revision == before

    def test_refusals(self, cast: Cast) -> None:
        with pytest.raises(InvalidTransition):
            lifecycle.discard_draft(make_artifact(cast), actor=cast.chen)
        with pytest.raises(PermissionDenied):
            lifecycle.discard_draft(make_published(cast), actor=cast.han)


class TestRestore:
    def test_an_earlier_version_becomes_the_draft_and_nothing_is_published(self, cast: Cast) -> None:
        artifact = make_published(cast)
        first = artifact.version
        publish_again(artifact, cast, "<p>第二版</p>")
        lifecycle.restore_version(artifact, actor=cast.chen, version=first)
        now = fresh(artifact)
        assert now.version.label == "2" and now.has_draft
        assert "逐条导出" in content.read_draft(now, cast.chen).section("background").body
        third = publish.publish(artifact, actor=cast.chen)
        assert third.label == "3" and third.content_hash == first.content_hash
        assert Event.objects.get(kind="artifact.draft_restored").changes == {"version": [None, "1"]}

    def test_answers_to_the_same_text_two_versions_ago_are_not_taken_up(self, cast: Cast) -> None:
        artifact = make_published(cast)
        first = artifact.version
        answer_as(artifact, "rd", cast.han)
        publish_again(artifact, cast, "<p>第二版</p>")
        lifecycle.restore_version(artifact, actor=cast.chen, version=first)
        publish.publish(artifact, actor=cast.chen)
        assert sign_off_of(artifact, "rd").state == "waiting"

    def test_refusals(self, cast: Cast) -> None:
        artifact, other = make_published(cast), make_published(cast, title="另一份")
        with pytest.raises(ValidationError):
            lifecycle.restore_version(artifact, actor=cast.chen, version=other.version)
        with pytest.raises(PermissionDenied):
            lifecycle.restore_version(artifact, actor=cast.han, version=artifact.version)


class TestArchive:
    def test_questions_close_and_open_again(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        for _ in range(2):
            lifecycle.archive(artifact, actor=cast.chen)
        assert not artifact.sign_offs.waiting().exists()
        assert Artifact.objects.visible_to(cast.han).filter(pk=artifact.pk).exists()
        with pytest.raises(InvalidTransition):
            write(artifact, cast.chen, "background", "<p>x</p>")
        for _ in range(2):
            lifecycle.unarchive(artifact, actor=cast.chen)
        states = {row.department.code: row.state for row in artifact.sign_offs.current()}
        assert states == {"rd": "answered", "operations": "waiting", "support": "waiting"}
        kinds = list(Event.objects.filter(kind__contains="archived").values_list("kind", flat=True))
        assert kinds == ["artifact.archived", "artifact.unarchived"]

    def test_others_may_not(self, cast: Cast) -> None:
        artifact = make_published(cast)
        for verb in (lifecycle.archive, lifecycle.unarchive):
            with pytest.raises(PermissionDenied):
                verb(artifact, actor=cast.han)


class TestApi:
    @pytest.mark.parametrize("verb", ["archive", "unarchive", "discard-draft", "restore-version"])
    def test_each_verb_at_its_door(self, cast: Cast, api_as: Callable[..., APIClient], verb: Any) -> None:
        artifact = make_published(cast)
        url = f"/api/v1/artifacts/{artifact.reference}/{verb}/"
        body = {"version": "1"} if verb == "restore-version" else {}
        assert api_as(cast.su).post(url, body).status_code == 404
        assert api_as(cast.qin).post(url, body).status_code == 403
        assert api_as(cast.chen).get(url).status_code == 405
        assert api_as(cast.chen).post(url, body).status_code == 200

    def test_an_unknown_version_is_not_found(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_published(cast)
        url = f"/api/v1/artifacts/{artifact.reference}/restore-version/"
        assert api_as(cast.chen).post(url, {"version": "7"}).status_code == 404
