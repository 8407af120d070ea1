"""To-dos that come of a meeting: a person, a day, done or not."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import MeetingNote, NoteTodo
from conversations.sight import people_who_can_see
from conversations.text.sanitise import storable
from departments.models import Membership
from events import actions as events
from pmcomms.ground.problems import InvalidTransition


def add(
    *,
    note: MeetingNote,
    actor: User,
    text: str,
    assignee: User,
    due_on: datetime.date | None = None,
    block_id: str = "",
) -> NoteTodo:
    """Ask somebody to do something by a day. The same line asked of the same person already: that one.

    Only people who see the note can be asked, else they would be told of what they may not read.
    """
    with transaction.atomic():
        note = MeetingNote.objects.select_for_update(of=("self",)).select_related("thread__product").get(pk=note.pk)
        if not permissions.can_contribute(actor, note.thread):
            raise PermissionDenied(_("Only people who work on this can give out to-dos."))
        if note.thread.archived_at is not None:
            raise InvalidTransition(_("This note was archived. Restore it first."))
        text = " ".join(storable(text).split())
        if not text or len(text) > 500:
            raise ValidationError({"text": _("Say in at most 500 characters what is to be done.")})
        if not people_who_can_see(note.thread).filter(pk=assignee.pk).exists():
            raise ValidationError(
                {
                    "assignee": _("%(name)s cannot see this note. Add them to the people there first.")
                    % {"name": assignee}
                },
                code="cannot_see",
            )
        standing = note.todos.filter(block_id=block_id, assignee=assignee).first() if block_id else None
        if standing is not None:
            return standing
        membership = Membership.objects.current().filter(user=assignee).order_by("pk").first()
        todo = NoteTodo.objects.create(
            note=note,
            block_id=block_id,
            text=text,
            assignee=assignee,
            department_id=membership.department_id if membership else None,
            due_on=due_on,
        )
        _record("todo.added", todo, actor, {"assignee": [None, assignee.pk]})
    return todo


def done(*, todo: NoteTodo, actor: User) -> NoteTodo:
    """It is done; the person asked, their stand-in, or who may edit the note says so."""
    return _set(todo, actor, is_done=True)


def undone(*, todo: NoteTodo, actor: User) -> NoteTodo:
    return _set(todo, actor, is_done=False)


def remove(*, todo: NoteTodo, actor: User) -> None:
    """It was no to-do after all. Gone already: nothing happens."""
    with transaction.atomic():
        found = _rows().filter(pk=todo.pk).first()
        if found is None:
            return
        if not permissions.can_edit_note(actor, found.note):
            raise PermissionDenied(_("Only who wrote this note, who was there, or a product manager can change it."))
        _record("todo.removed", found, actor, {"assignee": [found.assignee_id, None]})
        found.delete()


def _set(todo: NoteTodo, actor: User, *, is_done: bool) -> NoteTodo:
    with transaction.atomic():
        todo = _rows().get(pk=todo.pk)
        if not permissions.can_tick_todo(actor, todo):
            raise PermissionDenied(_("Only the person asked, or who may change the note, can tick this."))
        if (todo.done_at is not None) == is_done:
            return todo
        todo.done_at = timezone.now() if is_done else None
        todo.done_by = actor if is_done else None
        todo.save(update_fields=["done_at", "done_by"])
        _record("todo.done" if is_done else "todo.undone", todo, actor)
    return todo


def _rows() -> QuerySet[NoteTodo]:
    return NoteTodo.objects.select_for_update(of=("self",)).select_related("note__thread__product", "assignee")


def _record(kind: str, todo: NoteTodo, actor: User, changes: dict[str, Any] | None = None) -> None:
    events.record(
        kind,
        actor=actor,
        subject=todo,
        thread_id=todo.note.thread_id,
        product_id=todo.note.product_id,
        changes=changes,
    )
