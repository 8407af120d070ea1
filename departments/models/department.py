"""Departments, who belongs to them, and who answers while someone is away."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from departments.icons import is_icon


def validate_icon(name: str) -> None:
    """Raises ``ValidationError`` for a name that would break every page that draws it."""
    if not is_icon(name):
        raise ValidationError(_("There is no such icon."))


class Department(models.Model):
    """One of the six, or one that was added: it can be asked, but owns no kinds."""

    code = models.CharField(max_length=30, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]*\Z")])
    name_zh = models.CharField(max_length=30, unique=True)
    name_en = models.CharField(max_length=40)
    color = models.CharField(max_length=7, default="#667085", validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")])
    icon = models.CharField(max_length=40, default="users", validators=[validate_icon])
    ordering = models.PositiveSmallIntegerField(default=100)
    is_core = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["ordering", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def leads(self) -> Self:
        return self.current().filter(role=Membership.Role.LEAD)


class Membership(models.Model):
    """Belonging to a department. Started and ended, never deleted."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        LEAD = "lead", _("Lead")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    started_on = models.DateField(default=datetime.date.today)
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"],
                condition=Q(ended_on__isnull=True),
                name="membership_current_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["department", "user"], name="membership_current", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return f"{self.user} in {self.department}"


class StandInQuerySet(models.QuerySet["StandIn"]):
    def on(self, day: datetime.date) -> Self:
        return self.filter(cancelled_at__isnull=True, from_on__lte=day, to_on__gte=day)

    def upcoming(self) -> Self:
        """Running or still to come."""
        return self.filter(cancelled_at__isnull=True, to_on__gte=timezone.localdate())

    def today(self) -> Self:
        return self.on(timezone.localdate())


class StandIn(models.Model):
    """``stand_in`` acts for ``away`` on the days from ``from_on`` to ``to_on``, both included."""

    away = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stand_ins")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standing_in_for")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=100, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="stand_in_ends_after_start"),
            models.CheckConstraint(condition=~Q(away=F("stand_in")), name="stand_in_is_another"),
        ]
        indexes = [models.Index(fields=["stand_in", "to_on"], name="stand_in_by_person")]

    def __str__(self) -> str:
        return f"{self.stand_in} for {self.away}"
