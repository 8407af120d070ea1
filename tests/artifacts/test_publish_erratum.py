"""勘误: a correction that asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from artifacts import content
from artifacts.actions import answers, errata, publish
from artifacts.models import Artifact
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of, write
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    """Version 1, agreed by 研发, with a typo mended in what is not material."""
    found = make_published(cast)
    answer_as(found, "rd", cast.han)
    write(found, cast.chen, "history", "<p>改正错别字</p>")
    return fresh(found)


class TestRule:
    def test_it_is_numbered_behind_its_version_and_answers_stand(self, cast: Cast, artifact: Artifact) -> None:
        version = errata.publish_erratum(artifact, actor=cast.chen, summary="错别字")
        assert version.label == "1.1" and fresh(artifact).version == version
        row = sign_off_of(artifact, "rd")
        assert (row.answer, row.version.label, row.is_current) == ("agreed", "1", True)
        assert artifact.sign_offs.current().count() == 3
        assert Event.objects.get(kind="artifact.erratum_published").changes == {"version": ["1", "1.1"]}

    def test_the_next_one_goes_on(self, cast: Cast, artifact: Artifact) -> None:
        errata.publish_erratum(artifact, actor=cast.chen)
        write(artifact, cast.chen, "history", "<p>又一处</p>")
        assert errata.publish_erratum(artifact, actor=cast.chen).label == "1.2"
        write(artifact, cast.chen, "background", "<p>新的一版</p>")
        assert publish.publish(artifact, actor=cast.chen).label == "2"

    def test_material_content_is_refused(self, cast: Cast, artifact: Artifact) -> None:
        write(artifact, cast.chen, "background", "<p>其实是两步</p>")
        with pytest.raises(ValidationError) as refusal:
            errata.publish_erratum(artifact, actor=cast.chen)
        assert refusal.value.code == "material_change"
        assert refusal.value.params == {"parts": ["section:background"]}
        assert fresh(artifact).version.label == "1"

    def test_without_a_version_there_is_nothing_to_mend(self, cast: Cast) -> None:
        with pytest.raises(InvalidTransition):
            errata.publish_erratum(make_artifact(cast), actor=cast.chen)

    def test_readers_may_not(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            errata.publish_erratum(artifact, actor=cast.han)

    def test_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        first = errata.publish_erratum(artifact, actor=cast.chen)
        assert errata.publish_erratum(artifact, actor=cast.chen) == first

    def test_who_reads_the_erratum_answers_the_question(self, cast: Cast, artifact: Artifact) -> None:
        version = errata.publish_erratum(artifact, actor=cast.chen)
        row = sign_off_of(artifact, "support")
        done = answers.answer(row, actor=cast.he, answer="acknowledged", content_hash=version.content_hash)
        assert done.content_hash == version.content_hash

    def test_both_texts_can_be_read(self, cast: Cast, artifact: Artifact) -> None:
        errata.publish_erratum(artifact, actor=cast.chen)
        old, new = (content.find_version(artifact, label, cast.han) for label in ("1", "1.1"))
        assert content.read_version(artifact, old, cast.han).section("history") is None
        assert content.read_version(artifact, new, cast.han).section("history") is not None


class TestAskAgain:
    def test_a_signer_may_open_the_question_again(self, cast: Cast, artifact: Artifact) -> None:
        errata.publish_erratum(artifact, actor=cast.chen)
        before = sign_off_of(artifact, "rd")
        opened = errata.ask_again(before, actor=cast.han)
        assert (opened.state, opened.version.label) == ("waiting", "1.1")
        before.refresh_from_db()
        assert (before.answer, before.is_current) == ("agreed", False)
        assert sign_off_of(artifact, "rd") == opened
        assert errata.ask_again(opened, actor=cast.han) == opened
        assert Event.objects.filter(kind="sign_off.asked_again").count() == 1

    def test_only_after_an_erratum_and_only_who_answers(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        with pytest.raises(InvalidTransition):
            errata.ask_again(row, actor=cast.han)
        errata.publish_erratum(artifact, actor=cast.chen)
        with pytest.raises(PermissionDenied):
            errata.ask_again(row, actor=cast.qin)


class TestApi:
    def test_publish_and_ask_again(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        url = f"/api/v1/artifacts/{artifact.reference}/publish-erratum/"
        assert api_as(cast.qin).post(url).status_code == 403
        assert api_as(cast.su).post(url).status_code == 404
        assert api_as(cast.chen).post(url).json()["label"] == "1.1"
        again = f"/api/v1/sign-offs/{sign_off_of(artifact, 'rd').pk}/ask-again/"
        assert api_as(cast.su).post(again).status_code == 404
        assert api_as(cast.han).post(again).json()["state"] == "waiting"

    def test_material_changes_are_a_400(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        write(artifact, cast.chen, "background", "<p>x</p>")
        response = api_as(cast.chen).post(f"/api/v1/artifacts/{artifact.reference}/publish-erratum/")
        assert response.status_code == 400 and response.json()["code"] == "material_change"
