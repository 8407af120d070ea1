"""The steps a requirement goes through on a product, and the moves between them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.models import Product


class StatusQuerySet(models.QuerySet["Status"]):
    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)


class Status(models.Model):
    """A step of a product's workflow. Its category says what it counts as, whatever it is called."""

    class Category(models.TextChoices):
        TODO = "todo", _("To do")
        DOING = "doing", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", pgettext_lazy("requirement", "Dropped")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="statuses")
    name = models.CharField(max_length=30)
    category = models.CharField(max_length=8, choices=Category.choices)
    # Order of the columns of a board, from 0.
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="status_name_once")]

    def __str__(self) -> str:
        return self.name

    # How the step looks: quiet when it is over, in colour while somebody works on it.
    TONES = {Category.TODO: "", Category.DOING: "info", Category.DONE: "calm", Category.DROPPED: "hollow"}

    @property
    def tone(self) -> str:
        return self.TONES[self.Category(self.category)]

    @property
    def is_closed(self) -> bool:
        return self.category in (self.Category.DONE, self.Category.DROPPED)


class Transition(models.Model):
    """One allowed move. ``from_status`` null: from any step. ``type`` empty: for every type."""

    class Who(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Whoever works on the product")
        ASSIGNEE = "assignee", _("The assignee and managers")
        MANAGER = "manager", _("Managers only")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="transitions")
    type = models.CharField(max_length=8, blank=True, default="")
    from_status = models.ForeignKey(Status, on_delete=models.CASCADE, null=True, related_name="moves_out")
    to_status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="moves_in")
    # Names of fields that must hold something before the move (``assignee``), or come with it (``ground``).
    required_fields = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    who = models.CharField(max_length=12, choices=Who.choices, default=Who.CONTRIBUTOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "type", "from_status", "to_status"], name="transition_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(from_status__isnull=True) | ~Q(from_status=F("to_status")), name="transition_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status or '*'} → {self.to_status}"
