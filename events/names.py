"""How the administration log calls what events are about: names that higher floors know.

A namer gets the ids of one kind of subject and the viewer, and answers with names of those that the
viewer may know of; what is missing is shown as hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

Namer = Callable[[Collection[int], Any], dict[int, str]]
_namers: dict[str, Namer] = {}


def register(subject_kind: str, namer: Namer) -> None:
    """``subject_kind``: the model name in lower case, as events store it."""
    _namers[subject_kind] = namer


def names_of(pairs: Collection[tuple[str, int]], viewer: Any) -> dict[tuple[str, int], str]:
    """Names of many subjects, one call per kind."""
    by_kind: dict[str, set[int]] = {}
    for kind, pk in pairs:
        by_kind.setdefault(kind, set()).add(pk)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in by_kind.items():
        if kind in _namers:
            found |= {(kind, pk): name for pk, name in _namers[kind](ids, viewer).items()}
    return found
