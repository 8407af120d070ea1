"""The one working draft of an artifact, locked per part."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from artifacts.models.artifact import Artifact


class DraftSection(models.Model):
    """One section of narrative in the draft. A declared key, or ``free-<n>`` with its own title."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="draft_sections")
    key = models.CharField(max_length=60)
    # Own heading of a free section; declared ones take the declaration's name.
    title = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    ordering = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artifact", "key"], name="draft_section_once")]
        ordering = ["ordering", "id"]

    def __str__(self) -> str:
        return f"draft {self.artifact_id} {self.key}"


class DraftRow(models.Model):
    """One record row in the draft. ``cells`` maps column keys to stored values (``artifacts.columns``)."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="draft_rows")
    table = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40)
    cells = models.JSONField(default=dict)
    # Raw text of cells that did not parse, kept for the person to mend; publishing refuses them.
    invalid = models.JSONField(default=dict)
    ordering = models.CharField(max_length=60, db_collation="C", default="")
    revision = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artifact", "table", "row_key"], name="draft_row_once")]
        ordering = ["table", "ordering", "id"]

    def __str__(self) -> str:
        return f"draft {self.artifact_id} {self.table}:{self.row_key}"


class RefusedPart(models.Model):
    """Text a person tried to save on top of a newer one: kept until they have merged or dropped it."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="refused_parts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # ``section:goals`` or ``row:stories:US-1``.
    part = models.CharField(max_length=120)
    content = models.JSONField()
    base_revision = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["artifact", "user"], name="refused_part_open", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"refused {self.part} of {self.artifact_id}"


class DraftImport(models.Model):
    """What an import put in the place of, so that one press brings it back while nobody wrote on."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="draft_imports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Under which it wrote all its sections: one that has another by now was edited since.
    revision = models.PositiveIntegerField()
    # By key of the section: {"title", "body", "ordering", "revision"} as it was, None when it made the section.
    former = models.JSONField(default=dict)
    had_draft = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["artifact", "user"], name="draft_import_open", condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} into {self.artifact_id}"
