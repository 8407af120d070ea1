"""The kinds of subject this floor owns: meeting notes and discussions within a department."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import Comment, Thread
from conversations.registry import SubjectKind, get, register
from conversations.text.blocks import block_ids

MEETING_NOTE = "meeting-note"
INTERNAL = "internal"


def check_note_anchor(thread: Thread, anchor: str, key: str) -> None:
    """A comment on a meeting note may be tied to one of its blocks."""
    if anchor != Comment.Anchor.QUOTE or key not in block_ids(thread.meeting_note.body):
        raise ValidationError({"anchor": _("This line does not stand in the meeting note.")})


def check_parent_anchor(thread: Thread, anchor: str, key: str) -> None:
    """A discussion within a department is tied to the parts of what it prepares."""
    parent = thread.parent
    check = get(parent.kind).check_anchor if parent is not None else None
    if parent is None or check is None:
        raise ValidationError({"anchor": _("There is nothing here that a comment can be tied to.")})
    check(parent, anchor, key)


def register_all() -> None:
    register(
        SubjectKind(MEETING_NOTE, gettext_lazy("Meeting note"), icon="notebook-pen", check_anchor=check_note_anchor)
    )
    register(SubjectKind(INTERNAL, gettext_lazy("Internal discussion"), icon="lock", check_anchor=check_parent_anchor))
