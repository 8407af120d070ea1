"""What a person leaves behind on this floor: meeting notes they wrote, to-dos they owe."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import handover
from accounts.models import User
from conversations.actions import people
from conversations.models import MeetingNote, NoteTodo, Thread
from conversations.sight import people_who_can_see
from conversations.subjects import MEETING_NOTE
from departments.permissions import products_visible_to
from events import actions as events


def notes_owned(person: User, viewer: User) -> list[handover.Item]:
    """Live notes the person wrote; one out of the viewer's sight shows as no more than that."""
    owned = Thread.objects.live().filter(kind=MEETING_NOTE, owner=person).select_related("product").order_by("-pk")
    seen = set(Thread.objects.visible_to(viewer).filter(kind=MEETING_NOTE, owner=person).values_list("pk", flat=True))
    return [
        handover.Item(thread.title, thread.address)
        if thread.pk in seen
        else handover.Item(f"{_('Meeting note')} · {_product(thread, viewer)}")
        for thread in owned
    ]


def _product(thread: Thread, viewer: User) -> str:
    """What may be said of a note out of sight: its product, unless that is out of sight, too."""
    if thread.product is None:
        return _("without a product")
    seen = products_visible_to(viewer).filter(pk=thread.product.pk).exists()
    return thread.product.name if seen else _("a private product")


def move_notes(person: User, successor: User, actor: User) -> int:
    """Give the person's live notes to the successor, who sees them from then on."""
    notes = MeetingNote.objects.live().filter(thread__owner=person).select_related("thread")
    count = 0
    for note in notes.select_for_update(of=("self",)):
        note.thread.owner = successor
        note.thread.save(update_fields=["owner"])
        changes = {"owner": [person.pk, successor.pk]}
        _record("meeting_note.handed_over", note, note.thread, actor, changes)
        count += 1
    return count


def todos_owed(person: User, viewer: User) -> list[handover.Item]:
    """Open to-dos the person was asked to do."""
    owed = (
        NoteTodo.objects.open().filter(assignee=person).select_related("note__thread__product").order_by("due_on", "pk")
    )
    seen = set(NoteTodo.objects.visible_to(viewer).filter(assignee=person).values_list("pk", flat=True))
    return [
        handover.Item(todo.text, todo.note.thread.address)
        if todo.pk in seen
        else handover.Item(f"{_('To-do')} · {_product(todo.note.thread, viewer)}")
        for todo in owed
    ]


def move_todos(person: User, successor: User, actor: User) -> int:
    """Ask the successor instead; who cannot see the note yet is named there, or the to-do would be mute."""
    owed = NoteTodo.objects.open().filter(assignee=person).select_related("note__thread__product")
    count = 0
    for todo in owed.select_for_update(of=("self",)):
        thread = todo.note.thread
        if not people_who_can_see(thread).filter(pk=successor.pk).exists():
            people.grant(thread=thread, person=successor, actor=actor, actor_may=True)
        todo.assignee = successor
        todo.save(update_fields=["assignee"])
        _record("todo.handed_over", todo, thread, actor, {"assignee": [person.pk, successor.pk]})
        count += 1
    return count


def _record(kind: str, subject: Any, thread: Thread, actor: User, changes: dict[str, Any]) -> None:
    events.record(
        kind, actor=actor, subject=subject, thread_id=thread.pk, product_id=thread.product_id, changes=changes
    )


def register_all() -> None:
    handover.register(
        handover.Owned("meeting-notes", gettext_lazy("Meeting notes"), items=notes_owned, move=move_notes)
    )
    handover.register(handover.Owned("note-todos", gettext_lazy("To-dos"), items=todos_owed, move=move_todos))
