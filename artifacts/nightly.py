"""What the clock does with artifacts."""

from __future__ import annotations

from django.db import transaction

from artifacts import kinds
from artifacts.actions import answers, rolling, signalling, staleness
from artifacts.actions.locking import locked
from artifacts.models import Artifact

freeze_periods = rolling.freeze_periods
lapse_due = answers.lapse_due


def look_for_stale() -> int:
    """Stale or fresh again, and signals that count days; returns how many artifacts changed their staleness."""
    slugs = [kind.slug for kind in kinds.all_kinds() if kind.signals]
    rows = Artifact.objects.live().filter(version__isnull=False, kind__in=slugs, product__archived_at=None)
    for pk in rows.values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            signalling.refresh(locked(Artifact(pk=pk)))
    return staleness.look()
