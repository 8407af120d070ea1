"""更新 of living records, and periods that freeze by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from artifacts import content, nightly, periods
from artifacts.actions import fill_ins, publish, rolling, rows
from artifacts.models import Artifact, Version
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of, write
from tests.conftest import Cast

MILESTONE = {"milestone": "发版", "baseline_on": "2026-12-05", "current_on": "2026-12-05", "departments": ["support"]}


@pytest.fixture
def schedule(cast: Cast) -> Any:
    artifact = make_artifact(cast, "schedule", "排期")
    rows.add_row(artifact, actor=cast.chen, table="milestones", cells=MILESTONE)
    rolling.refresh(artifact, actor=cast.chen)
    return fresh(artifact)


def move_date(artifact: Artifact, cast: Cast, day: str) -> Version:
    revision = artifact.draft_rows.get(row_key="M-1").revision
    rows.save_row(
        artifact, actor=cast.chen, table="milestones", key="M-1", cells={"current_on": day}, revision=revision
    )
    return rolling.refresh(artifact, actor=cast.chen)


class TestRefresh:
    def test_departments_see_it_and_nobody_is_asked(self, cast: Cast, schedule: Artifact) -> None:
        assert schedule.version.label == "1" and not schedule.sign_offs.exists()
        assert Artifact.objects.visible_to(cast.su).filter(pk=schedule.pk).exists()
        assert Event.objects.get(kind="artifact.refreshed").changes["version"] == [None, "1"]

    def test_only_departments_whose_own_row_moved_are_asked(self, cast: Cast, schedule: Artifact) -> None:
        version = move_date(schedule, cast, "2026-12-07")
        asked = {row.department.code: row.question for row in schedule.sign_offs.current()}
        assert asked == {"support": "acknowledge"} and version.label == "2"

    def test_an_earlier_question_stays_open_when_others_move(self, cast: Cast, schedule: Artifact) -> None:
        move_date(schedule, cast, "2026-12-07")
        cells = {**MILESTONE, "milestone": "培训", "departments": ["sales"]}
        rows.add_row(schedule, actor=cast.chen, table="milestones", cells=cells)
        rolling.refresh(schedule, actor=cast.chen)
        asked = {row.department.code: row.version.label for row in schedule.sign_offs.current().waiting()}
        assert asked == {"support": "2", "sales": "3"}
        assert answer_as(schedule, "support", cast.he, "acknowledged").state == "answered"

    def test_a_second_move_asks_again(self, cast: Cast, schedule: Artifact) -> None:
        move_date(schedule, cast, "2026-12-07")
        answer_as(schedule, "support", cast.he, "acknowledged")
        move_date(schedule, cast, "2026-12-09")
        assert sign_off_of(schedule, "support").state == "waiting"

    def test_twice_is_once(self, cast: Cast, schedule: Artifact) -> None:
        assert rolling.refresh(schedule, actor=cast.chen) == schedule.version

    def test_refusals(self, cast: Cast, schedule: Artifact) -> None:
        write(schedule, cast.chen, "summary", "<p>x</p>")
        with pytest.raises(PermissionDenied):
            rolling.refresh(schedule, actor=cast.han)
        with pytest.raises(InvalidTransition):
            rolling.refresh(make_published(cast), actor=cast.chen)
        rows.add_row(schedule, actor=cast.chen, table="milestones", cells={"current_on": "2026-02-30"})
        with pytest.raises(ValidationError):
            rolling.refresh(schedule, actor=cast.chen)

    def test_signals_are_stored_in_both_languages(self, cast: Cast, schedule: Artifact) -> None:
        move_date(schedule, cast, "2027-01-20")
        now = fresh(schedule)
        assert now.signal_level in ("warn", "bad")
        assert set(now.signals[0]["label"]) == {"zh-hans", "en"}

    def test_api(self, cast: Cast, schedule: Artifact, api_as: Callable[..., APIClient]) -> None:
        write(schedule, cast.chen, "summary", "<p>本周</p>")
        url = f"/api/v1/artifacts/{schedule.reference}/refresh/"
        assert api_as(cast.han).post(url).status_code == 403
        assert api_as(cast.fang).post(url).status_code == 404
        assert api_as(cast.chen).post(url).json()["label"] == "2"
        prd = make_published(cast)
        assert api_as(cast.chen).post(f"/api/v1/artifacts/{prd.reference}/refresh/").status_code == 409


class TestFreeze:
    def next_week(self, weeks: int = 1) -> dt.date:
        return periods.today() + dt.timedelta(weeks=weeks)

    def test_the_week_that_is_over_freezes_once(self, cast: Cast, schedule: Artifact) -> None:
        assert rolling.freeze_periods() == 0
        day = self.next_week()
        assert [rolling.freeze_periods(day) for _ in range(3)] == [1, 0, 0]
        frozen = fresh(schedule).version
        assert (frozen.period_from, frozen.period_to) == periods.period_of("week", periods.today())
        event = Event.objects.get(kind="artifact.period_frozen")
        assert event.actor_id is None and event.changes["version"] == "1"

    def test_a_week_without_any_change_gets_its_own_version(self, cast: Cast, schedule: Artifact) -> None:
        rolling.freeze_periods(self.next_week())
        Version.objects.update(published_at=periods.end_of(periods.today()) - dt.timedelta(days=7))
        assert rolling.freeze_periods(self.next_week(2)) == 1
        frozen = fresh(schedule).version
        assert frozen.label == "2" and frozen.published_by is None
        assert content.read_version(schedule, frozen, None).table("milestones").row("M-1") is not None

    def test_what_stood_at_the_end_is_frozen_though_it_was_updated_since(self, cast: Cast, schedule: Artifact) -> None:
        first = schedule.version
        last_week = periods.last_complete("week", periods.today())
        Version.objects.filter(pk=first.pk).update(published_at=periods.end_of(last_week[0]))
        move_date(schedule, cast, "2026-12-07")
        assert rolling.freeze_periods() == 1
        first.refresh_from_db()
        assert (first.period_from, first.period_to) == last_week
        assert fresh(schedule).version.period_from is None

    def test_a_frozen_period_keeps_what_was_filled_in(self, cast: Cast, schedule: Artifact) -> None:
        fill_ins.mark_done(schedule, actor=cast.chen, table="milestones", key="M-1")
        rolling.freeze_periods(self.next_week())
        frozen = fresh(schedule).version
        Version.objects.filter(pk=frozen.pk).update(
            period_from=frozen.period_from - dt.timedelta(weeks=4), period_to=frozen.period_to - dt.timedelta(weeks=4)
        )
        frozen.refresh_from_db()
        assert "done" not in content.read_version(schedule, frozen, None).table("milestones").row("M-1").cells

    def test_drafts_archived_and_versioned_ones_do_not_freeze(self, cast: Cast) -> None:
        make_artifact(cast, "schedule")
        make_published(cast)
        assert rolling.freeze_periods(self.next_week()) == 0

    def test_an_update_after_the_freeze_is_a_new_version(self, cast: Cast, schedule: Artifact) -> None:
        rolling.freeze_periods(self.next_week())
        assert move_date(schedule, cast, "2026-12-07").label == "2"

    @pytest.mark.parametrize(
        ("period", "day", "expected"),
        [
            ("week", "2026-11-23", ("2026-11-16", "2026-11-22")),
            ("week", "2026-11-29", ("2026-11-16", "2026-11-22")),
            ("month", "2026-03-31", ("2026-02-01", "2026-02-28")),
            ("month", "2026-01-01", ("2025-12-01", "2025-12-31")),
        ],
    )
    def test_periods(self, period: Any, day: Any, expected: Any) -> None:
        found = periods.last_complete(period, dt.date.fromisoformat(day))
        assert tuple(end.isoformat() for end in found) == expected

    def test_the_nightly_look_runs(self, cast: Cast, schedule: Artifact) -> None:
        assert nightly.look_for_stale() == 0


def test_publish_and_refresh_keep_apart(cast: Cast, schedule: Artifact) -> None:
    with pytest.raises(InvalidTransition):
        publish.publish(schedule, actor=cast.chen)
