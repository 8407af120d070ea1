"""How the administration log calls what events are about: names that higher floors know.

A namer gets the ids of one kind of subject and the viewer, and answers with names of those that the
viewer may know of; what is missing is shown as hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Namer = Callable[[Collection[int], Any], dict[int, str]]
_namers: dict[str, Namer] = {}
# What a change is called in the log, and how its value is shown; changes without a name are ids.
_changes: dict[str, tuple[str | Promise, Callable[[Any], str]]] = {}


def register(subject_kind: str, namer: Namer) -> None:
    """``subject_kind``: the model name in lower case, as events store it."""
    _namers[subject_kind] = namer


def plain(value: Any) -> str:
    """A value as people read it; "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(plain(item) for item in value)
    return str(value)


def register_change(name: str, label: str | Promise, show: Callable[[Any], str] = plain) -> None:
    """Name a key of ``Event.changes`` so that the log shows it."""
    _changes[name] = (label, show)


def shown_changes(changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, old, new of the changes that have a name; a plain value has no old."""
    found = []
    for name, value in changes.items():
        if name in _changes:
            label, show = _changes[name]
            is_pair = isinstance(value, list) and len(value) == 2
            old, new = value if is_pair else (None, value)
            found.append((str(label), show(old), show(new)))
    return found


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
