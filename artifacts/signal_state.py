"""Signals of an artifact as last computed, stored so that lists and coverage read them in SQL.

They are computed over the standing version with its filled-in cells: when a version begins to stand, when a
cell is filled in, and every night, since many count days. Labels are stored in every language of the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import get_language

from artifacts import content, kinds, signals
from artifacts.models import Artifact, Version
from artifacts.permissions import Standing
from departments.working_days import working_days_between


@dataclass(frozen=True)
class ShownSignal:
    """One signal in the reader's language. ``short`` fits a cell of the coverage."""

    code: str
    level: str
    label: str
    rule: str
    short: str
    rows: tuple[str, ...]


def computed(artifact: Artifact) -> list[dict[str, Any]]:
    """Every signal with its texts per language, in the order of the declaration."""
    kind = kinds.get(artifact.kind)
    version = artifact.version
    if version is None or not kind.signals:
        return []
    context = signals.Context(
        rows=_rows(artifact, version),
        today=timezone.localdate(),
        working_days_between=working_days_between,
        kind=kind,
        previous=_rows(artifact, before) if (before := _before(version)) else {},
        last_updated_on=timezone.localtime(version.published_at).date(),
    )
    found: dict[str, dict[str, Any]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for one in signals.compute(kind, context):
                stored = found.setdefault(
                    one.code,
                    {
                        "code": one.code,
                        "level": one.level,
                        "rows": [f"{table}:{key}" for table, key in one.rows],
                        "visible_to": list(one.visible_to),
                        "label": {},
                        "rule": {},
                        "short": {},
                    },
                )
                stored["label"][language] = str(one.label)
                stored["rule"][language] = str(one.rule)
                stored["short"][language] = str(one.short)
    return list(found.values())


def shown(artifact: Artifact, standing: Standing | None = None) -> list[ShownSignal]:
    """The stored signals in the reader's language, without those drawn from cells they may not see.

    ``standing`` None shows only what is drawn from open cells.
    """
    language = get_language() or settings.LANGUAGE_CODE
    return [
        ShownSignal(
            one["code"],
            one["level"],
            _text(one["label"], language),
            _text(one["rule"], language),
            _text(one["short"], language),
            tuple(one["rows"]),
        )
        for one in artifact.signals
        if not one["visible_to"] or (standing is not None and standing.is_among(one["visible_to"]))
    ]


def _text(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "")


def _rows(artifact: Artifact, version: Version) -> dict[str, list[signals.Row]]:
    document = content.read_version(artifact, version, None)
    return {
        table.key: [signals.Row(row.key, row.cells) for row in table.rows if not row.is_redacted]
        for table in document.tables
    }


def _before(version: Version) -> Version | None:
    earlier = Q(sequence__lt=version.sequence, withdrawn_at__isnull=True)
    return version.artifact.versions.filter(earlier).first()
