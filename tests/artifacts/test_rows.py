"""Writing record rows in the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import rows
from artifacts.actions.rows import RowEdit
from artifacts.models import Artifact, DraftRow, RefusedPart
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests.artifacts.making import make_artifact, make_published
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_artifact(cast)


def add(artifact: Artifact, actor: User, table: Any = "stories", **cells: Any) -> Any:
    return rows.add_row(artifact, actor=actor, table=table, cells=cells).row


def keys(artifact: Artifact, table: Any = "stories") -> list[str]:
    return [row.key for row in content.read_draft(artifact, None).table(table).rows]


class TestAdd:
    def test_rows_get_the_next_key_and_stand_at_the_end(self, cast: Cast, artifact: Artifact) -> None:
        add(artifact, cast.chen, role="客服")
        assert keys(artifact) == ["US-1", "US-2"]
        event = Event.objects.filter(kind="artifact.edited", changes__change="added").last()
        assert event.changes["part"] == "row:stories:US-2"

    def test_a_key_is_not_given_again(self, cast: Cast, artifact: Artifact) -> None:
        row = add(artifact, cast.chen)
        rows.delete_row(artifact, actor=cast.chen, table="stories", key="US-2", revision=row.revision)
        assert add(artifact, cast.chen).row_key == "US-3"

    def test_after_another_and_first(self, cast: Cast, artifact: Artifact) -> None:
        add(artifact, cast.chen)
        rows.add_row(artifact, actor=cast.chen, table="stories", after="US-1")
        rows.add_row(artifact, actor=cast.chen, table="stories", after="")
        assert keys(artifact) == ["US-4", "US-1", "US-3", "US-2"]

    def test_unknown_tables_and_columns_are_refused(self, cast: Cast, artifact: Artifact) -> None:
        for table, cells in (("no", {}), ("stories", {"no": 1}), ("stories", {"estimate": "3"})):
            with pytest.raises(ValidationError):
                rows.add_row(artifact, actor=cast.chen, table=table, cells=cells)
        assert keys(artifact) == ["US-1"]


class TestSave:
    def save(self, artifact: Artifact, actor: User, revision: Any, key: Any = "US-1", **cells: Any) -> Any:
        return rows.save_row(artifact, actor=actor, table="stories", key=key, cells=cells, revision=revision)

    def row(self, artifact: Artifact) -> DraftRow:
        return artifact.draft_rows.get(row_key="US-1")

    def test_only_the_cells_sent_change(self, cast: Cast, artifact: Artifact) -> None:
        saved = self.save(artifact, cast.chen, self.row(artifact).revision, priority="P0")
        assert saved.row.cells == {"role": "财务主管", "wish": "按月导出全部对账单", "priority": "P0"}

    def test_a_wrong_cell_is_kept_and_named_the_rest_is_stored(self, cast: Cast, artifact: Artifact) -> None:
        row = add(artifact, cast.chen, "milestones")
        cells = {"milestone": "接口冻结", "planned_on": "2026-02-30"}
        saved = rows.save_row(
            artifact, actor=cast.chen, table="milestones", key=row.row_key, cells=cells, revision=row.revision
        )
        assert saved.row.cells == {"milestone": "接口冻结"}
        assert saved.row.invalid == {"planned_on": "2026-02-30"} and "2026-02-30" in saved.errors["planned_on"]
        mended = rows.save_row(
            artifact, actor=cast.chen, table="milestones", key=row.row_key, cells={"planned_on": "2026-02-28"},
            revision=saved.row.revision,
        )  # fmt: skip
        assert mended.row.invalid == {} and mended.row.cells["planned_on"] == "2026-02-28"

    def test_an_empty_cell_is_emptied(self, cast: Cast, artifact: Artifact) -> None:
        saved = self.save(artifact, cast.chen, self.row(artifact).revision, role="")
        assert "role" not in saved.row.cells

    def test_a_stale_row_gets_both_and_is_kept(self, cast: Cast, artifact: Artifact) -> None:
        seen = self.row(artifact).revision
        self.save(artifact, cast.chen, seen, role="会计")
        with pytest.raises(StaleEdit) as refusal:
            self.save(artifact, cast.chen, seen, role="出纳")
        members = refusal.value.members()
        assert members["mine"] == {"cells": {"role": "出纳"}} and members["theirs"]["cells"]["role"] == "会计"
        assert RefusedPart.objects.get(pk=members["refused"]).part == "row:stories:US-1"

    def test_two_people_in_different_rows_do_not_meet(self, cast: Cast, artifact: Artifact) -> None:
        other = add(artifact, cast.chen)
        Artifact.objects.filter(pk=artifact.pk).update(owner=cast.lu)
        self.save(artifact, cast.chen, self.row(artifact).revision, role="会计")
        self.save(artifact, cast.lu, other.revision, key=other.row_key, role="客服")
        assert not RefusedPart.objects.exists()

    def test_the_same_cells_again_change_nothing(self, cast: Cast, artifact: Artifact) -> None:
        before = self.row(artifact).revision
        assert self.save(artifact, cast.chen, 0, role="财务主管").row.revision == before

    def test_a_reader_may_not(self, cast: Cast) -> None:
        published = make_published(cast)
        with pytest.raises(PermissionDenied):
            self.save(published, cast.han, 1, role="x")


class TestPaste:
    def test_a_block_edits_and_adds(self, cast: Cast, artifact: Artifact) -> None:
        seen = artifact.draft_rows.get().revision
        edits = [RowEdit({"role": "会计"}, "US-1", seen)] + [RowEdit({"role": f"角色 {n}"}) for n in range(40)]
        done = rows.save_rows(artifact, actor=cast.chen, table="stories", edits=edits)
        assert len(done) == 41 and all(one.stale is None for one in done)
        assert keys(artifact) == [f"US-{n}" for n in range(1, 42)]

    def test_a_block_lands_between_rows_in_its_order(self, cast: Cast, artifact: Artifact) -> None:
        add(artifact, cast.chen)
        edits = [RowEdit({"role": f"{n}"}) for n in range(5)]
        rows.save_rows(artifact, actor=cast.chen, table="stories", edits=edits, after="US-1")
        assert keys(artifact) == ["US-1", "US-3", "US-4", "US-5", "US-6", "US-7", "US-2"]

    def test_a_stale_row_does_not_stop_the_others(self, cast: Cast, artifact: Artifact) -> None:
        edits = [RowEdit({"role": "会计"}, "US-1", 999), RowEdit({"role": "客服"})]
        stale, added = rows.save_rows(artifact, actor=cast.chen, table="stories", edits=edits)
        assert stale.stale is not None and added.saved is not None
        assert RefusedPart.objects.count() == 1 and keys(artifact) == ["US-1", "US-2"]

    def test_it_costs_a_fixed_number_of_queries(
        self, cast: Cast, artifact: Artifact, django_assert_max_num_queries: Any
    ) -> None:
        edits = [RowEdit({"role": f"{n}", "wish": "导出"}) for n in range(200)]
        with django_assert_max_num_queries(22):
            rows.save_rows(artifact, actor=cast.chen, table="stories", edits=edits)

    def test_too_many_are_refused(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(ValidationError):
            rows.save_rows(artifact, actor=cast.chen, table="stories", edits=[RowEdit({})] * 1001)


class TestMoveAndDelete:
    def test_moves_however_many_keep_an_order(self, cast: Cast, artifact: Artifact) -> None:
        for _ in range(3):
            add(artifact, cast.chen)
        for _ in range(40):
            rows.move_row(artifact, actor=cast.chen, table="stories", key="US-4", after="US-1")
            rows.move_row(artifact, actor=cast.chen, table="stories", key="US-3", after="US-1")
        assert keys(artifact) == ["US-1", "US-3", "US-4", "US-2"]

    def test_moving_where_it_stands_is_no_change(self, cast: Cast, artifact: Artifact) -> None:
        add(artifact, cast.chen)
        count = Event.objects.count()
        rows.move_row(artifact, actor=cast.chen, table="stories", key="US-2", after="US-1")
        assert Event.objects.count() == count

    def test_deleting_what_changed_is_stale_and_deleting_twice_is_once(self, cast: Cast, artifact: Artifact) -> None:
        with pytest.raises(StaleEdit):
            rows.delete_row(artifact, actor=cast.chen, table="stories", key="US-1", revision=999)
        revision = artifact.draft_rows.get().revision
        for _ in range(2):
            rows.delete_row(artifact, actor=cast.chen, table="stories", key="US-1", revision=revision)
        assert keys(artifact) == []


class TestApi:
    def url(self, artifact: Artifact, rest: str = "") -> str:
        return f"/api/v1/artifacts/{artifact.reference}/rows/stories/{rest}"

    def test_add_edit_move_delete(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        client = api_as(cast.chen)
        made = client.post(self.url(artifact), {"cells": {"role": "客服"}})
        assert made.status_code == 201 and made.json()["key"] == "US-2"
        assert client.patch(self.url(artifact, "US-2/"), {"cells": {}}).status_code == 428
        edited = client.patch(
            self.url(artifact, "US-2/"), {"cells": {"priority": "P9"}}, headers={"If-Match": made["ETag"]}
        )
        assert edited.status_code == 200
        assert edited.json()["invalid"] == {"priority": "P9"} and "P9" in edited.json()["problems"]["priority"]
        assert client.post(self.url(artifact, "US-2/move/"), {"after": None}).status_code == 200
        assert keys(artifact) == ["US-2", "US-1"]
        stale = client.delete(self.url(artifact, "US-2/"), headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        gone = client.delete(self.url(artifact, "US-2/"), headers={"If-Match": edited["ETag"]})
        assert gone.status_code == 204

    def test_paste_answers_per_row(self, cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
        body = {"rows": [{"cells": {"role": "客服"}}, {"key": "US-1", "revision": 0, "cells": {"role": "会计"}}]}
        results = api_as(cast.chen).post(self.url(artifact, "paste/"), body).json()["results"]
        assert [one["status"] for one in results] == [200, 409]
        assert results[1]["problem"]["mine"] == {"cells": {"role": "会计"}}

    def test_get_is_no_verb_and_readers_are_refused(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        published = make_published(cast)
        assert api_as(cast.chen).get(self.url(published)).status_code == 405
        assert api_as(cast.qin).post(self.url(published), {"cells": {}}).status_code == 403
        assert api_as(cast.su).post(self.url(published), {"cells": {}}).status_code == 404
