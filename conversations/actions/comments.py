"""Saying something on a thread, changing it, taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions, registry, search
from conversations.actions import mentions
from conversations.models import Attachment, Comment, CommentEdit, Thread, Watcher
from conversations.text.markdown import comment_from_markdown
from conversations.text.plain import to_plain
from conversations.text.sanitise import storable
from events import actions as events
from pmcomms.ground.problems import InvalidTransition, StaleEdit

MAX_SOURCE = 20_000


@dataclass(frozen=True)
class Posted:
    """A comment as stored, and those it names who cannot see it: the author is told, they are not."""

    comment: Comment
    unreachable: list[User] = field(default_factory=list)


def add(
    *,
    thread: Thread,
    actor: User,
    source: str,
    anchor: str = Comment.Anchor.NONE,
    anchor_key: str = "",
    quote: str = "",
    version: int | None = None,
) -> Posted:
    """Comment on a thread or on one part of its subject.

    ``source`` is Markdown-light. Raises ``PermissionDenied``, ``InvalidTransition`` on an archived thread
    and ``ValidationError`` for empty text or an anchor that is not there.
    """
    with transaction.atomic():
        _ask_to_speak(actor, thread)
        registry.check_anchor(thread, anchor, anchor_key)
        comment = Comment(
            thread=thread,
            author=actor,
            anchor=anchor,
            anchor_key=anchor_key,
            quote=storable(quote)[:500] if anchor == Comment.Anchor.QUOTE else "",
            version=version or thread.current_version,
        )
        unreachable = _write(comment, source, actor)
        changes = {"anchor": [None, f"{anchor}:{anchor_key}"]} if anchor else {}
        _record("comment.added", comment, actor, changes)
    return Posted(comment, unreachable)


def reply(*, parent: Comment, actor: User, source: str) -> Posted:
    """Answer a comment. A reply to a reply goes to the comment both belong to: there is one level."""
    with transaction.atomic():
        root = Comment.objects.select_for_update().get(pk=parent.parent_id or parent.pk)
        _ask_to_speak(actor, parent.thread)
        if root.deleted_at is not None:
            raise InvalidTransition(_("This comment was deleted, so it cannot be answered."))
        comment = Comment(thread=parent.thread, parent=root, author=actor, version=parent.thread.current_version)
        unreachable = _write(comment, source, actor)
        _record("comment.replied", comment, actor, {"parent": [None, root.pk]})
    return Posted(comment, unreachable)


def edit(*, comment: Comment, actor: User, source: str, revision: int) -> Posted:
    """Change one's own words; what they were is kept. Raises ``StaleEdit`` with both texts."""
    with transaction.atomic():
        comment = _locked(comment)
        if not permissions.can_edit_comment(actor, comment):
            raise PermissionDenied(_("Only who wrote a comment can change it."))
        _refuse_deleted(comment)
        _refuse_archived(comment.thread)
        if comment.revision != revision:
            raise StaleEdit(mine=source, theirs=comment.source, revision=comment.revision)
        if storable(source).strip() == comment.source:
            return Posted(comment)
        CommentEdit.objects.create(comment=comment, body=comment.body)
        comment.edited_at = timezone.now()
        comment.revision += 1
        unreachable = _write(comment, source, actor)
        _record("comment.edited", comment, actor, {"revision": [revision, comment.revision]})
    return Posted(comment, unreachable)


def delete(*, comment: Comment, actor: User) -> Comment:
    """Take a comment back: its words, edits, mentions and files go, a stone stays where replies hang."""
    with transaction.atomic():
        comment = _locked(comment)
        if not permissions.can_delete_comment(actor, comment):
            raise PermissionDenied(_("Only who wrote a comment, or a product manager, can delete it."))
        if comment.deleted_at is not None:
            return comment
        if hasattr(comment, "decision") and comment.decision.withdrawn_at is None:
            raise InvalidTransition(_("A conclusion was recorded from this comment. Withdraw the conclusion first."))
        comment.deleted_at = timezone.now()
        comment.body = comment.source = comment.quote = ""
        comment.save(update_fields=["deleted_at", "body", "source", "quote"])
        comment.edits.all().delete()
        comment.mentions.all().delete()
        for attachment in Attachment.objects.standing().filter(comment=comment):
            attachment.deleted_at = comment.deleted_at
            attachment.save(update_fields=["deleted_at"])
            search.drop(comment.thread, f"file:{attachment.pk}")
        search.drop(comment.thread, f"comment:{comment.pk}")
        _record("comment.deleted", comment, actor, {"author": [comment.author_id, None]})
    return comment


def _write(comment: Comment, source: str, actor: User) -> list[User]:
    """Store the text with everything that follows from it; returns who is named but cannot see it."""
    comment.source = _checked(source)
    comment.body = comment_from_markdown(comment.source)
    if not comment.body:
        raise ValidationError({"body": _("Write something first.")}, code="required")
    comment.is_by_token = bool(getattr(actor, "acting_token_id", ""))
    is_new = comment.pk is None
    comment.save()
    unreachable = mentions.store(comment, is_new=is_new)
    if not is_new:
        _let_go_of_dropped_files(comment)
    _claim_uploads(comment, actor)
    Watcher.objects.get_or_create(thread=comment.thread, user=actor)
    search.put(comment.thread, f"comment:{comment.pk}", to_plain(comment.body))
    return unreachable


def _checked(source: str) -> str:
    source = storable(source).strip()
    if not source:
        raise ValidationError({"body": _("Write something first.")}, code="required")
    if len(source) > MAX_SOURCE:
        raise ValidationError(
            {
                "body": _("A comment holds at most %(most)s characters; attach longer texts as a file.")
                % {"most": MAX_SOURCE}
            },
            code="too_long",
        )
    return source


def _let_go_of_dropped_files(comment: Comment) -> None:
    """A file taken out of the text stays with the thread, and no longer stands below the comment."""
    held = Attachment.objects.standing().filter(comment=comment)
    dropped = [attachment.pk for attachment in held if not _is_in(comment.body, attachment)]
    if dropped:
        Attachment.objects.filter(pk__in=dropped).update(comment=None)


def _claim_uploads(comment: Comment, actor: User) -> None:
    """Files this person uploaded here and put into the text belong to the comment from now on."""
    loose = Attachment.objects.standing().filter(thread=comment.thread, uploaded_by=actor, comment__isnull=True)
    used = (
        [attachment.pk for attachment in loose if _is_in(comment.body, attachment)]
        if "/attachments/" in comment.body
        else []
    )
    if used:
        Attachment.objects.filter(pk__in=used).update(comment=comment)


def _is_in(body: str, attachment: Attachment) -> bool:
    return f'"/attachments/{attachment.pk}/' in body


def _ask_to_speak(actor: User, thread: Thread) -> None:
    if not permissions.can_comment(actor, thread):
        raise PermissionDenied(_("You can read this discussion but not write in it."))
    _refuse_archived(thread)


def _refuse_archived(thread: Thread) -> None:
    if thread.archived_at is not None:
        raise InvalidTransition(_("This was archived, so nothing more can be said here."))


def _refuse_deleted(comment: Comment) -> None:
    if comment.deleted_at is not None:
        raise InvalidTransition(_("This comment was deleted."))


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread__product", "author")
    return rows.get(pk=comment.pk)


def _record(kind: str, comment: Comment, actor: User, changes: dict[str, Any]) -> None:
    events.record(
        kind,
        actor=actor,
        subject=comment,
        thread_id=comment.thread_id,
        product_id=comment.thread.product_id,
        changes=changes,
    )
