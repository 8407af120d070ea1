"""撤回: take a version back before anybody has answered it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.test import APIClient

from artifacts import content
from artifacts.actions import errata, publish, withdrawal
from artifacts.models import Artifact
from conversations import search
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, sign_off_of, write
from tests.conftest import Cast


class TestRule:
    def test_the_first_version_goes_back_to_a_draft_nobody_sees(self, cast: Cast) -> None:
        artifact = make_published(cast)
        withdrawal.withdraw(artifact, actor=cast.chen)
        now = fresh(artifact)
        assert now.version is None and now.has_draft
        assert not Artifact.objects.visible_to(cast.han).filter(pk=artifact.pk).exists()
        assert search.count(cast.chen, "逐条导出") == 0
        assert {row.state for row in artifact.sign_offs.all()} == {"closed"}
        assert Event.objects.get(kind="artifact.withdrawn").changes == {"version": ["1", None]}

    def test_the_number_stays_used(self, cast: Cast) -> None:
        artifact = make_published(cast)
        withdrawal.withdraw(artifact, actor=cast.chen)
        assert publish.publish(artifact, actor=cast.chen).label == "2"

    def test_the_version_before_stands_again_with_its_answers(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        publish_again(artifact, cast, "<p>错了。</p>")
        withdrawal.withdraw(artifact, actor=cast.chen)
        now = fresh(artifact)
        assert now.version.label == "1"
        assert sign_off_of(artifact, "rd").answer == "agreed"
        assert sign_off_of(artifact, "support").state == "waiting"
        assert "逐条导出" in content.read_version(now, now.version, cast.han).section("background").body

    def test_a_carried_answer_does_not_keep_it(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert withdrawal.withdraw(artifact, actor=cast.chen).label == "2"

    def test_an_erratum_goes_and_the_answers_it_had_opened_again_count(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        write(artifact, cast.chen, "history", "<p>错别字</p>")
        errata.publish_erratum(artifact, actor=cast.chen)
        errata.ask_again(sign_off_of(artifact, "rd"), actor=cast.han)
        withdrawal.withdraw(artifact, actor=cast.chen)
        assert fresh(artifact).version.label == "1" and artifact.sign_offs.current().count() == 3
        assert sign_off_of(artifact, "rd").answer == "agreed"

    def test_after_an_answer_it_stays(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        with pytest.raises(InvalidTransition):
            withdrawal.withdraw(artifact, actor=cast.chen)

    def test_without_a_version_and_by_others_it_is_refused(self, cast: Cast) -> None:
        with pytest.raises(InvalidTransition):
            withdrawal.withdraw(make_artifact(cast), actor=cast.chen)
        with pytest.raises(PermissionDenied):
            withdrawal.withdraw(make_published(cast), actor=cast.han)

    def test_only_those_who_edit_read_what_was_withdrawn(self, cast: Cast) -> None:
        artifact = make_published(cast)
        publish_again(artifact, cast, "<p>错了。</p>")
        withdrawal.withdraw(artifact, actor=cast.chen)
        assert content.find_version(artifact, "2", cast.chen).withdrawn_at is not None
        with pytest.raises(Http404):
            content.find_version(artifact, "2", cast.han)
        assert [version.label for version in content.versions_shown(artifact, cast.han)] == ["1"]


class TestApi:
    def test_withdraw(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_published(cast)
        url = f"/api/v1/artifacts/{artifact.reference}/withdraw/"
        assert api_as(cast.su).post(url).status_code == 404
        assert api_as(cast.qin).post(url).status_code == 403
        assert api_as(cast.chen).get(url).status_code == 405
        assert api_as(cast.chen).post(url).status_code == 200
        again = api_as(cast.chen).post(url)
        assert again.status_code == 409 and again.json()["code"] == "no_version"
