"""Cells filled in beside the version, as they are or as they were."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from artifacts.models import Artifact, FilledCell


def filled_cells(artifact: Artifact, as_of: dt.datetime | None) -> dict[tuple[str, str], dict[str, FilledCell]]:
    """By table and row key, then by column: now, or at a moment for a period that froze."""
    cells = FilledCell.objects.filter(artifact=artifact).select_related("filled_by")
    if as_of is None:
        cells = cells.filter(superseded_at__isnull=True)
    else:
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gte=as_of)
        cells = cells.filter(still, filled_at__lt=as_of)
    found: dict[tuple[str, str], dict[str, FilledCell]] = {}
    for cell in cells:
        found.setdefault((cell.table, cell.row_key), {})[cell.column] = cell
    return found
