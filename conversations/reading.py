"""Meeting notes, conclusions and to-dos as pages show them: fixed numbers of queries, hidden ones left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Decision, MeetingNote, NoteTodo
from conversations.models.note import MeetingNoteQuerySet, NoteTodoQuerySet
from conversations.note_lines import Asked, conclusion_in, names_in, read_line
from conversations.sight import acting_for, people_who_can_see, visible
from conversations.text.plain import excerpt
from conversations.text.sanitise import parse
from departments.models import Department, Product

CONCLUSION_WORDS = ("结论", "决定", "决议", "一致同意", "Decision")


@dataclass(frozen=True)
class NoteLine:
    """One note in a list: its first words, conclusions and how many to-dos are open."""

    note: MeetingNote
    words: str
    decisions: list[Decision]
    open_todos: int
    all_todos: int


def notes_visible(viewer: User) -> MeetingNoteQuerySet:
    return MeetingNote.objects.visible_to(viewer).select_related("thread", "product").order_by("-held_on", "-pk")


def notes_of(product: Product, department: Department | None, viewer: User, *, limit: int = 10) -> list[NoteLine]:
    """The latest live notes of a product, or of an interface (product × department). A fixed number of queries."""
    notes = notes_visible(viewer).live().filter(product=product)
    if department is not None:
        notes = notes.filter(thread__departments=department)
    return as_lines(notes[:limit])


def as_lines(notes: Iterable[MeetingNote]) -> list[NoteLine]:
    """Two queries for any number of notes, none for none."""
    notes = list(notes)
    if not notes:
        return []
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.standing().filter(thread__in=[note.thread_id for note in notes]).order_by("pk"):
        decisions[decision.thread_id].append(decision)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for note_id, done_at in NoteTodo.objects.filter(note__in=notes).values_list("note_id", "done_at"):
        counts[note_id][0] += done_at is None
        counts[note_id][1] += 1
    return [
        NoteLine(note, excerpt(note.body, 80), decisions[note.thread_id], counts[note.pk][0], counts[note.pk][1])
        for note in notes
    ]


def todos_waiting(viewer: User) -> NoteTodoQuerySet:
    """Open to-dos of notes this person is asked for, as themselves or as a stand-in, soonest first."""
    return (
        todos_asked(acting_for(viewer), visible(viewer, "note__thread__"))
        .select_related("note__thread", "note__product", "assignee")
        .order_by("due_on", "pk")
    )


def todos_asked(acting: Iterable[int], seen: Q) -> NoteTodoQuerySet:
    """Open to-dos of live notes for one of these people, within ``seen`` (over ``note__thread__``)."""
    open_todos = NoteTodo.objects.filter(seen).open()
    return open_todos.filter(assignee_id__in=acting, note__thread__archived_at__isnull=True)


@dataclass(frozen=True)
class Line:
    """One line of minutes, and what it seems to be; ``notes``: why it cannot become a to-do as it stands."""

    block_id: str
    text: str
    asked: Asked | None = None
    is_conclusion: bool = False
    is_taken: bool = False
    notes: tuple[str, ...] = ()

    @property
    def conclusion(self) -> str:
        return conclusion_in(self.text)

    @property
    def todo_initial(self) -> dict[str, object]:
        """The form of a to-do, filled in as far as the line was read."""
        asked = self.asked or Asked(None, None, self.conclusion)
        username = asked.person.username if asked.person else ""
        return {"block_id": self.block_id, "text": asked.text, "assignee": username, "due_on": asked.due_on}


@dataclass
class NotePage:
    """Everything the page of one note shows."""

    note: MeetingNote
    decisions: list[Decision]
    todos: list[NoteTodo]
    lines: list[Line]
    can_edit: bool
    can_contribute: bool
    tickable: set[int] = field(default_factory=set)

    @property
    def suggestions(self) -> list[Line]:
        """Lines that read like a to-do or a conclusion and are neither yet."""
        return [line for line in self.lines if not line.is_taken and (line.asked or line.is_conclusion)]

    @property
    def others(self) -> list[Line]:
        return [line for line in self.lines if not line.is_taken and not line.asked and not line.is_conclusion]


def note_page(note: MeetingNote, viewer: User) -> NotePage:
    """One note with its conclusions, to-dos and lines."""
    decisions = list(note.thread.decisions.standing().select_related("decided_by").order_by("pk"))
    todos = list(note.todos.select_related("assignee", "department").order_by("done_at", "due_on", "pk"))
    can_edit = note.thread.archived_at is None and permissions.can_edit_note(viewer, note)
    taken = {decision.block_id for decision in decisions} | {todo.block_id for todo in todos}
    acting = set(acting_for(viewer))
    return NotePage(
        note=note,
        decisions=decisions,
        todos=todos,
        lines=lines_of(note, taken),
        can_edit=can_edit,
        can_contribute=note.thread.archived_at is None and permissions.can_contribute(viewer, note.thread),
        tickable={todo.pk for todo in todos if can_edit or todo.assignee_id in acting},
    )


def lines_of(note: MeetingNote, taken: set[str]) -> list[Line]:
    """The lines of the minutes; people are read only where somebody is mentioned."""
    people, seeing = _mentioned(note)
    lines = []
    for element in parse(note.body).iterdescendants() if note.body else ():
        text = " ".join("".join(element.itertext()).split())
        if not element.get("data-id") or not text or element.tag == "table":
            continue
        asked = read_line(text, people, note.held_on)
        lines.append(
            Line(
                element.get("data-id", ""),
                text[:500],
                asked,
                text.lstrip("【[* ").startswith(CONCLUSION_WORDS),
                element.get("data-id") in taken,
                tuple(_notes(asked, seeing)) if asked else (),
            )
        )
    return lines


def _mentioned(note: MeetingNote) -> tuple[list[User], set[int]]:
    """The active people a mention in the minutes may mean, and the ids of those who see the note."""
    body = parse(note.body) if "@" in note.body or "＠" in note.body else None
    names = names_in("".join(body.itertext())) if body is not None else set()
    if not names:
        return [], set()
    rows = User.objects.active().filter(is_visitor=False).alias(name=Lower("full_name"), login=Lower("username"))
    people: list[User] = list(rows.filter(Q(name__in=names) | Q(login__in=names)))
    ids = [person.pk for person in people]
    return people, set(people_who_can_see(note.thread).filter(pk__in=ids).values_list("pk", flat=True))


def _notes(asked: Asked, seeing: set[int]) -> Iterator[str]:
    if asked.person is None:
        yield _("Nobody is called “%(name)s”.") % {"name": asked.name}
    elif asked.person.pk not in seeing:
        yield _("%(name)s cannot see this note. Add them to the people there first.") % {"name": asked.person}
    if asked.no_day:
        yield _("“%(text)s” is no day.") % {"text": asked.no_day}
