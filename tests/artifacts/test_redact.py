"""Taking content out of a version: two people, no way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import publish, redactions, rolling, rows
from artifacts.models import Artifact, DraftRow, DraftSection, RecordRow, VersionSection
from conversations import search
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import fresh, make_artifact, make_published, publish_again
from tests.conftest import Cast

SECRET = "密钥是金丝雀四二"


@pytest.fixture
def artifact(cast: Cast) -> Any:
    found = make_published(cast)
    publish_again(found, cast, f"<p>{SECRET}</p>", key="users")
    rows.add_row(found, actor=cast.chen, table="stories", cells={"role": f"{SECRET}甲"})
    publish.publish(found, actor=cast.chen)
    return fresh(found)


def redact(artifact: Artifact, cast: Cast, *parts: str) -> Any:
    wish = redactions.request(
        artifact, actor=cast.chen, version=artifact.version, parts=list(parts), reason="误贴了密钥"
    )
    return redactions.confirm(wish, actor=cast.administrator)


class TestRule:
    def test_the_text_is_gone_everywhere_and_the_hash_stays(self, cast: Cast, artifact: Artifact) -> None:
        before = {version.label: version.content_hash for version in artifact.versions.all()}
        redact(artifact, cast, "section:users", "row:stories:US-2")
        for model in (VersionSection, DraftSection):
            assert not model.objects.filter(body__contains=SECRET).exists()
        for table in (RecordRow, DraftRow):
            assert not [row for row in table.objects.all() if SECRET in str(row.cells)]
        assert search.count(cast.chen, SECRET) == 0
        assert {version.label: version.content_hash for version in artifact.versions.all()} == before
        assert not any(SECRET in str(event.changes) for event in Event.objects.all())
        assert SECRET not in str([version.material_changes for version in artifact.versions.all()])

    def test_a_stone_stands_in_every_version_that_held_it(self, cast: Cast, artifact: Artifact) -> None:
        redact(artifact, cast, "section:users")
        for label in ("2", "3"):
            version = content.find_version(artifact, label, cast.han)
            assert version.redacted_at is not None
            assert content.read_version(artifact, version, cast.han).section("users").is_redacted
        assert content.find_version(artifact, "1", cast.han).redacted_at is None

    def test_signals_quote_it_no_more(self, cast: Cast) -> None:
        plan = make_artifact(cast, "schedule", title="v3.2 排期")
        slipped = {"milestone": SECRET, "baseline_on": "2026-01-05", "current_on": "2026-03-05"}
        rows.add_row(plan, actor=cast.chen, table="milestones", cells=slipped)
        rolling.refresh(plan, actor=cast.chen)
        assert SECRET in str(fresh(plan).signals)
        redact(fresh(plan), cast, "row:milestones:" + plan.draft_rows.get().row_key)
        assert SECRET not in str(fresh(plan).signals)

    def test_publishing_goes_on(self, cast: Cast, artifact: Artifact) -> None:
        redact(artifact, cast, "section:users")
        assert publish_again(artifact, cast, "<p>没有密钥了</p>", key="users").label == "4"


class TestTwo:
    def request(self, artifact: Artifact, actor: User) -> Any:
        return redactions.request(
            artifact, actor=actor, version=artifact.version, parts=["section:users"], reason="误贴"
        )

    def test_nobody_does_it_alone(self, cast: Cast, artifact: Artifact) -> None:
        wish = self.request(artifact, cast.chen)
        for person in (cast.chen, cast.han, cast.other_manager):
            with pytest.raises(PermissionDenied):
                redactions.confirm(wish, actor=person)
        assert VersionSection.objects.filter(body__contains=SECRET).exists()

    def test_an_administrator_asks_and_a_manager_confirms(self, cast: Cast, artifact: Artifact) -> None:
        wish = self.request(artifact, cast.administrator)
        with pytest.raises(PermissionDenied):
            redactions.confirm(wish, actor=cast.administrator)
        assert redactions.confirm(wish, actor=cast.chen).confirmed_by == cast.chen

    def test_who_is_both_still_needs_another(self, cast: Cast, artifact: Artifact) -> None:
        cast.chen.is_administrator = True
        cast.chen.save()
        with pytest.raises(PermissionDenied):
            redactions.confirm(self.request(artifact, cast.chen), actor=cast.chen)

    def test_others_may_not_ask(self, cast: Cast, artifact: Artifact) -> None:
        for person in (cast.han, cast.lu, cast.other_manager):
            with pytest.raises(PermissionDenied):
                self.request(artifact, person)

    def test_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        wish = self.request(artifact, cast.chen)
        assert self.request(artifact, cast.chen) == wish
        for _ in range(2):
            redactions.confirm(wish, actor=cast.administrator)
        kinds = list(Event.objects.filter(kind__startswith="redaction").values_list("kind", flat=True))
        assert kinds == ["redaction.requested", "redaction.confirmed"]

    def test_cancelled_is_cancelled_and_done_is_done(self, cast: Cast, artifact: Artifact) -> None:
        wish = self.request(artifact, cast.chen)
        redactions.cancel(wish, actor=cast.chen)
        with pytest.raises(InvalidTransition):
            redactions.confirm(wish, actor=cast.administrator)
        done = self.request(artifact, cast.chen)
        redactions.confirm(done, actor=cast.administrator)
        with pytest.raises(InvalidTransition):
            redactions.cancel(done, actor=cast.chen)

    @pytest.mark.parametrize(("parts", "reason"), [([], "x"), (["section:no"], "x"), (["section:users"], " ")])
    def test_bad_wishes(self, cast: Cast, artifact: Artifact, parts: Any, reason: Any) -> None:
        with pytest.raises(ValidationError):
            redactions.request(artifact, actor=cast.chen, version=artifact.version, parts=parts, reason=reason)


class TestApi:
    def test_ask_and_confirm(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        url = f"/api/v1/artifacts/{artifact.reference}/redactions/"
        body = {"version": "3", "parts": ["section:users"], "reason": "误贴"}
        assert api_as(cast.su).post(url, body).status_code == 404
        assert api_as(cast.han).post(url, body).status_code == 403
        made = api_as(cast.chen).post(url, body)
        assert made.status_code == 201
        one = f"/api/v1/redactions/{made.json()['id']}/"
        assert api_as(cast.han).post(f"{one}confirm/").status_code == 404
        assert api_as(cast.chen).post(f"{one}confirm/").status_code == 403
        shown = api_as(cast.administrator).get(one)
        assert shown.json()["artifact"] == artifact.reference and SECRET not in shown.content.decode()
        assert api_as(cast.administrator).post(f"{one}confirm/").status_code == 200
        assert api_as(cast.chen).post(f"{one}cancel/").status_code == 409
