"""When a person leaves: nothing open hangs on them, and what they owned finds a successor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import handover
from accounts.actions import people
from accounts.models import User
from artifacts import todos
from artifacts.actions import asking, leaving, publish, questions, rows
from artifacts.models import Artifact, OpenPoint, Question, SignOff
from artifacts.permissions import people_asked
from conversations import feed
from departments.models import Liaison
from events.models import Event
from tests import make
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, sign_off_of
from tests.artifacts.pages import HTMX, AsUser, path
from tests.conftest import Cast

ApiAs = Callable[..., APIClient]


def fresh_user(person: User) -> User:
    """Without what was kept on the object."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def test_a_question_passed_to_them_returns_to_the_office(cast: Cast, artifact: Artifact) -> None:
    asking.pass_on(sign_off_of(artifact, "rd"), actor=cast.han, person=cast.qin)
    leaving.leave(cast.qin, cast.administrator)
    assert people_asked(sign_off_of(artifact, "rd")) == [cast.han]
    event = Event.objects.get(kind="sign_off.handed_over")
    assert event.changes == {"person": [cast.qin.pk, [cast.han.pk]], "party": "rd"}


def test_a_liaisons_questions_go_to_the_backup(cast: Cast) -> None:
    budget = make_published(cast, "budget")
    Liaison.objects.filter(user=cast.lin).update(ended_on=timezone.localdate())
    cast.lin.is_active = False
    cast.lin.save()
    leaving.leave(cast.lin, cast.administrator)
    assert people_asked(sign_off_of(budget, "finance")) == [cast.zhou]
    assert Event.objects.get(kind="sign_off.handed_over").changes["person"] == [cast.lin.pk, [cast.zhou.pk]]


def test_a_signer_is_asked_no_more_and_the_department_still_is(cast: Cast, artifact: Artifact) -> None:
    asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.qin)
    leaving.leave(cast.qin, cast.administrator)
    assert not SignOff.objects.current().filter(person=cast.qin).exists()
    assert sign_off_of(artifact, "rd").state == "waiting"


def test_owned_documents_are_listed_and_moved_in_one_go(cast: Cast) -> None:
    seen, hidden = make_published(cast, owner=cast.lu), make_artifact(cast, "budget", "秘密预算", owner=cast.lu)
    groups = {group.name: group.items for group in handover.groups(cast.lu, viewer=cast.han)}
    texts = [item.text for item in groups["artifacts"]]
    assert any(seen.title in text for text in texts) and not any(hidden.title in text for text in texts)
    moved = handover.reassign(cast.lu, successor=cast.chen, actor=cast.administrator, names=["artifacts"])
    assert moved == {"artifacts": 2}
    assert fresh(hidden).owner == fresh(hidden).thread.owner == cast.chen
    assert Event.objects.filter(kind="artifact.handed_over").count() == 2


class TestRowsOnTheirName:
    DONE = "tables/open_questions/rows/Q-1/done/"

    @pytest.fixture
    def named(self, cast: Cast) -> Artifact:
        artifact = make_artifact(cast)
        cells = {"question": "链接几时失效？", "owner": "han", "due_on": "2027-01-04"}
        rows.add_row(artifact, actor=cast.chen, table="open_questions", cells=cells)
        publish.publish(artifact, actor=cast.chen)
        return fresh(artifact)

    def test_they_are_in_the_dialog_and_then_on_the_successors_list(
        self, cast: Cast, named: Artifact, as_user: AsUser
    ) -> None:
        admin = as_user(cast.administrator)
        dialog = admin.post("/administration/people/han/deactivate/")["Location"]
        page = admin.get(dialog).content.decode()
        assert "名下的事项" in page and "产品需求文档 · 云账本" in page and "链接几时失效" not in page
        assert Event.objects.get(kind="todo_rows.left").product_id == cast.product.pk
        told = [line.kind for line in feed.lines(cast.chen, product=cast.product)]
        assert "todo_rows.left" in told
        assert admin.post(dialog, {"successor": "qin", "names": ["todo-rows"]}).status_code == 302
        assert Event.objects.get(kind="todo_rows.handed_over").changes["person"] == [cast.han.pk, cast.qin.pk]
        client = as_user(cast.qin)
        assert "链接几时失效" in client.get("/todo/").content.decode()
        assert "名下的事项" in admin.get(dialog).content.decode()
        assert client.post(path(named, self.DONE), headers=HTMX).status_code == 200
        assert "链接几时失效" not in client.get("/todo/").content.decode()
        assert "名下的事项" not in admin.get(dialog).content.decode()

    def test_who_could_not_see_the_document_is_named_on_it(self, cast: Cast, named: Artifact, api_as: ApiAs) -> None:
        people.deactivate(cast.han, actor=cast.administrator)
        body = {"successor": "other", "names": ["todo-rows"]}
        make.make_user("other", "别人")
        assert api_as(cast.administrator).post("/api/v1/people/han/hand-over/", body).json() == {"moved": 1}
        other = User.objects.get(username="other")
        assert Artifact.objects.visible_to(other).filter(pk=named.pk).exists()
        assert [todo.kind for todo in todos.todos(other)] == ["row"]

    def test_a_second_successor_takes_over_all_and_who_returns_has_them_back(self, cast: Cast, named: Artifact) -> None:
        people.deactivate(cast.han, actor=cast.administrator)
        people.hand_over(cast.han, actor=cast.administrator, successor=cast.qin, names=["todo-rows"])
        people.deactivate(cast.qin, actor=cast.administrator)
        people.hand_over(cast.qin, actor=cast.administrator, successor=cast.he, names=["todo-rows"])
        assert [todo.kind for todo in todos.todos(cast.he) if todo.kind == "row"] == ["row"]
        people.reactivate(cast.han, actor=cast.administrator)
        make.make_membership(fresh_user(cast.han), cast.rd)
        rows_of = {who: [t for t in todos.todos(fresh_user(who)) if t.kind == "row"] for who in (cast.he, cast.han)}
        assert (len(rows_of[cast.he]), len(rows_of[cast.han])) == (0, 1)


class TestWhatTheyRaised:
    def test_a_condition_passes_to_who_answers_next(self, cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
        budget = make_published(cast, "budget")
        answer_as(budget, "finance", cast.lin, "agreed-with-conditions", conditions=["先补差旅明细"])
        people.deactivate(cast.lin, actor=cast.administrator)
        point = OpenPoint.objects.get()
        assert (point.raised_by, point.passed_to) == (cast.lin, cast.zhou)
        event = Event.objects.get(kind="open_point.handed_over")
        assert event.changes == {"person": [cast.lin.pk, cast.zhou.pk], "party": "finance"}
        assert "林岚 → 周敏" in as_user(cast.chen).get(path(budget)).content.decode()
        shown = api_as(cast.zhou).get("/api/v1/open-points/").json()["items"][0]
        assert (shown["raised_by"], shown["passed_to"]) == ("lin", "zhou")

    def test_an_open_question_passes_on_and_back_to_a_manager_when_nobody_is_left(self, cast: Cast) -> None:
        artifact = make_published(cast)
        questions.ask(sign_off_of(artifact, "rd"), actor=cast.han, source="几时失效？")
        people.deactivate(cast.han, actor=cast.administrator)
        question = Question.objects.get()
        assert question.passed_to == cast.chen
        assert Event.objects.get(kind="question.handed_over").product_id == cast.product.pk
