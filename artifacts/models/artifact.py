"""What a product manager and a department exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.models import Thread
from conversations.models.thread import sight_of
from departments.models import Department, Product

if TYPE_CHECKING:
    from accounts.models import User


class ArtifactQuerySet(models.QuerySet["Artifact"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sight_of(user, "thread__"))

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related("thread", "product", "owner", "version")


class Artifact(models.Model):
    """One artifact of a kind. Its text lives in a draft and in immutable versions."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="artifact")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="artifacts")
    # Slug of the declaration in ``artifacts.catalog``.
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_artifacts")
    is_confidential = models.BooleanField(default=False)
    # The latest standing version (null: never published, or the only one was withdrawn).
    version = models.ForeignKey("artifacts.Version", on_delete=models.PROTECT, null=True, related_name="+")
    # Has the draft been changed since ``version``?
    has_draft = models.BooleanField(default=True)
    # Counts every change of the draft; a part's revision is the count at its last change, so that no
    # revision ever comes twice, not even for a part that was deleted and restored.
    draft_revision = models.PositiveIntegerField(default=0)
    # The last number given to a row, by table ({"stories": 7}); the key of a deleted row is not given again.
    row_numbers = models.JSONField(default=dict)
    # Free text name of the release it belongs to ("v3.2") until releases exist.
    release = models.CharField(max_length=30, blank=True, default="")
    # Set by the nightly look when the shelf life is over or an upstream moved; says why, in the form
    # ``shelf:90``, ``release:v3.1``, ``upstream:CLB-D12``, ``period:2026-11-16`` (words: ``staleness``).
    stale_since = models.DateField(null=True)
    stale_reason = models.CharField(max_length=200, blank=True, default="")
    # Rolling kinds: the worst signal ("ok", "warn", "bad") and every signal with its label per language,
    # as last computed (``artifacts.signal_state``); coverage reads it in SQL.
    signal_level = models.CharField(max_length=4, blank=True, default="")
    signals = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)
    # Lock of title, receivers and settings; sections and rows have their own.
    revision = models.PositiveIntegerField(default=1)

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="artifact_number_once")]
        indexes = [
            # Coverage: live artifacts of a product by kind.
            models.Index(fields=["product", "kind"], name="artifact_live", condition=Q(archived_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return self.thread.reference or ""


class Receiver(models.Model):
    """A party the artifact is addressed to, as set in the draft: a department, or the managers.

    ``department`` null stands for the product's managers (RD-2 and RD-4 ask them).
    """

    class Question(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("Acknowledge")
        AGREE = "agree", _("Agree")
        COPY = "copy", _("Copy only")

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="receivers")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=12, choices=Question.choices)
    response_days = models.PositiveSmallIntegerField(default=2)
    may_lapse = models.BooleanField(default=False)
    # 加签: people who must answer too, beside their department.
    signers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artifact", "department"], name="receiver_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.department or 'managers'} {self.question}"
