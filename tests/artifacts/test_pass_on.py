"""转交, 加签, 抄送, 催一下."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import permissions, working_hours
from artifacts.actions import answers, asking
from artifacts.models import Artifact, SignOff
from conversations.models import ThreadPerson
from departments.models import CalendarDay
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests import make
from tests.artifacts.making import answer_as, make_artifact, make_published, publish_again, sign_off_of
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def sees(person: User, artifact: Artifact) -> bool:
    return Artifact.objects.visible_to(person).filter(pk=artifact.pk).exists()


class TestPassOn:
    def test_a_colleague_may_answer_from_now_on(self, cast: Cast, artifact: Artifact) -> None:
        row = asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)
        assert permissions.people_asked(row) == [cast.qin]
        assert answer_as(artifact, "rd", cast.qin).answered_by == cast.qin
        event = Event.objects.get(kind="sign_off.passed_on")
        assert event.changes == {"person": [None, cast.qin.pk], "party": "rd"}

    def test_a_confidential_one_is_shown_to_who_it_is_passed_to(self, cast: Cast) -> None:
        budget = make_published(cast, "budget")
        other = make.make_user("bai", "白露")
        make.make_membership(other, cast.finance)
        assert not sees(other, budget)
        asking.pass_on(sign_off_of(budget, "finance"), actor=cast.lin, person=other)
        assert sees(other, budget)

    def test_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        for _ in range(2):
            asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)
        assert Event.objects.filter(kind="sign_off.passed_on").count() == 1

    def test_within_the_department_only(self, cast: Cast, artifact: Artifact) -> None:
        for person in (cast.lin, cast.fang, cast.visitor):
            with pytest.raises(ValidationError):
                asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=person)

    def test_only_who_may_answer_and_only_while_it_waits(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.qin, person=cast.qin)
        answer_as(artifact, "rd", cast.han)
        with pytest.raises(InvalidTransition):
            asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)

    def test_it_stays_passed_on_when_nothing_changed_for_them(self, cast: Cast, artifact: Artifact) -> None:
        asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)
        publish_again(artifact, cast, "<p>1.0</p>", key="history")
        assert sign_off_of(artifact, "rd").passed_to == cast.qin


class TestSigner:
    def test_a_person_is_asked_beside_the_department(self, cast: Cast, artifact: Artifact) -> None:
        asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.su)
        own = SignOff.objects.get(artifact=artifact, person=cast.su)
        assert own.is_current and own.department == cast.rd and sees(cast.su, artifact)
        answer_as(artifact, "rd", cast.han)
        with pytest.raises(PermissionDenied):
            answers.answer(own, actor=cast.han, answer="agreed", content_hash=own.version.content_hash)
        answers.answer(own, actor=cast.su, answer="agreed", content_hash=own.version.content_hash)
        assert not artifact.sign_offs.waiting().filter(department=cast.rd).exists()

    def test_the_next_version_asks_them_too_until_removed(self, cast: Cast, artifact: Artifact) -> None:
        asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
        publish_again(artifact, cast, "<p>全新</p>")
        assert artifact.sign_offs.current().filter(person=cast.qin).count() == 1
        asking.remove_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
        assert not artifact.sign_offs.current().filter(person=cast.qin).exists()
        publish_again(artifact, cast, "<p>再来</p>")
        assert not artifact.sign_offs.current().filter(person=cast.qin).exists()

    def test_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        for _ in range(2):
            asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
        assert Event.objects.filter(kind="sign_off.signer_added").count() == 1

    def test_refusals(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            asking.add_signer(artifact, actor=cast.han, department=cast.rd, person=cast.qin)
        with pytest.raises(ValidationError):
            asking.add_signer(artifact, actor=cast.chen, department=cast.marketing, person=cast.su)
        with pytest.raises(ValidationError):
            asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.visitor)


class TestCopy:
    def test_a_person_reads_along_and_is_not_asked(self, cast: Cast, artifact: Artifact) -> None:
        for _ in range(2):
            asking.copy(artifact, actor=cast.chen, person=cast.su)
        assert sees(cast.su, artifact) and not artifact.sign_offs.filter(person=cast.su).exists()
        grant = ThreadPerson.objects.get(thread=artifact.thread, user=cast.su)
        assert grant.reason == ThreadPerson.Reason.COPIED
        assert Event.objects.filter(kind="sign_off.copied").count() == 1

    def test_others_may_not(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            asking.copy(artifact, actor=cast.han, person=cast.su)


class TestNudge:
    def test_once_per_four_working_hours_per_person(self, cast: Cast, artifact: Artifact) -> None:
        asking.nudge(sign_off_of(artifact, "rd"), actor=cast.chen)
        event = Event.objects.get(kind="sign_off.nudged")
        assert event.changes == {"people": [cast.han.pk], "party": "rd"}
        with pytest.raises(InvalidTransition) as refusal:
            asking.nudge(sign_off_of(artifact, "rd"), actor=cast.chen)
        assert refusal.value.code == "nudged_lately"
        other = make_published(cast, title="另一份")
        with pytest.raises(InvalidTransition):
            asking.nudge(sign_off_of(other, "rd"), actor=cast.chen)
        asking.nudge(sign_off_of(other, "support"), actor=cast.chen)

    def test_again_after_four_working_hours(self, cast: Cast, artifact: Artifact) -> None:
        asking.nudge(sign_off_of(artifact, "rd"), actor=cast.chen)
        SignOff.objects.update(nudged_at=timezone.now() - dt.timedelta(days=13))
        asking.nudge(sign_off_of(artifact, "rd"), actor=cast.chen)
        assert Event.objects.filter(kind="sign_off.nudged").count() == 2

    def test_nobody_is_nudged_about_what_is_answered_or_paused(self, cast: Cast, artifact: Artifact) -> None:
        answer_as(artifact, "rd", cast.han)
        with pytest.raises(InvalidTransition):
            asking.nudge(sign_off_of(artifact, "rd"), actor=cast.chen)
        SignOff.objects.filter(department=cast.support).update(paused_at=timezone.now())
        with pytest.raises(InvalidTransition) as refusal:
            asking.nudge(sign_off_of(artifact, "support"), actor=cast.chen)
        assert refusal.value.code == "paused"

    def test_everybody_who_waits_at_once(
        self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]
    ) -> None:
        answer_as(artifact, "rd", cast.han)
        asking.nudge(sign_off_of(artifact, "support"), actor=cast.chen)
        url = f"/api/v1/artifacts/{artifact.reference}/nudge/"
        assert api_as(cast.he).post(url).status_code == 403
        assert api_as(cast.chen).post(url).json() == {"nudged": [sign_off_of(artifact, "operations").pk]}
        assert api_as(cast.chen).post(url).status_code == 409

    def test_others_may_not(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            asking.nudge(sign_off_of(artifact, "rd"), actor=cast.he)

    @pytest.mark.parametrize(
        ("since", "until", "is_over"),
        [
            ("2026-11-23T10:00", "2026-11-23T13:59", False),
            ("2026-11-23T10:00", "2026-11-23T14:00", True),
            ("2026-11-23T16:00", "2026-11-24T10:59", False),
            ("2026-11-23T16:00", "2026-11-24T11:00", True),
            ("2026-11-27T17:00", "2026-11-30T11:00", False),
            ("2026-11-27T17:00", "2026-11-30T12:00", True),
        ],
    )
    def test_working_hours(self, db: Any, since: Any, until: Any, is_over: Any) -> None:
        CalendarDay.objects.all().delete()
        zone = working_hours._ZONE
        start, end = (dt.datetime.fromisoformat(text).replace(tzinfo=zone) for text in (since, until))
        assert working_hours.passed(start, end, 4) is is_over


class TestApi:
    def test_pass_on_nudge_signers_copy(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        row = sign_off_of(artifact, "rd")
        url = f"/api/v1/sign-offs/{row.pk}/"
        assert api_as(cast.su).post(f"{url}nudge/").status_code == 404
        assert api_as(cast.he).post(f"{url}nudge/").status_code == 403
        assert api_as(cast.chen).post(f"{url}nudge/").status_code == 200
        assert api_as(cast.chen).post(f"{url}nudge/").json()["code"] == "nudged_lately"
        passed = api_as(cast.han).post(f"{url}pass-on/", {"person": "qin"})
        assert passed.json()["passed_to"] == "qin"
        base = f"/api/v1/artifacts/{artifact.reference}/"
        signer = {"department": "rd", "person": "lu"}
        assert api_as(cast.chen).post(f"{base}add-signer/", signer).status_code == 200
        assert api_as(cast.chen).post(f"{base}remove-signer/", signer).status_code == 200
        assert api_as(cast.chen).post(f"{base}copy/", {"person": "su"}).status_code == 200
        assert api_as(cast.chen).post(f"{base}copy/", {"person": "nobody"}).status_code == 400
        assert api_as(cast.qin).post(f"{base}copy/", {"person": "su"}).status_code == 403


def test_signers_of_a_draft_wait_for_the_first_version(cast: Cast) -> None:
    artifact = make_artifact(cast)
    asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
    assert not artifact.sign_offs.exists()
