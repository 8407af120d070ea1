"""A question before the answer pauses the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from artifacts.actions import answers, questions
from artifacts.models import Artifact, Question, SignOff
from conversations.actions import comments
from departments.working_days import due_after_pause
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import answer_as, make_published, publish_again, sign_off_of
from tests.conftest import Cast

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


class TestRule:
    def test_asking_pauses_and_the_answer_lets_the_clock_run(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        question = questions.ask(row, actor=cast.han, source="预算里有对象存储吗？")
        row.refresh_from_db()
        assert row.paused_at is not None and not row.is_overdue
        assert question.comment.thread == artifact.thread and question.comment.author == cast.han
        due = row.due_at
        done = questions.answer_question(question, actor=cast.chen, source="有，每月 3,200 元。")
        row.refresh_from_db()
        assert row.due_at >= due
        assert not SignOff.objects.get(pk=row.pk).paused_at
        assert done.answer.parent == question.comment
        kinds = list(Event.objects.filter(kind__startswith="question.").values_list("kind", flat=True))
        assert kinds == ["question.asked", "question.answered"]

    def test_the_clock_waits_for_the_last_open_question(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        first, second = (questions.ask(row, actor=cast.han, source=text) for text in ("一？", "二？"))
        questions.answer_question(first, actor=cast.chen, source="一。")
        row.refresh_from_db()
        assert row.paused_at is not None
        questions.answer_question(second, actor=cast.chen, source="二。")
        row.refresh_from_db()
        assert row.paused_at is None

    def test_a_paused_question_is_not_overdue(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        questions.ask(row, actor=cast.han, source="？")
        SignOff.objects.update(due_at=timezone.now() - dt.timedelta(days=1))
        assert not artifact.sign_offs.overdue().filter(pk=row.pk).exists()

    def test_answering_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        question = questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="？")
        for _ in range(2):
            questions.answer_question(question, actor=cast.chen, source="。")
        assert question.comment.replies.count() == 1

    def test_who_asked_may_answer_the_version_all_the_same(self, cast: Cast, artifact: Artifact) -> None:
        questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="？")
        assert answer_as(artifact, "rd", cast.han).paused_at is None

    def test_a_question_whose_words_were_taken_back_can_still_be_answered(self, cast: Cast, artifact: Artifact) -> None:
        question = questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="？")
        comments.delete(comment=question.comment, actor=cast.han)
        questions.answer_question(question, actor=cast.chen, source="。")
        assert sign_off_of(artifact, "rd").paused_at is None

    def test_open_questions_move_to_the_next_version(self, cast: Cast, artifact: Artifact) -> None:
        question = questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="？")
        publish_again(artifact, cast, "<p>答复写进了正文</p>")
        row = sign_off_of(artifact, "rd")
        question.refresh_from_db()
        assert question.sign_off == row and row.paused_at is not None
        questions.answer_question(question, actor=cast.chen, source="见正文")
        assert sign_off_of(artifact, "rd").paused_at is None

    def test_refusals(self, cast: Cast, artifact: Artifact) -> None:
        row = sign_off_of(artifact, "rd")
        for person in (cast.qin, cast.su, cast.chen):
            with pytest.raises(PermissionDenied):
                questions.ask(row, actor=person, source="？")
        with pytest.raises(ValidationError):
            questions.ask(row, actor=cast.han, source="  ")
        question = questions.ask(row, actor=cast.han, source="？")
        with pytest.raises(PermissionDenied):
            questions.answer_question(question, actor=cast.han, source="x")
        answers.answer(row, actor=cast.han, answer="agreed", content_hash=row.version.content_hash)
        with pytest.raises(InvalidTransition):
            questions.ask(row, actor=cast.han, source="还有？")
        assert Question.objects.count() == 1


@pytest.mark.django_db
class TestPause:
    def at(self, text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    @pytest.mark.parametrize(
        ("due", "paused", "now", "expected"),
        [
            # Two working days were left on Monday; answered on Wednesday they are left again.
            ("2026-11-25T18:00", "2026-11-23T10:00", "2026-11-25T10:00", "2026-11-27T18:00"),
            # Over the weekend.
            ("2026-11-30T18:00", "2026-11-26T10:00", "2026-11-30T10:00", "2026-12-02T18:00"),
            # Due today, answered the same day: today stays.
            ("2026-11-23T18:00", "2026-11-23T10:00", "2026-11-23T15:00", "2026-11-23T18:00"),
            # Due today, answered after hours: the next working day.
            ("2026-11-23T18:00", "2026-11-23T10:00", "2026-11-23T20:00", "2026-11-24T18:00"),
        ],
    )
    def test_the_working_days_left_are_left_again(self, due: Any, paused: Any, now: Any, expected: Any) -> None:
        assert due_after_pause(self.at(due), self.at(paused), self.at(now)) == self.at(expected)

    def test_what_was_overdue_stays_as_much_overdue(self) -> None:
        due, paused, now = self.at("2026-11-23T18:00"), self.at("2026-11-24T10:00"), self.at("2026-11-26T10:00")
        assert now - due_after_pause(due, paused, now) == paused - due


class TestApi:
    def test_ask_and_answer(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        row = sign_off_of(artifact, "rd")
        url = f"/api/v1/sign-offs/{row.pk}/ask/"
        assert api_as(cast.su).post(url, {"text": "？"}).status_code == 404
        assert api_as(cast.qin).post(url, {"text": "？"}).status_code == 403
        asked = api_as(cast.han).post(url, {"text": "有预算吗？"})
        assert asked.status_code == 201
        answer = f"/api/v1/questions/{asked.json()['id']}/answer/"
        assert api_as(cast.su).post(answer, {"text": "有"}).status_code == 404
        assert api_as(cast.han).post(answer, {"text": "有"}).status_code == 403
        done = api_as(cast.chen).post(answer, {"text": "有"})
        assert done.status_code == 200 and done.json()["answer"] == "有"
        shown = api_as(cast.han).get("/api/v1/questions/").json()["items"]
        assert [one["text"] for one in shown] == ["有预算吗？"]
