"""A line of a meeting note becomes a conclusion or somebody's to-do."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations import reading
from conversations.actions import decisions, notes, todos
from conversations.models import MeetingNote, NoteTodo
from departments.models import StandIn
from events.models import Event
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


@pytest.fixture
def note(cast: Cast) -> MeetingNote:
    return notes.create(
        actor=cast.chen,
        title="预算调整会",
        held_on=datetime.date(2026, 11, 20),
        product=cast.product,
        departments=[cast.finance, cast.rd],
        minutes="结论：差旅维持减 10%\n@韩磊 11-28 给出断点续传方案\n下次会议照旧",
    )


class TestSuggestions:
    def test_lines_that_read_like_one_come_first_until_taken(self, cast: Cast, note: MeetingNote) -> None:
        shown = reading.note_page(note, cast.chen)
        conclusion, todo = shown.suggestions
        assert conclusion.is_conclusion and todo.asked is not None
        assert (todo.asked.person, todo.asked.due_on) == (cast.han, datetime.date(2026, 11, 28))
        assert [line.text for line in shown.others] == ["下次会议照旧"]
        todos.add(note=note, actor=cast.chen, text=todo.asked.text, assignee=cast.han, block_id=todo.block_id)
        decisions.record(thread=note.thread, actor=cast.chen, text=conclusion.text, block_id=conclusion.block_id)
        assert reading.note_page(note, cast.chen).suggestions == []

    def test_every_line_offers_both_and_says_why_a_to_do_was_not_read(self, cast: Cast, as_user: AsUser) -> None:
        minutes = "@张三丰 11-28 给方案\n@苏晴 明天 复核\n@韩磊 2026-02-30 补表\n结论：先做离线查看\n下次照旧"
        held = datetime.date(2026, 11, 20)
        note = notes.create(
            actor=cast.chen, title="例会", held_on=held, product=cast.product, departments=[cast.rd], minutes=minutes
        )
        client = as_user(cast.chen)
        page = client.get(note.thread.address).content.decode()
        assert page.count("设为待办") == page.count("记为结论</button>") == 5
        assert "没有叫“张三丰”的人" in page and "苏晴 看不到" in page.replace("苏晴看不到", "苏晴 看不到")
        assert "“2026-02-30”不是有效日期" in page
        assert 'value="先做离线查看"' in page
        line = reading.note_page(note, cast.chen).lines[2]
        form = client.get(f"{note.thread.address}?todo={line.block_id}", headers=HTMX).content.decode()
        assert 'value="2026-02-30 补表"' in form and '<option value="han" selected>' in form and " open>" in form
        assert f'name="block_id" value="{line.block_id}"' in form
        first = reading.note_page(note, cast.chen).lines[0]
        form = client.get(f"{note.thread.address}?todo={first.block_id}").content.decode()
        assert 'value="2026-11-28"' in form and 'value="@张三丰 给方案"' in form

    def test_the_mark_of_a_conclusion_is_no_part_of_it(
        self, cast: Cast, note: MeetingNote, as_user: AsUser, api_as: ApiAs
    ) -> None:
        as_user(cast.chen).post(f"/meeting-notes/{note.pk}/conclude/", {"text": "结论：先做离线查看"})
        assert note.thread.decisions.get().text == "先做离线查看"


class TestAdd:
    def test_twice_the_same_line_is_once(self, cast: Cast, note: MeetingNote) -> None:
        first = todos.add(note=note, actor=cast.lin, text="给方案", assignee=cast.han, block_id="abcd")
        assert todos.add(note=note, actor=cast.chen, text="给方案", assignee=cast.han, block_id="abcd") == first
        assert Event.objects.filter(kind="todo.added").count() == 1
        assert first.department == cast.rd

    def test_nobody_is_asked_who_cannot_see_it(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        with pytest.raises(ValidationError):
            todos.add(note=note, actor=cast.chen, text="给方案", assignee=cast.su)
        url = f"/meeting-notes/{note.pk}/todos/add/"
        response = as_user(cast.chen).post(url, {"text": "给方案", "assignee": "su"}, headers=HTMX)
        assert response.status_code == 422 and "苏晴" in response.content.decode()
        assert as_user(cast.chen).post(url, {"text": "给方案", "assignee": "su"}).status_code == 422
        assert not NoteTodo.objects.exists()

    def test_the_page_adds_one(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        url = f"/meeting-notes/{note.pk}/todos/add/"
        form = {"text": "给方案", "assignee": "han", "due_on": "2026-11-28"}
        page = as_user(cast.lin).post(url, form, headers=HTMX)
        assert page.status_code == 200 and 'id="note-outcome"' in page.content.decode()
        assert NoteTodo.objects.get().due_on == datetime.date(2026, 11, 28)
        assert as_user(cast.stranger).post(url, form).status_code == 404
        assert as_user(cast.lin).get(url).status_code == 405
        assert as_user(cast.lin).post(url, {**form, "due_on": "2026-02-30"}).status_code == 422


class TestTick:
    @pytest.fixture
    def todo(self, cast: Cast, note: MeetingNote) -> NoteTodo:
        return todos.add(note=note, actor=cast.chen, text="给方案", assignee=cast.han)

    def test_done_once_and_undone_once(self, cast: Cast, todo: NoteTodo) -> None:
        for _ in range(2):
            todos.done(todo=todo, actor=cast.han)
        todo.refresh_from_db()
        assert todo.done_by == cast.han
        for _ in range(2):
            todos.undone(todo=todo, actor=cast.chen)
        kinds = list(Event.objects.filter(kind__startswith="todo.").order_by("pk").values_list("kind", flat=True))
        assert kinds == ["todo.added", "todo.done", "todo.undone"]

    def test_a_stand_in_ticks_for_the_person_away(self, cast: Cast, todo: NoteTodo, as_user: AsUser) -> None:
        assert as_user(cast.qin).post(f"/note-todos/{todo.pk}/done/").status_code == 403
        today = timezone.localdate()
        StandIn.objects.create(away=cast.han, stand_in=cast.qin, from_on=today, to_on=today)
        assert as_user(cast.qin).post(f"/note-todos/{todo.pk}/done/").status_code == 302

    def test_it_waits_for_the_person_asked(self, cast: Cast, todo: NoteTodo) -> None:
        assert list(reading.todos_waiting(cast.han)) == [todo]
        assert list(reading.todos_waiting(cast.lin)) == []
        todos.done(todo=todo, actor=cast.han)
        assert list(reading.todos_waiting(cast.han)) == []

    @pytest.mark.parametrize("verb", ["done", "undone", "remove"])
    def test_both_doors(self, cast: Cast, todo: NoteTodo, as_user: AsUser, verb: str) -> None:
        url = f"/note-todos/{todo.pk}/{verb}/"
        assert as_user(cast.lin).post(url).status_code == 403
        assert as_user(cast.stranger).post(url).status_code == 404
        assert as_user(cast.chen).get(url).status_code == 405
        page = as_user(cast.chen).post(url, headers=HTMX)
        assert page.status_code == 200 and 'id="note-outcome"' in page.content.decode()

    def test_the_api(self, cast: Cast, note: MeetingNote, todo: NoteTodo, api_as: ApiAs) -> None:
        client = api_as(cast.han)
        made = api_as(cast.chen).post("/api/v1/note-todos/", {"note": note.pk, "text": "补预算", "assignee": "lin"})
        assert made.status_code == 201
        assert [row["id"] for row in client.get("/api/v1/note-todos/?assignee=me&done.is=empty").json()["items"]] == [
            todo.pk
        ]
        assert client.post(f"/api/v1/note-todos/{todo.pk}/done/").json()["done_by"] == "han"
        assert client.post(f"/api/v1/note-todos/{todo.pk}/undone/").json()["done_at"] is None
        assert client.delete(f"/api/v1/note-todos/{todo.pk}/").status_code == 403
        assert api_as(cast.chen).delete(f"/api/v1/note-todos/{todo.pk}/").status_code == 204
        stranger = api_as(cast.stranger)
        assert stranger.get("/api/v1/note-todos/").json()["items"] == []
        hidden = stranger.post("/api/v1/note-todos/", {"note": note.pk, "text": "x", "assignee": "lin"})
        random = stranger.post("/api/v1/note-todos/", {"note": 999999, "text": "x", "assignee": "lin"})
        assert hidden.status_code == random.status_code == 400


class TestConclude:
    def test_a_line_becomes_a_conclusion_once(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        line = reading.note_page(note, cast.lin).suggestions[0]
        url = f"/meeting-notes/{note.pk}/conclude/"
        form = {"block_id": line.block_id, "text": line.text}
        for _ in range(2):
            assert as_user(cast.lin).post(url, form, headers=HTMX).status_code == 200
        decision = note.thread.decisions.get()
        assert (decision.decided_on, decision.block_id) == (note.held_on, line.block_id)
        assert as_user(cast.lin).post(url, {"text": " "}).status_code == 422
        assert as_user(cast.stranger).post(url, form).status_code == 404
        assert as_user(cast.lin).get(url).status_code == 405
        assert as_user(cast.lin).post(f"/decisions/{decision.pk}/withdraw/").status_code == 302
