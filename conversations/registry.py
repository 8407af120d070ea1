"""What threads hang on: each floor declares its kinds of subject in ``AppConfig.ready()``.

A kind says how it is called, who may speak (default: who sees may speak, visitors listen) and which
anchors a comment may name. Nothing here imports the floor that owns the subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import User
    from conversations.models import Thread


Anchor = tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """What a comment is to its subject, as a chip: a question, one that was answered."""

    label: str
    tone: str = ""


@dataclass(frozen=True)
class SubjectKind:
    """One kind of thing with a thread.

    ``can_comment(user, thread)`` is asked only for people who see the thread and only narrows.
    ``check_anchor(thread, anchor, key)`` raises ``ValidationError`` when there is no such section
    (``"section"``), row (``"row"``, key ``table:row_key``) or block (``"quote"``); without it the kind
    takes no anchors. ``describe_anchors(thread, anchors)`` gives for anchors ``(anchor, key)`` their label
    and address on the subject's page (``("Goals", "#sec-goals")``), however many in a fixed number of queries.
    ``mark_comments(thread, ids)`` says in one query which of these comments are more than a comment.
    """

    code: str
    label: str | Promise
    icon: str = "file-text"
    can_comment: Callable[[User, Thread], bool] | None = None
    check_anchor: Callable[[Thread, str, str], None] | None = None
    describe_anchors: Callable[[Thread, list[Anchor]], Mapping[Anchor, tuple[str, str]]] | None = None
    mark_comments: Callable[[Thread, list[int]], Mapping[int, Mark]] | None = None


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Add a kind. Raises ``ValueError`` when the code is taken by another declaration."""
    if kind.code in _kinds and _kinds[kind.code] != kind:
        raise ValueError(f"Subject kind {kind.code} is declared twice.")
    _kinds[kind.code] = kind


def get(code: str) -> SubjectKind:
    """The declaration of a kind; ``KeyError`` when there is none."""
    return _kinds[code]


def all_kinds() -> list[SubjectKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def check_anchor(thread: Thread, anchor: str, key: str) -> None:
    """Raise ``ValidationError`` unless the thread's subject has this anchor."""
    if not anchor:
        return
    check = get(thread.kind).check_anchor
    if check is None or not key:
        raise ValidationError({"anchor": _("There is nothing here that a comment can be tied to.")})
    check(thread, anchor, key)


def describe_anchors(thread: Thread, anchors: list[Anchor]) -> Mapping[Anchor, tuple[str, str]]:
    """Label and in-page address of each anchor the subject still has."""
    describe = get(thread.kind).describe_anchors
    return describe(thread, anchors) if describe is not None and anchors else {}


def mark_comments(thread: Thread, ids: list[int]) -> Mapping[int, Mark]:
    """The marks of those comments that have one."""
    mark = get(thread.kind).mark_comments
    return mark(thread, ids) if mark is not None and ids else {}
