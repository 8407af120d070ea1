"""The events of this floor, as feeds, mails and webhooks call them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register

KINDS = (
    EventKind(
        "thread.audience_changed",
        _("Audience changed"),
        _("changed who may see this"),
        icon="eye",
        told=("watching",),
    ),
    EventKind(
        "thread.person_added",
        _("Person named"),
        _("gave a person access"),
        icon="user-plus",
        told=("asked",),
    ),
    EventKind("thread.person_removed", _("Person removed"), _("took a person's access back"), icon="user-minus"),
    EventKind("thread.watched", _("Watched"), _("follows this"), icon="bell", is_news=False),
    EventKind("thread.unwatched", _("No longer watched"), _("no longer follows this"), icon="bell", is_news=False),
    EventKind("thread.muted", _("Muted"), _("muted this"), icon="bell-off", is_news=False),
    EventKind(
        "thread.looked_at", _("Looked at by a visitor"), _("looked at this as a visitor"), icon="eye", is_news=False
    ),
    EventKind(
        "internal.opened",
        _("Internal discussion opened"),
        _("opened a discussion within the department"),
        icon="lock",
        told=("department",),
    ),
    EventKind(
        "comment.added",
        _("Comment"),
        _("commented"),
        icon="message-square",
        told=("mentioned", "owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "comment.replied",
        _("Reply"),
        _("replied to a comment"),
        icon="reply",
        told=("mentioned", "replied", "owner", "watching"),
        is_webhook=True,
    ),
    EventKind("comment.edited", _("Comment edited"), _("edited a comment"), icon="pencil", told=("mentioned",)),
    EventKind("comment.deleted", _("Comment deleted"), _("deleted a comment"), icon="trash-2"),
    EventKind(
        "comment.resolved",
        _("Comment resolved"),
        _("resolved a comment"),
        icon="check",
        told=("replied", "watching"),
    ),
    EventKind(
        "comment.reopened",
        _("Comment reopened"),
        _("reopened a comment"),
        icon="rotate-ccw",
        told=("replied", "watching"),
    ),
    EventKind("comment.reacted", _("Reaction"), _("reacted to a comment"), icon="smile", is_news=False),
    EventKind("comment.unreacted", _("Reaction taken back"), _("took a reaction back"), icon="smile", is_news=False),
    EventKind(
        "decision.recorded",
        _("Conclusion"),
        _("recorded a conclusion"),
        icon="gavel",
        told=("owner", "watching", "department"),
        is_webhook=True,
    ),
    EventKind(
        "decision.withdrawn",
        _("Conclusion withdrawn"),
        _("withdrew a conclusion"),
        icon="undo-2",
        told=("owner", "watching", "department"),
        is_webhook=True,
    ),
    EventKind("attachment.added", _("File attached"), _("attached a file"), icon="paperclip", told=("watching",)),
    EventKind("attachment.deleted", _("File deleted"), _("deleted a file"), icon="trash-2"),
    EventKind("link.created", _("Linked"), _("linked this to another item"), icon="link", told=("owner",)),
    EventKind("link.removed", _("Link removed"), _("removed a link"), icon="unlink"),
    EventKind(
        "meeting_note.created",
        _("Meeting note"),
        _("wrote a meeting note"),
        icon="notebook-pen",
        told=("mentioned", "department"),
        is_webhook=True,
    ),
    EventKind("meeting_note.edited", _("Meeting note edited"), _("edited a meeting note"), icon="pencil"),
    EventKind(
        "meeting_note.handed_over",
        _("Meeting note handed over"),
        _("handed a meeting note over"),
        icon="arrow-right-left",
        told=("owner",),
    ),
    EventKind("meeting_note.archived", _("Meeting note archived"), _("archived a meeting note"), icon="archive"),
    EventKind(
        "meeting_note.restored",
        _("Meeting note restored"),
        _("restored a meeting note"),
        icon="archive-restore",
    ),
    EventKind("todo.added", _("To-do"), _("added a to-do"), icon="list-todo", told=("asked",), is_webhook=True),
    EventKind("todo.done", _("To-do done"), _("finished a to-do"), icon="check", told=("owner",), is_webhook=True),
    EventKind("todo.undone", _("To-do reopened"), _("reopened a to-do"), icon="rotate-ccw", told=("asked",)),
    EventKind(
        "todo.handed_over", _("To-do handed over"), _("handed a to-do over"), icon="arrow-right-left", told=("asked",)
    ),
    EventKind("todo.removed", _("To-do removed"), _("removed a to-do"), icon="trash-2"),
)


def register_all() -> None:
    register(*KINDS)
