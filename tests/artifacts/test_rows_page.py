"""The grid of the editor: rows saved as JSON, wrong cells named and the others kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from artifacts.actions import rows
from artifacts.models import Artifact, DraftRow, RefusedPart
from tests.artifacts.making import make_artifact, make_published
from tests.artifacts.pages import AsUser, path
from tests.conftest import Cast


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_artifact(cast)


def send(client: Client, artifact: Artifact, verb: str, body: Any, table: str = "stories") -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(path(artifact, f"tables/{table}/rows/{verb}/"), text, content_type="application/json")


def story(artifact: Artifact, key: str = "US-1") -> DraftRow:
    return artifact.draft_rows.get(table="stories", row_key=key)


class TestSave:
    def test_cells_sent_are_stored_and_the_others_stay(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        sent = {"row_key": "US-1", "revision": story(prd).revision, "cells": {"moscow": "必须有"}}
        answer = send(as_user(cast.chen), prd, "save", sent)
        assert answer.status_code == 200
        said = answer.json()
        assert (said["row_key"], said["revision"], said["errors"]) == ("US-1", story(prd).revision, {})
        assert said["cells"]["role"] == {"value": "财务主管", "text": "财务主管"}
        assert story(prd).cells["wish"] == "按月导出全部对账单"

    def test_a_choice_is_stored_by_its_word_and_shown_in_the_reader_s(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        sent = {"row_key": "US-1", "revision": story(prd).revision, "cells": {"moscow": "must"}}
        said = send(as_user(cast.chen), prd, "save", sent).json()
        assert story(prd).cells["moscow"] == "must"
        assert said["cells"]["moscow"]["text"] not in ("", "must")

    def test_a_wrong_cell_is_named_and_the_rest_of_the_row_is_kept(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        cells = {"milestone": "发版", "planned_on": "后天", "deliverable": "安装包"}
        answer = send(as_user(cast.chen), prd, "save", {"cells": cells}, "milestones")
        assert answer.status_code == 200
        said = answer.json()
        assert "不是日期" in said["errors"]["planned_on"] and "planned_on" not in said["cells"]
        row = prd.draft_rows.get(table="milestones")
        assert (row.cells["milestone"], row.cells["deliverable"]) == ("发版", "安装包")
        assert row.invalid == {"planned_on": "后天"}

    def test_a_new_row_gets_the_next_key_after_the_row_named(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        send(client, prd, "save", {"cells": {"wish": "第二条"}})
        said = send(client, prd, "save", {"cells": {"wish": "夹在中间"}, "after": "US-1"}).json()
        assert said["row_key"] == "US-3"
        order = prd.draft_rows.filter(table="stories").order_by("ordering").values_list("row_key", flat=True)
        assert list(order) == ["US-1", "US-3", "US-2"]

    def test_a_new_row_sent_twice_by_a_weak_line_is_one_row(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        client, sent = as_user(cast.chen), {"client_key": "a1", "cells": {"wish": "只此一条"}}
        keys = {send(client, prd, "save", sent).json()["row_key"] for _ in range(2)}
        assert keys == {"US-2"} and prd.draft_rows.filter(table="stories").count() == 2
        other = send(client, prd, "save", {**sent, "client_key": "a2"}).json()["row_key"]
        assert other == "US-3"

    def test_a_row_deleted_meanwhile_comes_back_under_a_new_key(
        self, prd: Artifact, cast: Cast, as_user: AsUser
    ) -> None:
        row = story(prd)
        rows.delete_row(prd, actor=cast.chen, table="stories", key="US-1", revision=row.revision)
        sent = {"row_key": "US-1", "revision": row.revision, "cells": {"wish": "还想要"}}
        assert send(as_user(cast.chen), prd, "save", sent).json()["row_key"] == "US-2"

    def test_who_comes_second_gets_both_and_loses_nothing(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        seen = story(prd).revision
        rows.save_row(prd, actor=cast.chen, table="stories", key="US-1", cells={"role": "会计"}, revision=seen)
        sent = {"row_key": "US-1", "revision": seen, "cells": {"role": "出纳"}}
        answer = send(as_user(cast.chen), prd, "save", sent)
        assert answer.status_code == 409
        said = answer.json()
        assert (said["theirs"]["cells"]["role"], said["mine"]["cells"]["role"]) == ("会计", "出纳")
        assert story(prd).cells["role"] == "会计"
        assert RefusedPart.objects.get().content["cells"] == {"role": "出纳"}

    @pytest.mark.parametrize(
        ("table", "body"),
        [
            ("stories", "{"),
            ("stories", "[]"),
            ("stories", "[" * 100_000),
            ("stories", {"cells": []}),
            ("stories", {"cells": ["wish"]}),
            ("stories", {"cells": {"no_such_column": "x"}}),
            ("stories", {"row_key": "US-1", "revision": "x", "cells": {}}),
            ("stories", {"cells": {"wish": "x"}, "after": "US-99"}),
            ("stories", {"cells": {"estimate": "3"}}),
            ("no_such_table", {"cells": {"wish": "x"}}),
        ],
    )
    def test_what_cannot_be_saved_is_said_in_a_sentence(
        self, prd: Artifact, cast: Cast, as_user: AsUser, table: str, body: Any
    ) -> None:
        before = prd.draft_rows.count()
        answer = send(as_user(cast.chen), prd, "save", body, table)
        assert answer.status_code == 422 and answer.json()["detail"]
        assert prd.draft_rows.count() == before

    @pytest.mark.parametrize(
        "body",
        [{"row_key": ["US-1"], "cells": {}}, {"row_key": {"a": 1}, "cells": {}}, {"cells": {}, "after": ["US-1"]}],
    )
    def test_values_of_another_shape_are_refused_too(
        self, prd: Artifact, cast: Cast, as_user: AsUser, body: dict[str, Any]
    ) -> None:
        assert send(as_user(cast.chen), prd, "save", body).status_code == 422

    def test_masked_columns_do_not_come_back(self, cast: Cast, as_user: AsUser) -> None:
        artifact = make_artifact(cast, "sales-targets", "目标", owner=cast.ma)
        rows.add_row(artifact, actor=cast.chen, table="targets", cells={"period": "2026-Q1", "target": "918273.64"})
        row = artifact.draft_rows.get()
        sent = {"row_key": row.row_key, "revision": row.revision, "cells": {"period": "2026-Q2"}}
        answer = send(as_user(cast.ma), artifact, "save", sent, "targets")
        assert answer.status_code == 200 and "918" not in answer.content.decode()


class TestMoveAndDelete:
    def test_a_row_is_moved(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        rows.add_row(prd, actor=cast.chen, table="stories", cells={"wish": "第二条"})
        assert send(as_user(cast.chen), prd, "move", {"row_key": "US-2", "after": ""}).json() == {"row_key": "US-2"}
        order = prd.draft_rows.filter(table="stories").order_by("ordering").values_list("row_key", flat=True)
        assert list(order) == ["US-2", "US-1"]

    def test_a_row_is_deleted_and_twice_is_once(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        sent = {"row_key": "US-1", "revision": story(prd).revision}
        for _ in range(2):
            assert send(as_user(cast.chen), prd, "delete", sent).json() == {"row_key": "US-1"}
        assert not prd.draft_rows.exists()

    def test_a_newer_row_is_not_deleted_unseen(self, prd: Artifact, cast: Cast, as_user: AsUser) -> None:
        seen = story(prd).revision
        rows.save_row(prd, actor=cast.chen, table="stories", key="US-1", cells={"role": "会计"}, revision=seen)
        answer = send(as_user(cast.chen), prd, "delete", {"row_key": "US-1", "revision": seen})
        assert answer.status_code == 409 and story(prd).cells["role"] == "会计"

    @pytest.mark.parametrize("sent", [{"row_key": "US-9", "after": ""}, {"row_key": "US-1", "after": "US-9"}, {}])
    def test_a_row_that_is_not_there_is_not_moved(
        self, prd: Artifact, cast: Cast, as_user: AsUser, sent: dict[str, str]
    ) -> None:
        assert send(as_user(cast.chen), prd, "move", sent).status_code == 422


@pytest.mark.parametrize("verb", ["save", "move", "delete"])
def test_only_who_edits_may(cast: Cast, as_user: AsUser, verb: str) -> None:
    artifact = make_published(cast)
    row = story(artifact)
    sent = {"row_key": "US-1", "revision": row.revision, "cells": {"role": "乱改"}, "after": ""}
    assert send(as_user(cast.qin), artifact, verb, sent).status_code == 403
    hidden = send(as_user(cast.su), artifact, verb, sent)
    random = as_user(cast.su).post(
        f"/artifacts/CLB-D999/tables/stories/rows/{verb}/", sent, content_type="application/json"
    )
    assert (hidden.status_code, random.status_code) == (404, 404) and hidden.content == random.content
    assert as_user(cast.chen).get(path(artifact, f"tables/stories/rows/{verb}/")).status_code == 405
    assert story(artifact).cells == row.cells
