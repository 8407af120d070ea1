"""Requirements that ship together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from conversations.models import Thread
from conversations.models.thread import sight_of
from departments.models import Product

if TYPE_CHECKING:
    from accounts.models import User


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sight_of(user, "thread__"))

    def of(self, product: Product) -> Self:
        """All of a product the caller has found visible."""
        return self.filter(product=product)

    def open(self) -> Self:
        """Those that still take requirements: not shipped, not cancelled."""
        return self.filter(stage__in=Release.OPEN)


class Release(models.Model):
    """A 版本 of a product, with the day it is to ship. Who sees the product sees it."""

    class Stage(models.TextChoices):
        PLANNING = "planning", pgettext_lazy("release", "Planning")
        BUILDING = "building", pgettext_lazy("release", "Building")
        TESTING = "testing", pgettext_lazy("release", "Testing")
        READY = "ready", pgettext_lazy("release", "Ready to ship")
        SHIPPED = "shipped", pgettext_lazy("release", "Shipped")
        CANCELLED = "cancelled", pgettext_lazy("release", "Cancelled")

    OPEN = (Stage.PLANNING, Stage.BUILDING, Stage.TESTING, Stage.READY)
    TONES = {Stage.BUILDING: "info", Stage.TESTING: "info", Stage.READY: "warn", Stage.SHIPPED: "calm"}

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="release")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    # As people call it: v3.2.
    name = models.CharField(max_length=30)
    goal = models.CharField(max_length=500, blank=True, default="")
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.PLANNING)
    starts_on = models.DateField(null=True)
    # The day it is to ship; the day it did is in ``shipped_on``.
    ships_on = models.DateField(null=True)
    shipped_on = models.DateField(null=True)
    # Story points that fit in; null: nobody counts.
    capacity = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    # Since when its scope changes only by a manager and with a ground.
    frozen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="release_number_once"),
            models.UniqueConstraint(fields=["product", "name"], name="release_name_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ships_on__isnull=True) | Q(starts_on__lte=F("ships_on")),
                name="release_starts_before_it_ships",
            ),
            models.CheckConstraint(
                condition=Q(stage="shipped", shipped_on__isnull=False)
                | (~Q(stage="shipped") & Q(shipped_on__isnull=True)),
                name="release_shipped_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="release_capacity_positive"
            ),
        ]
        # The list of a product's releases, and the next one to ship.
        indexes = [models.Index(fields=["product", "ships_on", "id"], name="release_by_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"{self.product.key}-R{self.number}"

    @property
    def address(self) -> str:
        return f"/releases/{self.reference}/"

    @property
    def tone(self) -> str:
        return self.TONES.get(self.Stage(self.stage), "hollow" if self.stage == self.Stage.CANCELLED else "")

    @property
    def is_open(self) -> bool:
        return self.stage in self.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.ships_on is not None and self.ships_on < timezone.localdate()

    @property
    def days_left(self) -> int | None:
        """Calendar days until it ships; negative when that day is over, None without a day or when closed."""
        return (self.ships_on - timezone.localdate()).days if self.is_open and self.ships_on else None

    def room_for(self, points: Decimal, taken: Decimal) -> bool:
        """Do ``points`` more fit beside the ``taken`` ones?"""
        return self.capacity is None or taken + points <= self.capacity
