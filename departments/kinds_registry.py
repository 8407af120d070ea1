"""Which kinds of artifact a product can switch on.

What a kind is, a higher floor knows; it enters each kind here in ``AppConfig.ready()``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class KindEntry:
    """One kind: its slug, name, the code of its own department and the presets that include it."""

    slug: str
    name: str | Promise
    department: str
    presets: frozenset[str]


_entries: dict[str, KindEntry] = {}


def register(*entries: KindEntry) -> None:
    """Add kinds, in the order in which settings show them. Raises ``ValueError`` for a slug taken twice."""
    for entry in entries:
        if _entries.get(entry.slug, entry) != entry:
            raise ValueError(f"Kind {entry.slug} is registered twice.")
        _entries[entry.slug] = entry


def all_entries() -> list[KindEntry]:
    return list(_entries.values())


def slugs_of(preset: str) -> list[str]:
    """The slugs a preset (``light``, ``standard``, ``full``) switches on, in order."""
    return [entry.slug for entry in _entries.values() if preset in entry.presets]
