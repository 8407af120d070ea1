"""Changing a requirement: locks by field, history by field, both doors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations import feed
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements.actions import edit, lifecycle
from tests.conftest import Cast
from tests.requirements.making import api, fresh, make_requirement, path

AsUser = Callable[[User], Client]
FORM = {"title": "按月导出对账单", "type": "story", "priority": "P2", "revision": "1"}


class TestRule:
    def test_old_and_new_are_recorded_by_field(self, cast: Cast) -> None:
        made = make_requirement(cast)
        edit.edit(made, actor=cast.lu, revision=1, priority="P0", assignee=cast.han)
        event = Event.objects.get(kind="requirement.edited")
        assert event.changes == {"priority": ["P2", "P0"], "assignee": [None, "han"]}
        line = next(line for line in feed.lines(cast.fang, thread=made.thread) if line.kind == "requirement.edited")
        assert line.detail == "优先级：P2 → P0；负责人：空 → 韩磊"

    def test_the_same_again_is_no_event(self, cast: Cast) -> None:
        made = make_requirement(cast, description="<p>甲</p>")
        for _ in range(2):
            edit.edit(made, actor=cast.chen, revision=1, title=made.title, description="<p>甲</p>", priority="P2")
        assert not Event.objects.filter(kind="requirement.edited").exists() and fresh(made).revision == 1

    def test_two_people_in_different_fields_do_not_conflict(self, cast: Cast) -> None:
        made = make_requirement(cast)
        edit.edit(made, actor=cast.lu, revision=1, priority="P0")
        edit.edit(made, actor=cast.chen, revision=1, title="按月导出")
        found = fresh(made)
        assert (found.priority, found.title, found.revision) == ("P0", "按月导出", 3)

    def test_two_people_in_one_field_see_both_texts_and_nothing_is_lost(self, cast: Cast) -> None:
        made = make_requirement(cast)
        edit.edit(made, actor=cast.lu, revision=1, title="甲的")
        with pytest.raises(StaleEdit) as stale:
            edit.edit(made, actor=cast.chen, revision=1, title="乙的", priority="P0")
        assert (stale.value.mine, stale.value.theirs) == ({"title": "乙的"}, {"title": "甲的"})
        assert (fresh(made).title, fresh(made).priority) == ("甲的", "P2")

    def test_a_new_title_is_the_threads_too(self, cast: Cast) -> None:
        made = make_requirement(cast)
        edit.edit(made, actor=cast.chen, revision=1, title="整月导出")
        assert fresh(made).thread.title == "整月导出"

    def test_a_type_stays_above_its_children(self, cast: Cast) -> None:
        feature = make_requirement(cast, "批量导出", type="feature")
        make_requirement(cast, type="story", parent=feature)
        with pytest.raises(ValidationError):
            edit.edit(feature, actor=cast.chen, revision=1, type="task")
        edit.edit(feature, actor=cast.chen, revision=1, type="epic")

    def test_the_assignee_may_and_a_member_may_not(self, cast: Cast) -> None:
        made = make_requirement(cast, assignee=cast.qin)
        edit.edit(made, actor=cast.qin, revision=1, points=3)
        with pytest.raises(PermissionDenied):
            edit.edit(make_requirement(cast), actor=cast.qin, revision=1, points=3)

    def test_an_archived_one_stays_as_it_is(self, cast: Cast) -> None:
        made = make_requirement(cast)
        lifecycle.archive(made, actor=cast.chen)
        with pytest.raises(InvalidTransition):
            edit.edit(made, actor=cast.chen, revision=1, title="改")


class TestPage:
    def test_the_form_is_filled_and_stores(self, cast: Cast, as_user: AsUser) -> None:
        epic = make_requirement(cast, "对账效率", type="epic")
        made = make_requirement(cast, assignee=cast.han, labels=["导出"], parent=epic)
        client = as_user(cast.chen)
        text = client.get(path(made, "edit/")).content.decode()
        assert "韩磊" in text and 'value="导出"' in text and f'value="{epic.reference}"' in text
        sent = {**FORM, "assignee": "lu", "due_on": "2026-12-31", "labels": "", "parent": ""}
        assert client.post(path(made, "edit/"), sent)["Location"] == path(made)
        found = fresh(made)
        assert (found.assignee, str(found.due_on), found.labels, found.parent) == (cast.lu, "2026-12-31", [], None)

    def test_a_stale_form_is_a_conflict_with_both_texts(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        edit.edit(made, actor=cast.lu, revision=1, title="甲的")
        response = as_user(cast.chen).post(path(made, "edit/"), {**FORM, "title": "乙的"})
        assert response.status_code == 409 and "甲的" in response.content.decode()

    def test_the_editor_saves_the_description_and_is_told_of_a_conflict(self, cast: Cast, as_user: AsUser) -> None:
        made = make_requirement(cast)
        client = as_user(cast.chen)
        saved = client.post(path(made, "save/"), {"body": "<p>一</p>", "revision": 1}).json()
        assert saved["revision"] == 2 and "一" in saved["body"]
        edit.edit(made, actor=cast.lu, revision=2, priority="P0")
        assert client.post(path(made, "save/"), {"body": "<p>二</p>", "revision": 2}).status_code == 200
        stale = client.post(path(made, "save/"), {"body": "<p>三</p>", "revision": 2})
        assert stale.status_code == 409 and "二" in stale.json()["theirs"] and "三" in stale.json()["mine"]
        assert client.post(path(made, "save/"), {"body": "x", "revision": "x"}).status_code == 422


class TestApi:
    def test_a_patch_needs_the_revision_one_has_read(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        made = make_requirement(cast)
        client = api_as(cast.chen)
        assert client.patch(api(made), {"title": "改"}, format="json").status_code == 428
        response = client.patch(api(made), {"title": "改", "labels": ["x"]}, format="json", headers={"If-Match": '"1"'})
        assert (response.status_code, response["ETag"], response.json()["title"]) == (200, '"2"', "改")
        stale = client.patch(api(made), {"priority": "P0"}, format="json", headers={"If-Match": '"1"'})
        assert stale.status_code == 412

    def test_markdown_keeps_the_ids_of_lines_that_stay(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        made = make_requirement(cast, description="<p>甲</p><p>乙</p>")
        headers = {"If-Match": '"1"'}
        api_as(cast.chen).patch(api(made), {"markdown": "甲\n\n丙"}, format="json", headers=headers)
        assert fresh(made).description.split(">")[0] == made.description.split(">")[0]
