"""沟通记录, trace links, and what a department says among itself."""

from __future__ import annotations

import datetime as dt

from conversations.actions import comments, decisions, internal, links, notes, todos
from conversations.models import MeetingNote, TraceLink
from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.content import meetings
from pmcomms.demo.content.meetings import Meeting

# From which kind, what it is to the PRD of the ledger, how many working days ago it was linked.
LINKS = (
    ("technical-plan", TraceLink.Kind.IMPLEMENTS, 2),
    ("quality", TraceLink.Kind.DEPENDS_ON, 6),
    ("market-analysis", TraceLink.Kind.RELATES_TO, 11),
)
AMONG_THEMSELVES = (
    ("hanlei", "断点续传要不要放进 v3.2？我倾向放，但测试要加两天。", 0.28),
    ("liwen", "可以，弱网用例我今天补上；同意前先把错误码定下来。", 0.22),
)


def connect(cast: Cast) -> None:
    """Trace links to the PRD, and 研发's internal discussion of it."""
    prd = cast.artifacts["CLB", "prd"]
    for kind, link, linked in LINKS:
        far = cast.artifacts["CLB", kind]
        with backdating.happened(linked):
            links.create(from_thread=far.thread, to_thread=prd.thread, kind=link, actor=cast.people["chensiyuan"])
    with backdating.happened(AMONG_THEMSELVES[0][2]):
        thread = internal.open_for(
            thread=prd.thread, department=cast.departments["rd"], actor=cast.people[AMONG_THEMSELVES[0][0]]
        )
    for username, text, days_ago in AMONG_THEMSELVES:
        with backdating.happened(days_ago):
            posted = comments.add(thread=thread, actor=cast.people[username], source=text)
        backdating.comment(posted.comment, days_ago)


def meet(cast: Cast) -> None:
    for held in meetings.meetings(cast.day):
        with backdating.happened_on(dt.date.fromisoformat(held.held_on)):
            note = _minute(cast, held)
        backdating.note(note)


def _minute(cast: Cast, held: Meeting) -> MeetingNote:
    writer, held_on = cast.people[held.writer], dt.date.fromisoformat(held.held_on)
    note = notes.create(
        actor=writer,
        title=held.title,
        held_on=held_on,
        product=cast.products[held.product],
        departments=[cast.departments[code] for code in held.departments],
        people=[cast.people[username] for username in held.people],
        minutes=held.minutes,
    )
    for text in held.conclusions:
        decisions.record(thread=note.thread, actor=writer, text=text, decided_on=held_on)
    for text, username, due_on, is_done in held.todos:
        assignee = cast.people[username]
        todo = todos.add(note=note, actor=writer, text=text, assignee=assignee, due_on=dt.date.fromisoformat(due_on))
        if is_done:
            todos.done(todo=todo, actor=assignee)
    return note
