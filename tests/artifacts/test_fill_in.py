"""填报 beside the version, and to-do rows ticked off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import fill_ins, publish, rolling, rows
from artifacts.actions.fill_ins import FillIn
from artifacts.models import Artifact, FilledCell
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def fill(artifact: Artifact, actor: User, value: Any, column: Any = "estimate", **more: Any) -> Any:
    return fill_ins.fill_in(
        artifact, actor=actor, **{"table": "stories", "key": "US-1", "column": column, "value": value, **more}
    )


def cell_of(artifact: Artifact, column: Any = "estimate") -> Any:
    document = content.read_version(artifact, artifact.version, None)
    return document.table("stories").row("US-1").cells.get(column)


class TestFillIn:
    def test_a_member_of_the_department_fills_in_and_the_version_stays(self, cast: Cast, artifact: Artifact) -> None:
        before = artifact.version.content_hash
        filled = fill(artifact, cast.qin, "3.5")
        assert (filled.value, filled.filled_by) == ("3.5", cast.qin) and cell_of(artifact) == "3.5"
        assert fresh(artifact).version.content_hash == before and not fresh(artifact).has_draft
        event = Event.objects.get(kind="fill_in.filled")
        assert event.changes == {"part": "row:stories:US-1", "column": "estimate", "value": [None, "3.5"]}

    def test_values_supersede_each_other_and_are_the_history(self, cast: Cast, artifact: Artifact) -> None:
        for value in ("3", "5", "", "8"):
            fill(artifact, cast.han, value)
        history = FilledCell.objects.order_by("pk").values_list("value", flat=True)
        assert list(history) == ["3", "5", None, "8"]
        assert FilledCell.objects.filter(superseded_at=None).count() == 1

    def test_the_same_value_again_is_no_change(self, cast: Cast, artifact: Artifact) -> None:
        for _ in range(2):
            fill(artifact, cast.han, "3")
        assert FilledCell.objects.count() == 1

    def test_a_newer_value_is_not_overwritten_unseen(self, cast: Cast, artifact: Artifact) -> None:
        first = fill(artifact, cast.han, "3", seen=0)
        with pytest.raises(StaleEdit) as refusal:
            fill(artifact, cast.qin, "5", seen=0)
        assert (refusal.value.mine, refusal.value.theirs) == ("5", "3")
        assert fill(artifact, cast.qin, "5", seen=first.pk).value == "5"

    def test_it_is_carried_by_row_to_the_next_version(self, cast: Cast, artifact: Artifact) -> None:
        fill(artifact, cast.han, "3")
        answer_as(artifact, "rd", cast.han)
        revision = artifact.draft_rows.get().revision
        rows.save_row(artifact, actor=cast.chen, table="stories", key="US-1", cells={"role": "会计"}, revision=revision)
        publish.publish(artifact, actor=cast.chen)
        assert cell_of(fresh(artifact)) == "3"

    def test_filling_in_asks_nobody_again(self, cast: Cast, artifact: Artifact) -> None:
        answer_as(artifact, "rd", cast.han)
        fill(artifact, cast.han, "3")
        assert publish.publish(artifact, actor=cast.chen).label == "1"
        assert sign_off_of(artifact, "rd").answer == "agreed"

    def test_others_may_not(self, cast: Cast, artifact: Artifact) -> None:
        for person in (cast.he, cast.chen, cast.su):
            with pytest.raises(PermissionDenied):
                fill(artifact, person, "3")
        assert not FilledCell.objects.exists()

    @pytest.mark.parametrize(
        "more",
        [{"value": "viel"}, {"key": "US-9"}, {"table": "no"}, {"column": "no"}, {"column": "role"}],
    )
    def test_bad_cells_are_refused(self, cast: Cast, artifact: Artifact, more: Any) -> None:
        with pytest.raises(ValidationError):
            fill_ins.fill_in(
                artifact,
                actor=cast.han,
                **{"table": "stories", "key": "US-1", "column": "estimate", "value": "3", **more},
            )

    def test_a_draft_has_nothing_to_fill_in(self, cast: Cast) -> None:
        with pytest.raises(InvalidTransition):
            fill(make_artifact(cast), cast.han, "3")

    def test_a_sheet_takes_what_fits_and_names_the_rest(self, cast: Cast, artifact: Artifact) -> None:
        cells = [
            FillIn("stories", "US-1", "estimate", "3"),
            FillIn("stories", "US-1", "review", "no-such"),
            FillIn("stories", "US-1", "role", "x"),
        ]
        done = fill_ins.fill_many(artifact, actor=cast.han, cells=cells)
        assert [bool(one.error) for one in done] == [False, True, True]
        assert FilledCell.objects.count() == 1


class TestTodo:
    @pytest.fixture
    def schedule(self, cast: Cast) -> Any:
        artifact = make_artifact(cast, "schedule")
        cells = {"milestone": "接口冻结", "baseline_on": "2026-11-25", "current_on": "2026-11-25", "owner": "qin"}
        rows.add_row(artifact, actor=cast.chen, table="milestones", cells=cells)
        rolling.refresh(artifact, actor=cast.chen)
        return fresh(artifact)

    def test_the_person_ticks_it_off_and_opens_it_again(self, cast: Cast, schedule: Artifact) -> None:
        for _ in range(2):
            fill_ins.mark_done(schedule, actor=cast.qin, table="milestones", key="M-1")
        assert FilledCell.objects.get(superseded_at=None).value is True
        assert Event.objects.filter(kind="fill_in.done").count() == 1
        fill_ins.mark_undone(schedule, actor=cast.qin, table="milestones", key="M-1")
        assert FilledCell.objects.get(superseded_at=None).value is False

    def test_the_person_fills_in_what_is_theirs(self, cast: Cast, schedule: Artifact) -> None:
        done = fill_ins.fill_in(
            schedule, actor=cast.qin, table="milestones", key="M-1", column="actual_on", value="2026-11-26"
        )
        assert done.value == "2026-11-26"
        with pytest.raises(PermissionDenied):
            fill_ins.fill_in(
                schedule, actor=cast.han, table="milestones", key="M-1", column="actual_on", value="2026-11-27"
            )

    def test_others_may_not(self, cast: Cast, schedule: Artifact) -> None:
        with pytest.raises(PermissionDenied):
            fill_ins.mark_done(schedule, actor=cast.han, table="milestones", key="M-1")
        with pytest.raises(ValidationError):
            fill_ins.mark_done(schedule, actor=cast.qin, table="milestones", key="M-9")

    def test_api(self, cast: Cast, schedule: Artifact, api_as: Callable[..., APIClient]) -> None:
        url = f"/api/v1/artifacts/{schedule.reference}/rows/milestones/M-1/"
        assert api_as(cast.han).post(f"{url}done/").status_code == 403
        assert api_as(cast.qin).post(f"{url}done/").json() == {"is_done": True}
        assert api_as(cast.qin).post(f"{url}undone/").json() == {"is_done": False}
        assert api_as(cast.fang).post(f"{url}done/").status_code == 404


class TestApi:
    def test_list_and_fill(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        url = f"/api/v1/artifacts/{artifact.reference}/fill-ins/"
        client = api_as(cast.han)
        cells = client.get(url).json()["cells"]
        assert {"table": "stories", "key": "US-1", "column": "estimate", "value": None, "seen": 0} in cells
        body = {"cells": [{"table": "stories", "key": "US-1", "column": "estimate", "value": 3, "seen": 0}]}
        assert client.post(url, body).json()["results"][0]["error"] == ""
        stale = {"cells": [{**body["cells"][0], "value": 5}]}
        assert client.post(url, stale).json()["results"][0]["error"]
        history = client.get(f"{url}stories/US-1/estimate/").json()["items"]
        assert [(one["value"], one["by"]) for one in history] == [("3", "han")]
        assert api_as(cast.he).get(url).json()["cells"] == []
        assert api_as(cast.su).post(url, body).status_code == 404
        assert api_as(cast.he).post(url, body).json()["results"][0]["error"]
