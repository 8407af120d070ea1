"""Products, who works on them, and who answers for a department on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department

if TYPE_CHECKING:
    from accounts.models import User


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, user: User) -> Self:
        """The products this person may know of; see ``departments.permissions``."""
        from departments import permissions

        return self.filter(permissions.visible_products(user))

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)


class Product(models.Model):
    """The thing a product manager runs."""

    class Visibility(models.TextChoices):
        COMPANY = "company", _("Everyone in the company")
        PRIVATE = "private", _("Its members only")

    class Preset(models.TextChoices):
        LIGHT = "light", _("Light (6 kinds)")
        STANDARD = "standard", _("Standard (12 kinds)")
        FULL = "full", _("Full (24 kinds)")

    key = models.CharField(
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,9}\Z", _("2 to 10 capital letters or digits."))],
    )
    name = models.CharField(max_length=60, unique=True)
    description = models.TextField(blank=True, default="")
    color = models.CharField(max_length=7, default="#3451d1", validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")])
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COMPANY)
    preset = models.CharField(max_length=8, choices=Preset.choices, default=Preset.STANDARD)
    # Slugs of the kinds switched on; what a kind is, floor 5 knows.
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # The last number given to an artifact of this product (CLB-D12).
    last_artifact_number = models.PositiveIntegerField(default=0)
    # The same for its requirements (CLB-298).
    last_requirement_number = models.PositiveIntegerField(default=0)
    # And for what comes in about it (CLB-F208).
    last_feedback_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductRoleQuerySet(models.QuerySet["ProductRole"]):
    def managers(self) -> Self:
        return self.filter(role=ProductRole.Role.MANAGER)


class ProductRole(models.Model):
    class Role(models.TextChoices):
        MANAGER = "manager", _("Product manager")
        CONTRIBUTOR = "contributor", _("Contributor")
        VIEWER = "viewer", _("Viewer")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="product_roles")
    role = models.CharField(max_length=12, choices=Role.choices)

    objects = ProductRoleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "user"], name="product_role_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} of {self.product}"


class LiaisonQuerySet(models.QuerySet["Liaison"]):
    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def main(self) -> Self:
        return self.current().filter(is_backup=False)

    def backups(self) -> Self:
        return self.current().filter(is_backup=True)


class Liaison(models.Model):
    """Who answers for a department on a product; a backup takes over when the others have left."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="liaisons")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="liaisons")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="liaisons")
    is_backup = models.BooleanField(default=False)
    started_on = models.DateField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "department", "user"],
                condition=Q(ended_on__isnull=True),
                name="liaison_current_once",
            )
        ]
        indexes = [models.Index(fields=["user", "product"], name="liaison_by_person", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return f"{self.user} for {self.department} on {self.product}"
