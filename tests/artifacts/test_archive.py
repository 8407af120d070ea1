"""归档 and back: the clock of what is asked stands still in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from artifacts.actions import answers, lifecycle, questions
from artifacts.models import Artifact, SignOff
from tests.artifacts.making import answer_as, fresh, make_published, sign_off_of
from tests.artifacts.pages import AsUser, path
from tests.conftest import Cast

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
PUBLISHED = dt.datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)  # a Monday
ARCHIVED = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
TAKEN_OUT = dt.datetime(2026, 12, 10, 10, tzinfo=SHANGHAI)  # a Thursday, long after every due day


@pytest.fixture
def prd(cast: Cast) -> Any:
    """Published on a Monday; 研发 has until Wednesday 18:00."""
    with time_machine.travel(PUBLISHED, tick=False):
        artifact = make_published(cast)
    due_at = dt.datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)
    SignOff.objects.filter(artifact=artifact).update(due_at=due_at)
    return artifact


def by_page(artifact: Artifact, verb: str, actor: User, as_user: AsUser, _api_as: Callable[..., Any]) -> int:
    return as_user(actor).post(path(artifact, f"{verb}/")).status_code


def by_api(artifact: Artifact, verb: str, actor: User, _as_user: AsUser, api_as: Callable[..., Any]) -> int:
    return int(api_as(actor).post(f"/api/v1/artifacts/{artifact.reference}/{verb}/").status_code)


@pytest.mark.parametrize("door", [by_page, by_api])
def test_the_working_days_that_were_left_are_left_again(
    prd: Artifact, cast: Cast, as_user: AsUser, api_as: Callable[..., Any], door: Callable[..., int]
) -> None:
    with time_machine.travel(ARCHIVED, tick=False):
        assert door(prd, "archive", cast.chen, as_user, api_as) < 400
    with time_machine.travel(TAKEN_OUT, tick=False):
        assert door(prd, "unarchive", cast.chen, as_user, api_as) < 400
        row = sign_off_of(prd, "rd")
        assert (row.state, row.is_overdue) == (SignOff.State.WAITING, False)
        assert not SignOff.objects.overdue().exists()
    # One working day was left on Tuesday, so it ends on Friday.
    assert row.due_at == dt.datetime(2026, 12, 11, 18, tzinfo=SHANGHAI)


def test_what_was_late_before_is_as_late_after(prd: Artifact, cast: Cast) -> None:
    late = dt.datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
    before = late - sign_off_of(prd, "rd").due_at
    with time_machine.travel(late, tick=False):
        lifecycle.archive(prd, actor=cast.chen)
    with time_machine.travel(TAKEN_OUT, tick=False):
        lifecycle.unarchive(fresh(prd), actor=cast.chen)
        row = sign_off_of(prd, "rd")
        assert row.is_overdue and timezone.now() - row.due_at == before


def test_a_clock_that_a_question_paused_is_given_its_time_once(prd: Artifact, cast: Cast) -> None:
    with time_machine.travel(PUBLISHED, tick=False):
        question = questions.ask(sign_off_of(prd, "rd"), actor=cast.han, source="哪些字段？")
    with time_machine.travel(ARCHIVED, tick=False):
        lifecycle.archive(prd, actor=cast.chen)
    with time_machine.travel(TAKEN_OUT, tick=False):
        lifecycle.unarchive(fresh(prd), actor=cast.chen)
        assert not sign_off_of(prd, "rd").is_overdue
        questions.answer_question(question, actor=cast.chen, source="全部字段")
    # Two working days were left when it was asked.
    assert sign_off_of(prd, "rd").due_at == dt.datetime(2026, 12, 14, 18, tzinfo=SHANGHAI)


def test_nothing_lapses_for_the_time_in_the_archive(prd: Artifact, cast: Cast) -> None:
    SignOff.objects.filter(artifact=prd).update(may_lapse=True)
    with time_machine.travel(ARCHIVED, tick=False):
        lifecycle.archive(prd, actor=cast.chen)
    with time_machine.travel(TAKEN_OUT, tick=False):
        assert answers.lapse_due() == 0
        lifecycle.unarchive(fresh(prd), actor=cast.chen)
        assert answers.lapse_due() == 0


def test_answers_given_before_stand_as_they_were(prd: Artifact, cast: Cast) -> None:
    given = answer_as(prd, "rd", cast.han)
    with time_machine.travel(ARCHIVED, tick=False):
        lifecycle.archive(prd, actor=cast.chen)
    with time_machine.travel(TAKEN_OUT, tick=False):
        lifecycle.unarchive(fresh(prd), actor=cast.chen)
    row = sign_off_of(prd, "rd")
    assert (row.state, row.answer, row.due_at) == (SignOff.State.ANSWERED, "agreed", given.due_at)


@pytest.mark.parametrize("door", [by_page, by_api])
def test_nobody_else_starts_or_stops_the_clock(
    prd: Artifact, cast: Cast, as_user: AsUser, api_as: Callable[..., Any], door: Callable[..., int]
) -> None:
    before = sign_off_of(prd, "rd").due_at
    for verb in ("archive", "unarchive"):
        for person, status in ((cast.han, 403), (cast.stranger, 404)):
            assert door(prd, verb, person, as_user, api_as) == status
    assert sign_off_of(prd, "rd").due_at == before
