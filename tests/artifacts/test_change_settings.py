"""Title, owner, confidentiality and receivers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from accounts.models import User
from artifacts.actions import settings as settings_actions
from artifacts.models import Artifact, SignOff
from artifacts.receivers import ReceiverWish
from conversations import search
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of
from tests.conftest import Cast


def change(artifact: Artifact, actor: User, **wanted: Any) -> Any:
    return settings_actions.change(artifact, actor=actor, **{"revision": artifact.revision, **wanted})


def address(artifact: Artifact, actor: User, *wishes: Any, **more: Any) -> Any:
    return settings_actions.set_receivers(
        artifact, actor=actor, receivers=wishes, **{"revision": fresh(artifact).revision, **more}
    )


def sees(person: User, artifact: Artifact) -> bool:
    return Artifact.objects.visible_to(person).filter(pk=artifact.pk).exists()


class TestChange:
    def test_the_title_follows_on_the_thread_and_in_search(self, cast: Cast) -> None:
        artifact = change(make_published(cast), cast.chen, title="整月导出")
        assert fresh(artifact).thread.title == "整月导出" and search.count(cast.han, "整月导出") == 1
        assert fresh(artifact).version.title == "批量导出对账单"
        event = Event.objects.get(kind="artifact.settings_changed")
        assert event.changes == {"title": ["批量导出对账单", "整月导出"]}

    def test_confidential_closes_at_once(self, cast: Cast) -> None:
        artifact = make_published(cast)
        assert sees(cast.qin, artifact)
        change(artifact, cast.chen, is_confidential=True)
        assert not sees(cast.qin, artifact) and sees(cast.han, artifact)

    def test_the_owner_edits_and_cannot_give_it_away(self, cast: Cast) -> None:
        artifact = change(make_artifact(cast), cast.chen, owner=cast.lu)
        assert sees(cast.lu, artifact)
        change(fresh(artifact), cast.lu, title="陆宁的")
        with pytest.raises(PermissionDenied):
            change(fresh(artifact), cast.lu, owner=cast.qin)
        with pytest.raises(PermissionDenied):
            change(fresh(artifact), cast.lu, is_confidential=True)

    def test_a_stale_change_is_refused_and_the_same_again_is_none(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        change(artifact, cast.chen, title="甲")
        with pytest.raises(StaleEdit):
            change(artifact, cast.chen, title="乙")
        assert change(artifact, cast.chen, title="甲").revision == 2
        assert Event.objects.filter(kind="artifact.settings_changed").count() == 1

    def test_refusals(self, cast: Cast) -> None:
        artifact = make_published(cast)
        with pytest.raises(PermissionDenied):
            change(artifact, cast.han, title="x")
        for wanted in ({"title": ""}, {"release": "v" * 31}, {"owner": cast.visitor}):
            with pytest.raises(ValidationError):
                change(artifact, cast.chen, **wanted)


class TestReceivers:
    def test_a_department_added_sees_it_and_is_asked_about_what_stands(self, cast: Cast) -> None:
        artifact = make_published(cast)
        before = settings_actions_wishes(artifact)
        address(artifact, cast.chen, *before, ReceiverWish(cast.finance, "agree", 3))
        assert sees(cast.lin, artifact) and sign_off_of(artifact, "finance").state == "waiting"
        assert Event.objects.get(kind="artifact.receivers_changed").changes["asked"] == ["finance"]

    def test_one_removed_loses_sight_and_its_question(self, cast: Cast) -> None:
        artifact = make_published(cast)
        kept = [wish for wish in settings_actions_wishes(artifact) if wish.party != "support"]
        address(artifact, cast.chen, *kept)
        assert not sees(cast.he, artifact)
        row = SignOff.objects.get(artifact=artifact, department=cast.support)
        assert (row.state, row.is_current) == ("closed", False)

    def test_back_again_the_question_is_open_and_an_answer_counts(self, cast: Cast) -> None:
        artifact = make_published(cast)
        answer_as(artifact, "rd", cast.han)
        everybody = settings_actions_wishes(artifact)
        address(artifact, cast.chen, *[wish for wish in everybody if wish.party == "operations"])
        address(artifact, cast.chen, *everybody)
        assert sign_off_of(artifact, "rd").answer == "agreed"
        assert sign_off_of(artifact, "support").state == "waiting"

    def test_a_copy_is_not_asked(self, cast: Cast) -> None:
        artifact = make_published(cast)
        address(artifact, cast.chen, *settings_actions_wishes(artifact), ReceiverWish(cast.sales, "copy"))
        assert sees(cast.ma, artifact) and not artifact.sign_offs.filter(department=cast.sales).exists()

    def test_the_same_again_is_no_change(self, cast: Cast) -> None:
        artifact = make_published(cast)
        address(artifact, cast.chen, *settings_actions_wishes(artifact), revision=99)
        assert not Event.objects.filter(kind="artifact.receivers_changed").exists()

    def test_refusals(self, cast: Cast) -> None:
        artifact = make_published(cast)
        rd = ReceiverWish(cast.rd)
        with pytest.raises(PermissionDenied):
            address(artifact, cast.han, rd)
        with pytest.raises(StaleEdit):
            address(artifact, cast.chen, rd, revision=99)
        bad = [(rd, rd), (ReceiverWish(cast.rd, "agree", 0),), (ReceiverWish(cast.rd, "agree", 2, may_lapse=True),)]
        for wishes in bad:
            with pytest.raises(ValidationError):
                address(artifact, cast.chen, *wishes)


def settings_actions_wishes(artifact: Artifact) -> list[ReceiverWish]:
    rows = artifact.receivers.select_related("department")
    return [ReceiverWish(row.department, row.question, row.response_days, row.may_lapse) for row in rows]


class TestApi:
    def test_patch_and_receivers(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        artifact = make_published(cast)
        url = f"/api/v1/artifacts/{artifact.reference}/"
        client = api_as(cast.chen)
        assert client.patch(url, {"title": "甲"}).status_code == 428
        assert client.patch(url, {"title": "甲"}, headers={"If-Match": '"9"'}).status_code == 412
        done = client.patch(url, {"title": "甲"}, headers={"If-Match": '"1"'})
        assert done.status_code == 200 and done["ETag"] == '"2"'
        assert client.patch(url, {"version": "9"}, headers={"If-Match": '"2"'}).status_code == 400
        assert api_as(cast.qin).patch(url, {"title": "x"}, headers={"If-Match": '"2"'}).status_code == 403
        assert api_as(cast.su).patch(url, {"title": "x"}, headers={"If-Match": '"2"'}).status_code == 404
        shown = client.get(f"{url}receivers/")
        body = shown.json()
        body["receivers"].append({"department": "finance", "question": "agree"})
        put = client.put(f"{url}receivers/", body, headers={"If-Match": shown["ETag"]})
        assert put.status_code == 200 and len(put.json()["receivers"]) == 4
        unknown = {"receivers": [{"department": "no", "question": "agree"}]}
        assert client.put(f"{url}receivers/", unknown, headers={"If-Match": put["ETag"]}).status_code == 400
