"""Answers to a version: one row per party asked, bound to the version and its hash."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from artifacts.models.artifact import Artifact, Receiver
from artifacts.models.version import Version
from conversations.models import Comment
from departments.models import Department


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def waiting(self) -> Self:
        return self.filter(state=SignOff.State.WAITING)

    def current(self) -> Self:
        """Those that count for the artifact's standing version; earlier ones are evidence only."""
        return self.filter(is_current=True)

    def overdue(self) -> Self:
        """Waiting past the due moment, the clock not paused by a question."""
        return self.waiting().filter(paused_at__isnull=True, due_at__lt=timezone.now())

    def with_people(self) -> Self:
        return self.select_related("department", "answered_by", "person", "passed_to", "on_behalf_of")


class SignOff(models.Model):
    """What one party was asked about one version, and what it said.

    ``department`` null and ``person`` null: the product's managers are asked. ``person`` set: that
    person is asked by name (加签), beside the department. A carried answer is a new row with
    ``carried_from``; a lapsed acknowledgement closes the wait and counts in no answer figure.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        LAPSED = "lapsed", _("Taken as read")
        CLOSED = "closed", _("Closed")  # withdrawn or superseded before an answer

    class Answer(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        AGREED = "agreed", _("Agreed")
        AGREED_WITH_CONDITIONS = "agreed-with-conditions", _("Agreed with conditions")
        RETURNED = "returned", _("Returned")

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="sign_offs")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sign_offs")
    # Counts for the standing version. An erratum asks nobody, so those of the version it mends stay current.
    is_current = models.BooleanField(default=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="sign_offs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=12, choices=Receiver.Question.choices)
    may_lapse = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    # Set while the managers owe an answer to a question; the due moment moves by the pause.
    paused_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=24, choices=Answer.choices, blank=True, default="")
    ground = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The person away, when a stand-in answered.
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_by_token = models.BooleanField(default=False)
    passed_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    # The version's hash at the moment of the answer.
    content_hash = models.CharField(max_length=64, blank=True, default="")
    nudged_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "department", "person"], name="sign_off_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["artifact", "department", "person"],
                condition=Q(is_current=True),
                name="sign_off_current_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state="answered") & Q(answer=""),
                name="sign_off_answer_with_state",
            ),
        ]
        indexes = [
            # 待我处理 and overdue sweeps.
            models.Index(fields=["department", "due_at"], name="sign_off_waiting", condition=Q(state="waiting")),
            # Coverage and the panel of an artifact; one current row per party.
            models.Index(fields=["artifact", "department"], name="sign_off_current", condition=Q(is_current=True)),
            # An interface page: answers of a department, latest first.
            models.Index(fields=["department", "-answered_at"], name="sign_off_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.person or 'managers'} {self.state} {self.answer}"

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.WAITING and self.paused_at is None and self.due_at < timezone.now()


class OpenPoint(models.Model):
    """A condition of an agreement, or another point that stays open until someone closes it."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="open_points")
    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="open_points")
    text = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Who speaks for it since the person who raised it left.
    passed_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    resolution = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["artifact"], name="open_point_open", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def spokesperson(self) -> User:
        return self.passed_to or self.raised_by


class Question(models.Model):
    """A question a party asked before answering; the clock stands still until a manager answers it."""

    sign_off = models.ForeignKey(SignOff, on_delete=models.CASCADE, related_name="questions")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="question")
    # Who waits for the answer since the person who asked left.
    passed_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["sign_off"], name="question_open", condition=Q(answered_at=None))]

    def __str__(self) -> str:
        return f"question {self.pk} on {self.sign_off_id}"

    @property
    def spokesperson(self) -> User:
        return self.passed_to or self.comment.author
