"""Cells the receiver fills in beside the version; outside the content hash, carried by row key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from artifacts.models.artifact import Artifact


class FilledCell(models.Model):
    """One value of one cell. A new value supersedes the old row, so the rows are the history.

    A to-do's *done* is kept here too: column ``done``, value true.
    """

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="filled_cells")
    table = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filled_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artifact", "table", "row_key", "column"],
                condition=Q(superseded_at__isnull=True),
                name="filled_cell_current_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.artifact_id} {self.table}:{self.row_key}.{self.column}"
