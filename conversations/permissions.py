"""Who may do what on a thread they see, and the inverse of sight.

Everything here is asked about a thread that was fetched through ``visible_to``: who does not see it gets
"not found" before. Visitors listen; they speak nowhere and upload only where they were let.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from conversations import registry
from conversations.models import Attachment, Comment, Decision, MeetingNote, NoteTodo, Thread, ThreadPerson
from conversations.sight import acting_for, people_who_can_see
from departments import permissions as organisation
from departments.models import Liaison, Membership, Product, ProductRole

__all__ = ["people_who_can_see"]


@dataclass(frozen=True)
class Standing:
    """What a person is to a thread, beyond seeing it. Read once where many comments are asked about."""

    is_manager: bool = False
    is_contributor: bool = False
    is_in_department: bool = False

    @classmethod
    def of(cls, user: User, thread: Thread) -> Standing:
        """Two queries, three with a stand-in to look up."""
        if user.is_visitor or not user.is_active:
            return cls()
        role = organisation.role_on(user, thread.product) if thread.product is not None else None
        return cls(
            is_manager=role == ProductRole.Role.MANAGER,
            is_contributor=role in (ProductRole.Role.MANAGER, ProductRole.Role.CONTRIBUTOR),
            is_in_department=Membership.objects.current().filter(user=user).exists(),
        )


def can_manage_thread(user: User, thread: Thread, standing: Standing | None = None) -> bool:
    """The product's managers; the owner, too, and alone where there is no product."""
    if user.is_visitor:
        return False
    return thread.owner_id == user.pk or (standing or Standing.of(user, thread)).is_manager


def can_comment(user: User, thread: Thread) -> bool:
    """Who sees a thread may speak on it, visitors excepted; a kind of subject may say no."""
    if user.is_visitor:
        return False
    narrower = registry.get(thread.kind).can_comment
    return narrower is None or narrower(user, thread)


def can_contribute(user: User, thread: Thread, standing: Standing | None = None) -> bool:
    """Record conclusions, link: not for those who only look on (a viewer in no department)."""
    if not can_comment(user, thread):
        return False
    if thread.owner_id == user.pk:
        return True
    standing = standing or Standing.of(user, thread)
    return standing.is_contributor or standing.is_in_department


def can_edit_comment(user: User, comment: Comment) -> bool:
    return comment.author_id == user.pk and not user.is_visitor


def can_delete_comment(user: User, comment: Comment, standing: Standing | None = None) -> bool:
    """The author, and the product's managers."""
    return can_edit_comment(user, comment) or (standing or Standing.of(user, comment.thread)).is_manager


def can_withdraw(user: User, decision: Decision, standing: Standing | None = None) -> bool:
    """Whoever recorded the conclusion, and who manages the thread."""
    if decision.decided_by_id == user.pk and not user.is_visitor:
        return True
    return can_manage_thread(user, decision.thread, standing)


def can_upload(user: User, thread: Thread) -> bool:
    """Who may comment; a visitor where a grant that still runs says so."""
    if not user.is_visitor:
        return can_comment(user, thread)
    grants = ThreadPerson.objects.filter(thread=thread, user=user, can_upload=True)
    return any(grant.until_on is None or grant.until_on >= timezone.localdate() for grant in grants)


def can_delete_attachment(user: User, attachment: Attachment) -> bool:
    """Whoever uploaded it, and the product's managers."""
    if attachment.uploaded_by_id == user.pk:
        return True
    return Standing.of(user, attachment.thread).is_manager


def can_write_notes(user: User, product: Product | None) -> bool:
    """Managers, contributors and liaisons of the product, and whoever belongs to a department."""
    if user.is_visitor or not user.is_active:
        return False
    if Membership.objects.current().filter(user=user).exists():
        return True
    if product is None:
        return ProductRole.objects.managers().filter(user=user).exists()
    answers = Liaison.objects.current().filter(product=product, user_id__in=acting_for(user))
    return organisation.can_contribute(user, product) or answers.exists()


def can_edit_note(user: User, note: MeetingNote) -> bool:
    """Who wrote it, who was there, the product's managers."""
    if can_manage_thread(user, note.thread):
        return True
    return not user.is_visitor and note.people.filter(pk=user.pk).exists()


def can_tick_todo(user: User, todo: NoteTodo) -> bool:
    """The person asked or their stand-in, and who may edit the note."""
    return todo.assignee_id in acting_for(user) or can_edit_note(user, todo.note)
