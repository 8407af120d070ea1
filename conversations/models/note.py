"""Meeting notes 沟通记录, and the conclusions and to-dos that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conversations.models.comment import Comment
from conversations.models.thread import Thread, sight_of
from departments.models import Department, Product

if TYPE_CHECKING:
    from accounts.models import User


class MeetingNoteQuerySet(models.QuerySet["MeetingNote"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees."""
        return self.filter(sight_of(user, "thread__"))

    def live(self) -> Self:
        return self.filter(thread__archived_at__isnull=True)


class MeetingNote(models.Model):
    """Pasted minutes of a meeting; its audience is its departments (and the product's managers)."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="meeting_note")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="meeting_notes")
    held_on = models.DateField()
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="meetings", blank=True)
    # Sanitised HTML, a block per line; a conclusion or to-do points at its block.
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    objects = MeetingNoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["product", "-held_on"], name="meeting_note_by_product")]

    def __str__(self) -> str:
        return f"note of {self.held_on}"

    @property
    def draft_key(self) -> str:
        """Under which the browser keeps what was typed but not stored."""
        return f"note-{self.pk}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees."""
        return self.filter(sight_of(user, "thread__"))

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Decision(models.Model):
    """A conclusion with person and ground, kept. Comes from a comment or a line of a meeting note."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="decisions")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, null=True, related_name="decision")
    block_id = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField()
    ground = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thread", "-id"], name="decision_by_thread")]

    def __str__(self) -> str:
        return self.text[:60]


class NoteTodoQuerySet(models.QuerySet["NoteTodo"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees."""
        return self.filter(sight_of(user, "note__thread__"))

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)


class NoteTodo(models.Model):
    """A line of a meeting note that someone has to do by a day."""

    note = models.ForeignKey(MeetingNote, on_delete=models.CASCADE, related_name="todos")
    block_id = models.CharField(max_length=20, blank=True, default="")
    text = models.CharField(max_length=500)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="note_todos")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteTodoQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assignee", "due_on"], name="note_todo_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return self.text[:60]
