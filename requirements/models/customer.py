"""Who pays: the register of customers, one for the whole company."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerQuerySet(models.QuerySet["Customer"]):
    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)


class Customer(models.Model):
    """One customer. Who may read its name is ``requirements.customers.sees_names``; others read its number."""

    class Segment(models.TextChoices):
        KEY = "key", _("Key account")
        LARGE = "large", _("Large company")
        MIDDLE = "middle", _("Medium company")
        SMALL = "small", _("Small company")

    class Health(models.TextChoices):
        GOOD = "good", pgettext_lazy("customer", "Good")
        WATCH = "watch", pgettext_lazy("customer", "To watch")
        AT_RISK = "at-risk", pgettext_lazy("customer", "At risk")

    name = models.CharField(max_length=100)
    segment = models.CharField(max_length=8, choices=Segment.choices, blank=True, default="")
    region = models.CharField(max_length=40, blank=True, default="")
    # Who looks after it on our side.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="owned_customers"
    )
    # What it pays in a year, in yuan.
    yearly_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    renews_on = models.DateField(null=True)
    health = models.CharField(max_length=8, choices=Health.choices, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            # One customer has one row: feedback that remembers a name finds it, whatever its letters' case.
            models.UniqueConstraint(Lower("name"), name="customer_name_once"),
            models.CheckConstraint(
                condition=Q(yearly_value__isnull=True) | Q(yearly_value__gte=0), name="customer_value_not_negative"
            ),
        ]
        indexes = [
            models.Index(
                fields=["renews_on"], name="customer_by_renewal", condition=Q(archived_at=None, renews_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def health_tone(self) -> str:
        return {self.Health.WATCH: "warn", self.Health.AT_RISK: "bad"}.get(self.Health(self.health), "calm")

    @property
    def reference(self) -> str:
        """What stands for it where its name may not: a number says nothing about whom it means."""
        return f"C{self.pk}"
