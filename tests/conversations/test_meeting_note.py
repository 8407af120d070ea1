"""Meeting notes 沟通记录: pasted, kept, edited by several, put away."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conversations import reading, search
from conversations.actions import decisions, notes, todos
from conversations.models import MeetingNote, Thread, ThreadPerson
from conversations.text.blocks import block_ids
from events.models import Event
from pmcomms.ground.problems import StaleEdit
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import ApiAs, AsUser

MINUTES = """预算调整会

结论：差旅维持减 10%
@韩磊 11-28 给出断点续传方案
- 云资源按新合同重算
- 外包测试延期 <script>alert(1)</script>
"""


@pytest.fixture
def note(cast: Cast) -> MeetingNote:
    return notes.create(
        actor=cast.chen,
        title="预算调整会",
        held_on=datetime.date(2026, 11, 20),
        product=cast.product,
        departments=[cast.finance],
        people=[cast.chen, cast.han],
        minutes=MINUTES,
    )


class TestCreate:
    def test_lines_are_blocks_with_ids_and_found(self, cast: Cast, note: MeetingNote) -> None:
        assert len(block_ids(note.body)) == 5
        assert "<script" not in note.body and "<li" in note.body
        assert note.thread.address == f"/meeting-notes/{note.pk}/"
        assert search.count(cast.lin, "按新合同") == 1
        assert Event.objects.get(kind="meeting_note.created").thread_id == note.thread_id

    def test_seen_by_departments_managers_and_who_was_there(self, cast: Cast, note: MeetingNote) -> None:
        seen = {user for user in (cast.lin, cast.chen, cast.han, cast.qin, cast.su)
                if Thread.objects.visible_to(user).filter(pk=note.thread_id).exists()}  # fmt: skip
        assert seen == {cast.lin, cast.chen, cast.han}

    def test_pasted_html_is_sanitised(self, cast: Cast) -> None:
        body = '<h2 onclick="x()">周会</h2><p style="color:red">一<img src="x" onerror="alert(1)"></p><iframe></iframe>'
        note = notes.create(
            actor=cast.chen, title="周会", held_on=timezone.localdate(), product=cast.product, body=body
        )
        assert "onclick" not in note.body and "onerror" not in note.body and "iframe" not in note.body

    def test_the_page_makes_one_and_leads_to_it(self, cast: Cast, as_user: AsUser) -> None:
        form = {
            "product": "CLB", "title": "周会", "held_on": "2026-11-20", "minutes": MINUTES,
            "departments": ["finance"], "people": ["han", "lin"],
        }  # fmt: skip
        client = as_user(cast.han)
        assert client.get("/meeting-notes/new/?product=CLB&department=finance").status_code == 200
        response = client.post("/meeting-notes/new/", form)
        note = MeetingNote.objects.get()
        assert response.status_code == 302 and response["Location"] == f"/meeting-notes/{note.pk}/"
        page = client.get(response["Location"]).content.decode()
        assert "差旅维持减 10%" in page and "<script>alert" not in page and 'id="note-outcome"' in page

    @pytest.mark.parametrize(("field", "value"), [("title", " "), ("held_on", "2026-02-30"), ("people", "nobody")])
    def test_what_is_wrong_is_marked_and_the_rest_kept(
        self, cast: Cast, as_user: AsUser, field: str, value: str
    ) -> None:
        form = {"product": "CLB", "title": "周会", "held_on": "2026-11-20", "minutes": "写了很久的纪要", field: value}
        response = as_user(cast.chen).post("/meeting-notes/new/", form)
        assert response.status_code == 422 and "写了很久的纪要" in response.content.decode()
        assert not MeetingNote.objects.exists()

    def test_viewers_and_visitors_write_none(self, cast: Cast, as_user: AsUser) -> None:
        for person in (cast.fang, cast.visitor):
            status = as_user(person).get("/meeting-notes/new/?product=CLB").status_code
            assert status == (404 if person == cast.visitor else 403)
        with pytest.raises(PermissionDenied):
            notes.create(actor=cast.fang, title="x", held_on=timezone.localdate(), product=cast.product)

    def test_a_private_product_out_of_sight_is_not_there(self, cast: Cast, as_user: AsUser) -> None:
        make.make_product("SEC", "秘密产品", cast.other_manager, visibility="private")
        assert as_user(cast.han).get("/meeting-notes/new/?product=SEC").status_code == 404
        assert as_user(cast.han).get("/products/SEC/meeting-notes/").status_code == 404


class TestEdit:
    def test_only_named_fields_change_with_old_and_new(self, cast: Cast, note: MeetingNote) -> None:
        notes.edit(note=note, actor=cast.han, revision=1, title="预算会", departments=[cast.finance, cast.sales])
        thread = Thread.objects.get(pk=note.thread_id)
        assert thread.title == "预算会"
        assert Event.objects.get(kind="meeting_note.edited").changes == {"title": ["预算调整会", "预算会"]}
        assert Event.objects.get(kind="thread.audience_changed").changes == {
            "departments": [["finance"], ["finance", "sales"]]
        }

    def test_who_is_taken_off_the_list_loses_sight(self, cast: Cast, note: MeetingNote) -> None:
        notes.edit(note=note, actor=cast.chen, revision=1, people=[cast.chen])
        assert not ThreadPerson.objects.filter(user=cast.han).exists()
        assert not Thread.objects.visible_to(cast.han).filter(pk=note.thread_id).exists()

    def test_the_same_again_is_no_event(self, cast: Cast, note: MeetingNote) -> None:
        notes.edit(note=note, actor=cast.chen, revision=1, title="预算调整会", people=[cast.han, cast.chen])
        assert not Event.objects.filter(kind="meeting_note.edited").exists()

    def test_stale_saves_bring_both_texts(self, cast: Cast, note: MeetingNote) -> None:
        notes.save_body(note=note, actor=cast.chen, body="<p>甲</p>", revision=1)
        with pytest.raises(StaleEdit) as stale:
            notes.save_body(note=note, actor=cast.han, body="<p>乙</p>", revision=1)
        assert "甲" in str(stale.value.theirs) and stale.value.mine == "<p>乙</p>"

    def test_the_editor_saves_and_is_told_of_conflicts(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        client, url = as_user(cast.han), f"/meeting-notes/{note.pk}/save/"
        saved = client.post(url, {"body": note.body.replace("重算", "核算"), "revision": "1"})
        assert saved.status_code == 200 and saved.json()["revision"] == 2
        assert block_ids(saved.json()["body"]) == block_ids(note.body)
        conflict = client.post(url, {"body": "<p>旧窗口</p>", "revision": "1"})
        assert (
            conflict.status_code == 409 and "核算" in conflict.json()["theirs"] and "旧窗口" in conflict.json()["mine"]
        )
        assert client.post(url, {"body": "x", "revision": "x"}).status_code == 422
        assert search.count(cast.lin, "核算") == 1

    def test_a_stretch_of_autosaves_is_one_event(self, cast: Cast, note: MeetingNote) -> None:
        for number in range(1, 4):
            notes.save_body(note=note, actor=cast.chen, body=f"<p>第{number}稿</p>", revision=number)
        assert Event.objects.filter(kind="meeting_note.edited").count() == 1

    def test_the_edit_page(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        client, url = as_user(cast.chen), f"/meeting-notes/{note.pk}/edit/"
        page = client.get(url).content.decode()
        assert f'data-save-url="/meeting-notes/{note.pk}/save/"' in page
        form = {
            "title": "预算会",
            "held_on": "2026-11-21",
            "departments": ["finance"],
            "people": ["chen"],
            "revision": 1,
        }
        assert client.post(url, form).status_code == 302
        assert client.post(url, form).status_code == 409
        assert client.post(url, {**form, "title": "", "revision": 2}).status_code == 422

    def test_who_may(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        for verb in ("edit", "save", "archive", "restore"):
            url = f"/meeting-notes/{note.pk}/{verb}/"
            assert as_user(cast.lin).post(url, {"revision": 1}).status_code == 403, verb
            assert as_user(cast.stranger).post(url, {"revision": 1}).status_code == 404, verb
            if verb != "edit":
                assert as_user(cast.chen).get(url).status_code == 405


class TestArchive:
    def test_put_away_once_and_back_once(self, cast: Cast, note: MeetingNote, as_user: AsUser) -> None:
        client = as_user(cast.chen)
        for _ in range(2):
            assert client.post(f"/meeting-notes/{note.pk}/archive/").status_code == 302
        assert client.post(f"/threads/{note.thread_id}/comments/add/", {"body": "x"}).status_code == 409
        assert client.post(f"/meeting-notes/{note.pk}/save/", {"body": "x", "revision": "1"}).status_code == 409
        assert "预算调整会" not in client.get("/products/CLB/meeting-notes/").content.decode()
        assert "预算调整会" in client.get("/products/CLB/meeting-notes/?archived=1").content.decode()
        for _ in range(2):
            assert client.post(f"/meeting-notes/{note.pk}/restore/").status_code == 302
        kinds = Event.objects.filter(kind__in=["meeting_note.archived", "meeting_note.restored"])
        assert kinds.count() == 2


class TestList:
    def test_by_department_with_conclusions_and_open_to_dos(
        self, cast: Cast, note: MeetingNote, as_user: AsUser
    ) -> None:
        decisions.record(thread=note.thread, actor=cast.chen, text="差旅维持减 10%")
        todos.add(note=note, actor=cast.chen, text="补预算", assignee=cast.lin)
        page = as_user(cast.lin).get("/products/CLB/meeting-notes/?department=finance").content.decode()
        assert "差旅维持减 10%" in page and "预算调整会" in page
        assert "预算调整会" not in as_user(cast.lin).get("/products/CLB/meeting-notes/?department=rd").content.decode()
        assert "预算调整会" not in as_user(cast.su).get("/products/CLB/meeting-notes/").content.decode()

    def test_an_interface_costs_the_same_with_one_note_and_with_six(
        self, cast: Cast, note: MeetingNote, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        reading.notes_of(cast.product, cast.finance, cast.lin)
        with CaptureQueriesContext(connection) as counted:
            reading.notes_of(cast.product, cast.finance, cast.lin)
        for number in range(5):
            notes.create(
                actor=cast.chen,
                title=f"会 {number}",
                held_on=timezone.localdate(),
                product=cast.product,
                departments=[cast.finance],
            )
        with django_assert_num_queries(len(counted)):
            assert len(reading.notes_of(cast.product, cast.finance, cast.lin)) == 6


class TestApi:
    def test_created_edited_and_archived(self, cast: Cast, api_as: ApiAs) -> None:
        client = api_as(cast.chen)
        sent = {"title": "周会", "held_on": "2026-11-20", "product": "CLB", "departments": ["finance"],
                "people": ["han"], "minutes": "第一行\n第二行"}  # fmt: skip
        made = client.post("/api/v1/meeting-notes/", sent)
        assert made.status_code == 201 and made.json()["departments"] == ["finance"]
        url = f"/api/v1/meeting-notes/{made.json()['id']}/"
        ids = block_ids(made.json()["html"])
        assert client.patch(url, {"title": "月会"}).status_code == 428
        done = client.patch(url, {"title": "月会", "minutes": "第一行\n第二行改\n第三行"}, headers={"If-Match": '"1"'})
        assert done.status_code == 200 and done.json()["title"] == "月会"
        assert block_ids(done.json()["html"])[0] == ids[0]
        assert client.patch(url, {"title": "旧"}, headers={"If-Match": '"1"'}).status_code == 412
        assert client.post(f"{url}archive/").json()["archived_at"] is not None
        assert client.post(f"{url}restore/").json()["archived_at"] is None

    def test_sight_and_refusals(self, cast: Cast, note: MeetingNote, api_as: ApiAs) -> None:
        assert api_as(cast.su).get(f"/api/v1/meeting-notes/{note.pk}/").status_code == 404
        assert api_as(cast.su).get("/api/v1/meeting-notes/").json()["items"] == []
        assert len(api_as(cast.lin).get("/api/v1/meeting-notes/?department=mine").json()["items"]) == 1
        bad = {"title": "周会", "held_on": "2026-02-30"}
        assert api_as(cast.chen).post("/api/v1/meeting-notes/", bad).json()["errors"][0]["field"] == "held_on"
        assert api_as(cast.lin).patch(f"/api/v1/meeting-notes/{note.pk}/", {"title": "x"},
                                      headers={"If-Match": '"1"'}).status_code == 403  # fmt: skip
