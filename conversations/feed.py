"""动态: events as lines a certain person may read. Hidden threads are left out before anything is shown.

A line says who did what to which thread, and when. What it is about (the words of a comment, of a
conclusion) comes from describers: higher floors add theirs in ``AppConfig.ready()``.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from conversations.links import Shown, render_links
from conversations.models import Attachment, Comment, Decision, NoteTodo, Thread
from conversations.sight import visible_ids
from conversations.text.plain import excerpt
from departments.models import Product
from events import registry
from events.models import Event

WORDS = 80
Describer = Callable[[list[Event], User], Mapping[int, str]]
_describers: dict[str, Describer] = {}


@dataclass(frozen=True)
class Line:
    """One event for one reader. ``actor`` is None for the system."""

    event_id: int
    kind: str
    icon: str
    actor: User | None
    sentence: str
    detail: str
    at: datetime.datetime
    thread: Shown
    address: str
    changes: dict[str, object]
    is_by_token: bool = False


def register_describer(subject_kind: str, describe: Describer) -> None:
    """Words for events on one kind of row: ``describe(events, viewer) -> {event id: words}``, one query.

    One describer of several kinds is given the events of all of them at once.
    """
    _describers[subject_kind] = describe


def visible_events(viewer: User, *, thread: Thread | None = None, product: Product | None = None) -> QuerySet[Event]:
    """The events this person may read of, newest first; what is no news to anybody is left out."""
    found = Event.objects.filter(thread_id__in=visible_ids(viewer)).exclude(kind__in=registry.no_news())
    if thread is not None:
        found = found.filter(thread_id=thread.pk)
    if product is not None:
        found = found.filter(product_id=product.pk)
    return found.order_by("-pk")


def lines(
    viewer: User,
    *,
    thread: Thread | None = None,
    product: Product | None = None,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """The newest events as lines; ``before`` (an event id) continues.

    Three queries, one for the words of this floor, and one for those of each describer above.
    """
    found = visible_events(viewer, thread=thread, product=product)
    if since is not None:
        found = found.filter(created_at__gte=since)
    if until is not None:
        found = found.filter(created_at__lt=until)
    if before is not None:
        found = found.filter(pk__lt=before)
    return as_lines(list(found[:limit]), viewer)


def as_lines(events: list[Event], viewer: User) -> list[Line]:
    """Events the viewer may read of, with names, threads and words."""
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id is not None})
    threads = render_links({event.thread_id for event in events if event.thread_id is not None}, viewer)
    words = _words(events, viewer)
    shown = []
    for event in events:
        thread = threads.get(event.thread_id or 0)
        if thread is None or not thread.is_visible:
            continue
        kind = registry.get(event.kind)
        anchor = f"#comment-{event.subject_id}" if event.subject_kind == "comment" else ""
        shown.append(
            Line(
                event_id=event.pk,
                kind=event.kind,
                icon=kind.icon,
                actor=people.get(event.actor_id or 0),
                sentence=str(kind.sentence),
                detail=words.get(event.pk, ""),
                at=event.created_at,
                thread=thread,
                address=f"{thread.address.partition('#')[0]}{anchor}" if anchor else thread.address,
                changes=event.changes,
                is_by_token=bool(event.token_id),
            )
        )
    return shown


def _words(events: list[Event], viewer: User) -> dict[int, str]:
    by_describer: dict[Describer, list[Event]] = defaultdict(list)
    for event in events:
        if describe := _describers.get(event.subject_kind):
            by_describer[describe].append(event)
    words: dict[int, str] = {}
    for describe, found in by_describer.items():
        words.update(describe(found, viewer))
    return words


def _own_words(events: list[Event], viewer: User) -> Mapping[int, str]:
    """Comments, conclusions, files and to-dos in one query; what was taken out has no words any more."""
    ids: dict[str, list[int]] = defaultdict(list)
    for event in events:
        ids[event.subject_kind].append(event.subject_id)
    parts = [
        rows.filter(pk__in=ids[kind]).order_by().values_list(Value(kind, TextField()), "pk", Cast(column, TextField()))
        for kind, rows, column in (
            ("comment", Comment.objects.standing(), "body"),
            ("decision", Decision.objects.all(), "text"),
            ("attachment", Attachment.objects.standing(), "name"),
            ("notetodo", NoteTodo.objects.all(), "text"),
        )
        if kind in ids
    ]
    first, *others = parts
    texts = {(kind, pk): text for kind, pk, text in (first.union(*others, all=True) if others else first)}
    found = {event.pk: (event.subject_kind, event.subject_id) for event in events}
    return {pk: _shortened(key[0], texts[key]) for pk, key in found.items() if key in texts}


def _shortened(kind: str, text: str) -> str:
    if kind == "comment":
        return excerpt(text, WORDS)
    return text if kind == "attachment" else text[:WORDS]


def register_all() -> None:
    for subject_kind in ("comment", "decision", "attachment", "notetodo"):
        register_describer(subject_kind, _own_words)
