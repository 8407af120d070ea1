"""Immutable versions. A version is the sections and rows valid at its ``sequence``.

Every version and every erratum takes the next sequence of its artifact. ``number`` and ``erratum``
name it to people: 7, 7.1. An unchanged section or row costs nothing: its range just goes on.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from artifacts.models.artifact import Artifact


class Version(models.Model):
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="versions")
    sequence = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    erratum = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    # [{"part": "section:goals" | "row:stories:US-1", "departments": [codes] | null, "text": plain sentence}]
    material_changes = models.JSONField(default=list)
    # SHA-256 over title, sections and rows; receiver-owned cells are outside.
    content_hash = models.CharField(max_length=64)
    # Per department code ("managers" too): hash over what is material for it.
    material_hashes = models.JSONField(default=dict)
    characters_added = models.PositiveIntegerField(default=0)
    characters_removed = models.PositiveIntegerField(default=0)
    # Rolling kinds: the period this version froze (first and last day).
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["artifact", "sequence"], name="version_sequence_once"),
            models.UniqueConstraint(fields=["artifact", "number", "erratum"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["artifact", "period_from"],
                name="version_period_once",
                condition=Q(period_from__isnull=False, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.artifact_id} v{self.label}"

    @property
    def label(self) -> str:
        """``7`` or, for an erratum, ``7.1``."""
        return f"{self.number}.{self.erratum}" if self.erratum else str(self.number)


class ValidAt(models.QuerySet[Any]):
    def at(self, sequence: int) -> Self:
        """What is valid at a version."""
        return self.filter(from_version__lte=sequence).filter(Q(to_version__isnull=True) | Q(to_version__gt=sequence))


class VersionSection(models.Model):
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="version_sections")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    ordering = models.PositiveIntegerField(default=0)
    # First sequence it is valid at, and first it is valid at no more (null: still is).
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField(null=True)
    is_redacted = models.BooleanField(default=False)

    objects = ValidAt.as_manager()

    class Meta:
        ordering = ["ordering", "id"]
        constraints = [models.UniqueConstraint(fields=["artifact", "key", "from_version"], name="version_section_once")]

    def __str__(self) -> str:
        return f"{self.artifact_id} {self.key} {self.from_version}-{self.to_version or ''}"


class RecordRow(models.Model):
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="record_rows")
    table = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40)
    cells = models.JSONField(default=dict)
    ordering = models.CharField(max_length=60, db_collation="C", default="")
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField(null=True)
    is_redacted = models.BooleanField(default=False)

    objects = ValidAt.as_manager()

    class Meta:
        ordering = ["table", "ordering", "id"]
        constraints = [
            models.UniqueConstraint(fields=["artifact", "table", "row_key", "from_version"], name="record_row_once")
        ]
        indexes = [
            # 待我处理: rows whose to-do column names a person (cells @> {"owner": 7}).
            GinIndex(fields=["cells"], opclasses=["jsonb_path_ops"], name="record_row_cells"),
        ]

    def __str__(self) -> str:
        return f"{self.artifact_id} {self.table}:{self.row_key} {self.from_version}-{self.to_version or ''}"
