"""What a person leaves behind is taken over; what nobody can reach is thrown away."""

from __future__ import annotations

import datetime
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from accounts import handover
from conversations.actions import attachments, notes, tidying, todos
from conversations.models import Attachment, MeetingNote, NoteTodo, Thread
from events.models import Event
from tests.conftest import Cast


@pytest.fixture
def note(cast: Cast) -> MeetingNote:
    made = notes.create(
        actor=cast.lin,
        title="预算会",
        held_on=datetime.date(2026, 11, 20),
        product=cast.product,
        departments=[cast.finance],
        people=[cast.han],
    )
    todos.add(note=made, actor=cast.lin, text="给方案", assignee=cast.han)
    return made


class TestHandover:
    def test_a_note_goes_to_the_successor_who_sees_it(self, cast: Cast, note: MeetingNote) -> None:
        with transaction.atomic():
            moved = handover.reassign(cast.lin, successor=cast.su, actor=cast.administrator, names=["meeting-notes"])
        assert moved == {"meeting-notes": 1}
        assert Thread.objects.visible_to(cast.su).filter(pk=note.thread_id).exists()
        assert Event.objects.get(kind="meeting_note.handed_over").changes == {"owner": [cast.lin.pk, cast.su.pk]}

    def test_a_to_do_goes_to_somebody_who_can_then_read_it(self, cast: Cast, note: MeetingNote) -> None:
        with transaction.atomic():
            handover.reassign(cast.han, successor=cast.ma, actor=cast.administrator, names=["note-todos"])
        assert NoteTodo.objects.get().assignee == cast.ma
        assert Thread.objects.visible_to(cast.ma).filter(pk=note.thread_id).exists()

    def test_the_administrator_learns_no_titles(self, cast: Cast, note: MeetingNote) -> None:
        groups = {group.name: group for group in handover.groups(cast.lin, viewer=cast.administrator)}
        assert [item.url for item in groups["meeting-notes"].items] == [""]
        assert "预算会" not in groups["meeting-notes"].items[0].text
        seen = {group.name: group for group in handover.groups(cast.han, viewer=cast.chen)}
        assert [item.text for item in seen["note-todos"].items] == ["给方案"]


class TestTidying:
    @pytest.fixture
    def attachment(self, cast: Cast, thread: Thread, settings: Settings, tmp_path: Path) -> Attachment:
        settings.MEDIA_ROOT = tmp_path
        return attachments.store(thread=thread, actor=cast.han, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4"))

    def files(self, folder: Path) -> list[Path]:
        return [path for path in folder.rglob("*") if path.is_file()]

    def test_a_deleted_file_goes_after_a_week(self, cast: Cast, attachment: Attachment, tmp_path: Path) -> None:
        attachments.delete(attachment=attachment, actor=cast.han)
        assert tidying.tidy() == 0
        Attachment.objects.update(deleted_at=timezone.now() - datetime.timedelta(days=8))
        assert tidying.tidy() == 1 and not self.files(tmp_path)
        assert tidying.tidy() == 0

    def test_a_file_without_a_row_goes_after_a_day(self, attachment: Attachment, tmp_path: Path) -> None:
        [kept] = self.files(tmp_path)
        young, old = kept.with_name("young"), kept.with_name("old")
        for path in (young, old):
            path.write_bytes(b"x")
        for path in (old, kept):
            os.utime(path, (time.time() - 200_000,) * 2)
        assert tidying.tidy() == 1
        assert set(self.files(tmp_path)) == {kept, young}
