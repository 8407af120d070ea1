"""A list of requirements somebody wants to come back to: what was asked, in which shape, and who shares it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from departments.models import Department, Product
from departments.offices import held_by
from departments.permissions import acting_for_ids

if TYPE_CHECKING:
    from accounts.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """One's own, those shared with one's departments, the pinned; of a product the caller has found visible."""
        acting = acting_for_ids(user)
        mine = held_by(acting).departments_of(user.pk) if acting else []
        seen = Q(owner=user) | Q(sharing=SavedView.Sharing.PINNED)
        if mine:
            named = SavedView.departments.through.objects.filter(department_id__in=mine).values("savedview_id")
            seen |= Q(sharing=SavedView.Sharing.DEPARTMENTS, pk__in=named)
        return self.filter(seen)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class SavedView(models.Model):
    """A question in the filter language under a name. ``me`` and ``mine`` in it mean whoever looks."""

    class Kind(models.TextChoices):
        TABLE = "table", pgettext_lazy("view", "Table")
        BOARD = "board", pgettext_lazy("view", "Board")

    class Sharing(models.TextChoices):
        PERSONAL = "personal", pgettext_lazy("view", "Only me")
        DEPARTMENTS = "departments", pgettext_lazy("view", "Departments I name")
        PINNED = "pinned", pgettext_lazy("view", "Everybody on the product")

    PAGES = {Kind.TABLE: "requirement-list", Kind.BOARD: "requirement-board"}

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=30)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TABLE)
    # A query string in the filter language, with its order; checked when it is stored.
    query = models.CharField(max_length=2000, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    sharing = models.CharField(max_length=12, choices=Sharing.choices, default=Sharing.PERSONAL)
    # Whom it is shared with, while ``sharing`` says so.
    departments = models.ManyToManyField(Department, related_name="+")
    # Order of the tabs, from 1.
    position = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "owner", "name"], name="saved_view_name_once_a_person"),
        ]
        indexes = [models.Index(fields=["product", "position", "id"], name="saved_view_tabs")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The list as it was saved; everything it asks stands in the address."""
        page = reverse(self.PAGES[self.Kind(self.kind)], args=[self.product.key])
        return f"{page}?{self.query}&view={self.pk}" if self.query else f"{page}?view={self.pk}"

    @property
    def is_pinned(self) -> bool:
        return self.sharing == self.Sharing.PINNED


class ViewUse(models.Model):
    """Which view a person looked at last on a product; ``view`` null: all requirements, as a table."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, null=True, related_name="uses")
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="view_use_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.view_id}"
