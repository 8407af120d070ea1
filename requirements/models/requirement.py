"""Something wanted, tracked to its release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from conversations.models import Thread
from conversations.models.thread import sight_of
from departments.models import Department, Product
from requirements.models.release import Release
from requirements.models.workflow import Status

if TYPE_CHECKING:
    from accounts.models import User


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees; of one product that was fetched through sight, ``of`` is enough."""
        return self.filter(sight_of(user, "thread__"))

    def of(self, product: Product) -> Self:
        """All of a product the caller has found visible: who sees a product sees its requirements."""
        return self.filter(product=product)

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def open(self) -> Self:
        return self.live().filter(closed_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related(
            "thread", "product", "status", "assignee", "requester", "department", "parent", "release__product"
        )


class Requirement(models.Model):
    """One requirement of a product. Who sees the product sees it; its thread carries what is said about it."""

    class Type(models.TextChoices):
        EPIC = "epic", pgettext_lazy("requirement", "Epic")
        FEATURE = "feature", pgettext_lazy("requirement", "Feature")
        STORY = "story", pgettext_lazy("requirement", "Story")
        TASK = "task", pgettext_lazy("requirement", "Task")
        BUG = "bug", pgettext_lazy("requirement", "Bug")

    class Priority(models.TextChoices):
        P0 = "P0", "P0"
        P1 = "P1", "P1"
        P2 = "P2", "P2"
        P3 = "P3", "P3"

    # A parent stands on a higher level, so there is no circle.
    LEVELS = {Type.EPIC: 0, Type.FEATURE: 1, Type.STORY: 2, Type.TASK: 3, Type.BUG: 3}

    ICONS = {
        Type.EPIC: "layers",
        Type.FEATURE: "package",
        Type.STORY: "book-open",
        Type.TASK: "square-check",
        Type.BUG: "bug",
    }
    TONES = {Priority.P0: "bad", Priority.P1: "warn"}

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="requirement")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=8, choices=Type.choices, default=Type.STORY)
    title = models.CharField(max_length=200)
    # Sanitised HTML in the editor's schema, a block per paragraph with its id.
    description = models.TextField(blank=True, default="")
    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="requirements")
    priority = models.CharField(max_length=2, choices=Priority.choices, default=Priority.P2)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="assigned_requirements"
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="requested_requirements"
    )
    # 来源部门: the department that asked for it.
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    # The release it is to ship with.
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="requirements")
    # Story points.
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    labels = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    # Order by hand: see ``requirements.ranks``. Compared byte by byte, ties by id.
    rank = models.CharField(max_length=200, db_collation="C")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # When it came to a step that is done or dropped; null while it is open.
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    # The revision at which each field was last changed ({"title": 3}): two people in different fields
    # never conflict.
    field_revisions = models.JSONField(default=dict)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="requirement_number_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="requirement_points_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(starts_on__lte=F("due_on")),
                name="requirement_starts_before_due",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="requirement_not_its_own_parent"
            ),
        ]
        indexes = [
            # The pool by hand, and a column of the board.
            models.Index(fields=["product", "rank", "id"], name="requirement_by_hand", condition=Q(archived_at=None)),
            models.Index(fields=["status", "rank", "id"], name="requirement_column", condition=Q(archived_at=None)),
            # The list, newest first or changed last.
            models.Index(fields=["product", "-number"], name="requirement_by_number"),
            models.Index(fields=["product", "-changed_at", "-id"], name="requirement_by_change"),
            # The scope of a release.
            models.Index(
                fields=["release", "rank", "id"], name="requirement_by_release", condition=Q(archived_at=None)
            ),
            # What somebody has to do, by day.
            models.Index(
                fields=["assignee", "due_on"],
                name="requirement_open_by_person",
                condition=Q(archived_at=None, closed_at=None),
            ),
            GinIndex(fields=["labels"], name="requirement_labels"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"{self.product.key}-{self.number}"

    @property
    def icon(self) -> str:
        return self.ICONS[self.Type(self.type)]

    @property
    def priority_tone(self) -> str:
        return self.TONES.get(self.Priority(self.priority), "")

    @property
    def points_label(self) -> str:
        """3 rather than 3.00; 2.5 stays."""
        return f"{self.points:f}".rstrip("0").rstrip(".") if self.points is not None else ""

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.closed_at is None and self.due_on < timezone.localdate()

    @property
    def draft_key(self) -> str:
        """Under which the browser keeps what was typed but not stored."""
        return f"requirement-{self.pk}"
