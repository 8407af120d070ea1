"""What a version holds, and the cells filled in beside it, as they are or as they were.

A page that only reads asks for the same text in several places (the page, the change lines, the names of what
a comment is tied to); it is read once. Nothing is masked yet: that is done by who hands it out.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from artifacts.models import Artifact, FilledCell, RecordRow, VersionSection
from pmcomms.ground.requests import once_per_request

Filled = dict[tuple[str, str], dict[str, FilledCell]]


def sections_at(artifact: Artifact, sequence: int) -> list[VersionSection]:
    """The sections valid at the version of this sequence, in their order."""
    rows = VersionSection.objects.filter(artifact=artifact).at(sequence)
    return once_per_request(("sections", artifact.pk, sequence), lambda: list(rows))


def rows_at(artifact: Artifact, sequence: int) -> list[RecordRow]:
    """The record rows valid at the version of this sequence, by table, in their order."""
    rows = RecordRow.objects.filter(artifact=artifact).at(sequence)
    return once_per_request(("rows", artifact.pk, sequence), lambda: list(rows))


def filled_cells(artifact: Artifact, as_of: dt.datetime | None) -> Filled:
    """By table and row key, then by column: now, or at a moment for a period that froze."""
    return once_per_request(("filled", artifact.pk, as_of), lambda: _filled_cells(artifact, as_of))


def _filled_cells(artifact: Artifact, as_of: dt.datetime | None) -> Filled:
    cells = FilledCell.objects.filter(artifact=artifact).select_related("filled_by")
    if as_of is None:
        cells = cells.filter(superseded_at__isnull=True)
    else:
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gte=as_of)
        cells = cells.filter(still, filled_at__lt=as_of)
    found: Filled = {}
    for cell in cells:
        found.setdefault((cell.table, cell.row_key), {})[cell.column] = cell
    return found
