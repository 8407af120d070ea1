"""What people say on a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models.thread import Thread, sight_of
from departments.models import Department

if TYPE_CHECKING:
    from accounts.models import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees."""
        return self.filter(sight_of(user, "thread__"))

    def standing(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related("author")


class Comment(models.Model):
    """One comment or, with ``parent``, a reply (one level). Deleted ones leave a stone."""

    class Anchor(models.TextChoices):
        NONE = ""
        SECTION = "section"
        ROW = "row"
        QUOTE = "quote"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    # Sanitised HTML of the comment schema, and the Markdown-light text it was typed as.
    body = models.TextField()
    source = models.TextField()
    anchor = models.CharField(max_length=8, choices=Anchor.choices, default=Anchor.NONE, blank=True)
    # The section key, the row (``table:row_key``) or the block id the quote stands in.
    anchor_key = models.CharField(max_length=120, blank=True, default="")
    quote = models.CharField(max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # True when it was written by a program with the author's token.
    is_by_token = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["thread", "id"], name="comment_by_thread"),
            models.Index(fields=["thread", "anchor_key"], name="comment_by_anchor", condition=~Q(anchor_key="")),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.thread_id}"

    @property
    def root_id(self) -> int:
        """The comment this one hangs under, or itself: what a fragment is swapped by."""
        return self.parent_id or self.pk


class CommentEdit(models.Model):
    """What a comment said before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="edits")
    body = models.TextField()
    edited_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"edit of comment {self.comment_id}"


class Mention(models.Model):
    """A person or a department named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="mentions")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="mentions")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, department__isnull=True)
                | Q(user__isnull=True, department__isnull=False),
                name="mention_of_one",
            ),
            models.UniqueConstraint(
                fields=["comment", "user"], condition=Q(user__isnull=False), name="mention_user_once"
            ),
            models.UniqueConstraint(
                fields=["comment", "department"],
                condition=Q(department__isnull=False),
                name="mention_department_once",
            ),
        ]

    def __str__(self) -> str:
        return f"mention in comment {self.comment_id}"


class Reaction(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=8)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user", "emoji"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.emoji} on comment {self.comment_id}"
