"""Taking content out of a version: asked by one, confirmed by the other of manager and administrator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from artifacts.models.artifact import Artifact
from artifacts.models.version import Version


class Redaction(models.Model):
    """One wish to replace parts of a version by a stone. The version's hash stays as it was."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="redactions")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="redactions")
    # ["section:goals", "row:stories:US-1"]
    parts = models.JSONField()
    reason = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Which of the two offices asked: the other one must confirm.
    is_by_administrator = models.BooleanField()
    requested_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("requested_by")),
                name="redaction_by_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["artifact"],
                name="redaction_open",
                condition=Q(confirmed_at__isnull=True, cancelled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk} of {self.artifact_id}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.cancelled_at is None
