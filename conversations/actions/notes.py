"""Meeting notes 沟通记录: what was said, when, by whom; pasted minutes, a block per line."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions, search
from conversations.actions import threads
from conversations.models import MeetingNote, Thread, ThreadPerson, Watcher
from conversations.subjects import MEETING_NOTE
from conversations.text.blocks import carry_ids
from conversations.text.plain import to_plain
from conversations.text.sanitise import clean_document, storable
from departments.models import Department, Product
from events import actions as events
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit

SALT = "minutes"
# Autosave writes often; one event for a stretch of writing is enough.
ONE_EVENT_PER = datetime.timedelta(minutes=10)


def create(
    *,
    actor: User,
    title: str,
    held_on: datetime.date,
    product: Product | None = None,
    departments: Iterable[Department] = (),
    people: Iterable[User] = (),
    minutes: str = "",
    body: str = "",
) -> MeetingNote:
    """Write down a meeting. ``minutes`` is plain text, ``body`` HTML as pasted; the latter wins.

    Seen by the departments named, the product's managers, who wrote it and who was there.
    """
    if not permissions.can_write_notes(actor, product):
        raise PermissionDenied(_("Only people who work on this product can write meeting notes."))
    title = _checked_title(title)
    with transaction.atomic():
        thread = threads.open_thread(
            kind=MEETING_NOTE,
            title=title,
            address="",
            owner=actor,
            audience=Thread.Audience.DEPARTMENTS,
            product=product,
            departments=departments,
            is_open=True,
        )
        note = MeetingNote.objects.create(thread=thread, product=product, held_on=held_on)
        threads.attach_subject(thread, note)
        threads.readdress(thread, f"/meeting-notes/{note.pk}/")
        note.body = clean_document(body or lines_as_html(minutes), salt=SALT)
        note.save(update_fields=["body"])
        _set_people(note, people)
        Watcher.objects.get_or_create(thread=thread, user=actor)
        search.put(thread, "section:minutes", to_plain(note.body))
        _record("meeting_note.created", note, actor)
    return note


def edit(
    *,
    note: MeetingNote,
    actor: User,
    revision: int,
    title: str | None = None,
    held_on: datetime.date | None = None,
    departments: Iterable[Department] | None = None,
    people: Iterable[User] | None = None,
) -> MeetingNote:
    """Change what stands above the minutes. Raises ``StaleEdit`` when somebody saved in between."""
    with transaction.atomic():
        note = _locked(note, actor)
        _compare(note, revision, mine=title, theirs=note.thread.title)
        changes: dict[str, Any] = {}
        if title is not None and (title := _checked_title(title)) != note.thread.title:
            changes["title"] = [note.thread.title, title]
            threads.retitle(note.thread, title)
        if held_on is not None and held_on != note.held_on:
            changes["held_on"] = [note.held_on.isoformat(), held_on.isoformat()]
            note.held_on = held_on
        if people is not None and _set_people(note, people):
            changes["people"] = [None, sorted(note.people.values_list("pk", flat=True))]
        told = departments is not None and threads.set_audience(note.thread, actor=actor, departments=departments)
        if changes or told:
            note.revision += 1
            note.save(update_fields=["held_on", "revision"])
        if changes:
            _record("meeting_note.edited", note, actor, changes)
    return note


def save_body(*, note: MeetingNote, actor: User, body: str, revision: int) -> MeetingNote:
    """Store the minutes. Blocks keep their ids, so conclusions and comments keep their place."""
    with transaction.atomic():
        note = _locked(note, actor)
        _compare(note, revision, mine=body, theirs=note.body)
        body = clean_document(body, salt=SALT)
        if body == note.body:
            return note
        note.body = body
        note.revision += 1
        note.save(update_fields=["body", "revision"])
        search.put(note.thread, "section:minutes", to_plain(body))
        lately = Event.objects.filter(
            kind="meeting_note.edited",
            subject_kind="meetingnote",
            subject_id=note.pk,
            actor_id=actor.pk,
            created_at__gt=timezone.now() - ONE_EVENT_PER,
        )
        if not lately.exists():
            _record("meeting_note.edited", note, actor, {"body": [None, note.revision]})
    return note


def replace_minutes(*, note: MeetingNote, actor: User, minutes: str, revision: int) -> MeetingNote:
    """``save_body`` for text that comes without block ids (the API): lines that stayed keep theirs."""
    fresh = clean_document(lines_as_html(minutes), salt=SALT)
    return save_body(note=note, actor=actor, body=carry_ids(note.body, fresh), revision=revision)


def archive(*, note: MeetingNote, actor: User) -> MeetingNote:
    """Put it away: it stays readable and found, but nothing more is said there."""
    return _set_archived(note, actor, is_archived=True)


def restore(*, note: MeetingNote, actor: User) -> MeetingNote:
    return _set_archived(note, actor, is_archived=False)


def lines_as_html(text: str) -> str:
    """Plain minutes as HTML, a block per line; lines with a bullet become a list."""
    pieces: list[str] = []
    is_list = False
    for line in storable(text).split("\n"):
        line = line.strip()
        bullet = line[:1] in ("-", "*", "•", "·", "●") and line[1:2] in (" ", "\t", "\u3000", "")
        if is_list and not bullet:
            pieces.append("</ul>")
        elif bullet and not is_list:
            pieces.append("<ul>")
        is_list = bullet
        if line and bullet:
            pieces.append(f"<li><p>{html.escape(line[1:].strip())}</p></li>")
        elif line:
            pieces.append(f"<p>{html.escape(line)}</p>")
    return "".join(pieces) + ("</ul>" if is_list else "")


def _set_archived(note: MeetingNote, actor: User, *, is_archived: bool) -> MeetingNote:
    with transaction.atomic():
        note = _locked(note, actor, may_be_archived=True)
        if (note.thread.archived_at is not None) == is_archived:
            return note
        threads.archive(note.thread) if is_archived else threads.unarchive(note.thread)
        _record("meeting_note.archived" if is_archived else "meeting_note.restored", note, actor)
    return note


def _set_people(note: MeetingNote, people: Iterable[User]) -> bool:
    """Who was there may read the note, whatever their department; True when that changed."""
    wanted = {person.pk: person for person in people if not person.is_visitor}
    before = set(note.people.values_list("pk", flat=True))
    if before == set(wanted):
        return False
    note.people.set(wanted.values())
    named = ThreadPerson.objects.filter(thread=note.thread, reason=ThreadPerson.Reason.NAMED)
    named.filter(user_id__in=before - set(wanted)).delete()
    ThreadPerson.objects.bulk_create(
        [ThreadPerson(thread=note.thread, user=wanted[pk], reason=ThreadPerson.Reason.NAMED) for pk in wanted],
        ignore_conflicts=True,
    )
    return True


def _locked(note: MeetingNote, actor: User, *, may_be_archived: bool = False) -> MeetingNote:
    rows = MeetingNote.objects.select_for_update(of=("self",)).select_related("thread__product", "thread__owner")
    note = rows.get(pk=note.pk)
    if not permissions.can_edit_note(actor, note):
        raise PermissionDenied(_("Only who wrote this note, who was there, or a product manager can change it."))
    if note.thread.archived_at is not None and not may_be_archived:
        raise InvalidTransition(_("This note was archived. Restore it first."))
    return note


def _compare(note: MeetingNote, revision: int, *, mine: object, theirs: object) -> None:
    if note.revision != revision:
        raise StaleEdit(mine=mine, theirs=theirs, revision=note.revision)


def _checked_title(title: str) -> str:
    title = " ".join(storable(title).split())
    if not title:
        raise ValidationError({"title": _("Give the meeting a title.")}, code="required")
    if len(title) > 200:
        raise ValidationError({"title": _("A title holds at most 200 characters.")}, code="too_long")
    return title


def _record(kind: str, note: MeetingNote, actor: User, changes: dict[str, Any] | None = None) -> None:
    events.record(
        kind,
        actor=actor,
        subject=note,
        thread_id=note.thread_id,
        product_id=note.product_id,
        changes=changes,
    )
