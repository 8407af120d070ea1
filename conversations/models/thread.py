"""The thread under everything that is talked about, and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from departments.models import Department, Product

if TYPE_CHECKING:
    from accounts.models import User


def sight_of(user: User, prefix: str) -> Q:
    """The rule of sight for rows that reach their thread by ``prefix``; imported late, it reads these models."""
    from conversations import sight

    return sight.visible(user, prefix)


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> Self:
        """The one answer to who sees what; see ``conversations.sight``."""
        return self.filter(sight_of(user, ""))

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)


class Thread(models.Model):
    """A place where something is talked about: product, audience, reference, title, address.

    Links, mentions and search results need nothing but this row, whatever floor owns the subject.
    """

    class Audience(models.TextChoices):
        # Who sees the product.
        PRODUCT = "product", _("Everyone on the product")
        # The departments named, and the product's managers.
        DEPARTMENTS = "departments", _("The departments addressed")
        # Managers, the liaisons and leads of the departments named, and persons named.
        CONFIDENTIAL = "confidential", _("Confidential")
        # 部门内讨论: the members of the one department named, and nobody else.
        INTERNAL = "internal", _("Within the department")

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=30, unique=True, null=True)
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="threads")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    departments = models.ManyToManyField(Department, related_name="threads", blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_threads")
    # Until opened (an artifact's first publish) only managers, the owner and persons named see it.
    opened_at = models.DateTimeField(null=True)
    # 部门内讨论 hangs under the thread it prepares.
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="internal_threads")
    # Parts readers of versions read; null where the subject has no versions.
    current_version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(parent__isnull=True), name="thread_subject_once"
            )
        ]
        indexes = [models.Index(fields=["product", "kind"], name="thread_by_product")]

    def __str__(self) -> str:
        return f"{self.reference or self.kind} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


class ThreadPerson(models.Model):
    """A person named on a thread, beyond its departments: signer, copied, passed to, or a visitor."""

    class Reason(models.TextChoices):
        NAMED = "named", _("Named")
        SIGNER = "signer", _("Asked by name")
        PASSED = "passed", _("Passed on")
        COPIED = "copied", _("Copied")
        VISITOR = "visitor", _("Visitor")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="thread_grants")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    until_on = models.DateField(null=True)
    can_upload = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="thread_person_once")]

    def __str__(self) -> str:
        return f"{self.user} on {self.thread_id} ({self.reason})"


class Watcher(models.Model):
    """Following a thread; muted means followed no more, though it would be by default."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="watchers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watching")
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.user} watches {self.thread_id}"


class ReadReceipt(models.Model):
    """Who has read which version (0 where the subject has no versions)."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="receipts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="receipts")
    version = models.PositiveIntegerField(default=0)
    first_read_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user", "version"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.user} read {self.thread_id} v{self.version}"


class TraceLink(models.Model):
    """A connection between two threads. The far end is rendered only for who may see it."""

    class Kind(models.TextChoices):
        DERIVES_FROM = "derives-from", _("Derives from")
        IMPLEMENTS = "implements", _("Implements")
        DEPENDS_ON = "depends-on", _("Depends on")
        BLOCKS = "blocks", _("Blocks")
        DUPLICATES = "duplicates", _("Duplicates")
        RELATES_TO = "relates-to", _("Relates to")

    from_thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="links_out")
    to_thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.RELATES_TO)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_thread", "to_thread", "kind"], name="trace_link_once"),
            models.CheckConstraint(condition=~Q(from_thread=F("to_thread")), name="trace_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.from_thread_id} {self.kind} {self.to_thread_id}"
