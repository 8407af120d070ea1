"""会签: a party's answer to the version it was shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from artifacts.actions import answers, create, lifecycle, publish, sections
from artifacts.models import Artifact, SignOff
from departments.models import Membership, StandIn
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests import make
from tests.artifacts.making import answer_as, make_published, publish_again, sign_off_of, write
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def answer(row: Any, actor: User, word: Any = "agreed", **more: Any) -> SignOff:
    return answers.answer(row, actor=actor, answer=word, **{"content_hash": row.version.content_hash, **more})


class TestRule:
    def test_a_liaison_answers_for_the_department(self, cast: Cast, artifact: Artifact) -> None:
        done = answer(sign_off_of(artifact, "rd"), cast.han)
        assert (done.state, done.answer, done.answered_by) == ("answered", "agreed", cast.han)
        assert done.content_hash == artifact.version.content_hash and not done.is_by_token
        event = Event.objects.get(kind="sign_off.answered")
        assert event.changes == {"answer": [None, "agreed"], "version": "1", "party": "rd"}

    def test_a_return_needs_a_ground(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        with pytest.raises(ValidationError):
            answer(row, cast.han, "returned")
        done = answer(row, cast.han, "returned", ground=" 接口没有写清 ")
        assert (done.answer, done.ground) == ("returned", "接口没有写清")

    def test_conditions_become_open_points(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        with pytest.raises(ValidationError):
            answer(row, cast.han, "agreed-with-conditions", conditions=[" "])
        answer(row, cast.han, "agreed-with-conditions", conditions=["限流", "灰度 5%"])
        assert [point.text for point in artifact.open_points.order_by("pk")] == ["限流", "灰度 5%"]

    @pytest.mark.parametrize(("code", "word"), [("support", "agreed"), ("support", "returned"), ("rd", "acknowledged")])
    def test_each_question_has_its_answers(self, cast: Cast, artifact: Artifact, code: Any, word: Any) -> None:
        person = {"support": cast.he, "rd": cast.han}[code]
        with pytest.raises(ValidationError):
            answer(sign_off_of(artifact, code), person, word, ground="x")

    def test_twice_is_once_and_another_answer_is_refused(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        answer(row, cast.han)
        answer(row, cast.han)
        assert Event.objects.filter(kind="sign_off.answered").count() == 1
        with pytest.raises(InvalidTransition) as refusal:
            answer(row, cast.han, "returned", ground="x")
        assert refusal.value.code == "answered"

    def test_an_outdated_version_cannot_be_answered(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        publish_again(artifact, cast, "<p>全新</p>")
        with pytest.raises(InvalidTransition) as refusal:
            answer(row, cast.han)
        assert refusal.value.code == "outdated"
        assert not SignOff.objects.filter(state="answered").exists()

    @pytest.mark.parametrize("seen", ["", "0" * 64])
    def test_another_text_than_the_one_read_cannot_be_answered(self, cast: Cast, artifact: Artifact, seen: Any) -> None:
        with pytest.raises(InvalidTransition) as refusal:
            answer(sign_off_of(artifact, "rd"), cast.han, content_hash=seen)
        assert refusal.value.code == "outdated"

    def test_an_archived_one_cannot_be_answered(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        lifecycle.archive(artifact, actor=cast.chen)
        with pytest.raises(InvalidTransition):
            answer(row, cast.han)


class TestWho:
    def test_members_strangers_managers_and_administrators_may_not(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        for person in (cast.qin, cast.su, cast.chen, cast.lin, cast.administrator, cast.visitor):
            with pytest.raises(PermissionDenied):
                answer(row, person)
        row.refresh_from_db()
        assert row.state == "waiting"

    def test_the_lead_may(self, cast: Cast, artifact: Artifact) -> None:
        Membership.objects.filter(user=cast.qin).update(role=Membership.Role.LEAD)
        assert answer(sign_off_of(artifact, "rd"), cast.qin).answered_by == cast.qin

    def test_a_stand_in_may_on_the_days_named(self, cast: Cast, artifact: Artifact) -> None:
        today = timezone.localdate()
        stand_in = StandIn.objects.create(away=cast.han, stand_in=cast.qin, from_on=today, to_on=today)
        done = answer(sign_off_of(artifact, "rd"), cast.qin)
        assert (done.answered_by, done.on_behalf_of) == (cast.qin, cast.han)
        other = make_published(cast, title="另一份")
        yesterday = today - dt.timedelta(days=1)
        StandIn.objects.filter(pk=stand_in.pk).update(from_on=yesterday, to_on=yesterday)
        late = type(cast.qin).objects.get(pk=cast.qin.pk)
        with pytest.raises(PermissionDenied):
            answer(sign_off_of(other, "rd"), late)

    def test_nobody_answers_what_they_published_nor_does_their_stand_in(self, cast: Cast) -> None:
        make.make_liaison(cast.product, cast.rd, cast.qin)
        plan = create.create(actor=cast.han, product=cast.product, kind="technical-plan", title="任务队列")
        sections.add_section(plan, actor=cast.han, heading="方案")
        publish.publish(plan, actor=cast.han)
        row = sign_off_of(plan, "rd")
        with pytest.raises(PermissionDenied):
            answer(row, cast.han)
        today = timezone.localdate()
        someone = make.make_user("song", "宋平")
        StandIn.objects.create(away=cast.han, stand_in=someone, from_on=today, to_on=today)
        with pytest.raises(PermissionDenied):
            answer(row, someone)
        assert answer(row, cast.qin).answered_by == cast.qin
        assert answer(sign_off_of(plan, "managers"), cast.chen).answered_by == cast.chen


class TestLapse:
    def overdue(self, artifact: Artifact, code: Any) -> SignOff:
        SignOff.objects.filter(artifact=artifact, department__code=code).update(
            due_at=timezone.now() - dt.timedelta(hours=1)
        )
        return sign_off_of(artifact, code)

    def test_an_acknowledgement_past_due_is_taken_as_read_once(self, cast: Cast, artifact: Artifact) -> None:
        self.overdue(artifact, "support")
        assert answers.lapse_due() == 1 and answers.lapse_due() == 0
        row = sign_off_of(artifact, "support")
        assert (row.state, row.answer) == ("lapsed", "")
        event = Event.objects.get(kind="sign_off.lapsed")
        assert event.actor_id is None

    def test_agreements_and_paused_ones_do_not_lapse(self, cast: Cast, artifact: Artifact) -> None:
        self.overdue(artifact, "rd")
        self.overdue(artifact, "support")
        SignOff.objects.filter(department=cast.support).update(paused_at=timezone.now())
        assert answers.lapse_due() == 0

    def test_a_lapsed_one_is_carried_as_lapsed(self, cast: Cast, artifact: Artifact) -> None:
        self.overdue(artifact, "support")
        answers.lapse_due()
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "support").state == "lapsed"


class TestApi:
    def url(self, row: Any, verb: Any = "answer") -> str:
        return f"/api/v1/sign-offs/{row.pk}/{verb}/"

    def test_answer(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        row = sign_off_of(artifact, "rd")
        client = api_as(cast.han)
        shown = client.get(f"/api/v1/sign-offs/?state=waiting&department=mine&artifact={artifact.reference}").json()
        assert [one["id"] for one in shown["items"]] == [row.pk]
        body = {"answer": "agreed", "content_hash": shown["items"][0]["version_hash"]}
        response = client.post(self.url(row), body)
        assert response.status_code == 200 and response.json()["answer"] == "agreed"
        assert response.json()["is_by_token"] is True

    def test_refusals(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        row = sign_off_of(artifact, "rd")
        body = {"answer": "agreed", "content_hash": artifact.version.content_hash}
        assert api_as(cast.su).post(self.url(row), body).status_code == 404
        assert api_as(cast.qin).post(self.url(row), body).status_code == 403
        assert api_as(cast.han, scope="read").post(self.url(row), body).status_code == 403
        assert api_as(cast.han).get(self.url(row)).status_code == 405
        assert api_as(cast.han).patch(f"/api/v1/sign-offs/{row.pk}/", {"state": "answered"}).status_code == 405
        assert api_as(cast.han).post(self.url(row), {**body, "state": "answered"}).status_code == 400
        outdated = api_as(cast.han).post(self.url(row), {**body, "content_hash": "x"})
        assert outdated.status_code == 409 and outdated.json()["code"] == "outdated"

    def test_open_points_close_once(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        answer_as(artifact, "rd", cast.han, "agreed-with-conditions", conditions=["限流"])
        point = artifact.open_points.get()
        url = f"/api/v1/open-points/{point.pk}/close/"
        assert api_as(cast.su).post(url).status_code == 404
        assert api_as(cast.he).post(url).status_code == 403
        closed = api_as(cast.chen).post(url, {"resolution": "已限流"})
        assert closed.status_code == 200 and closed.json()["resolution"] == "已限流"
        api_as(cast.han).post(url, {"resolution": "again"})
        point.refresh_from_db()
        assert (point.closed_by, point.resolution) == (cast.chen, "已限流")
        assert Event.objects.filter(kind="open_point.closed").count() == 1


def test_a_draft_edit_leaves_answers_alone(cast: Cast, artifact: Artifact) -> None:
    answer_as(artifact, "rd", cast.han)
    write(artifact, cast.chen, "background", "<p>还没发</p>")
    assert sign_off_of(artifact, "rd").answer == "agreed"
