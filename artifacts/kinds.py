"""The registry of declared kinds: 24 of the matrix, and the general document outside it."""

from __future__ import annotations

from artifacts.catalog import DECLARED
from artifacts.declaration import DEPARTMENTS, RELEASE, DeclarationError, Kind
from artifacts.signals import SIGNALS

__all__ = ["DEPARTMENTS", "all_kinds", "find", "get", "kinds_in_preset", "kinds_of", "matrix_kinds"]


def _checked(declared: tuple[Kind, ...]) -> dict[str, Kind]:
    """Kinds by slug. Raises ``DeclarationError`` for a doubled code and for names that lead nowhere."""
    by_slug = {kind.slug: kind for kind in declared}
    if len(by_slug) != len(declared) or len({kind.code for kind in declared}) != len(declared):
        raise DeclarationError("A slug or a code of a kind is declared twice.")
    for kind in declared:
        unknown = [name for name in kind.stale_when if name not in by_slug and name != RELEASE]
        unknown += [name for name in kind.signals if name not in SIGNALS]
        if unknown:
            raise DeclarationError(f"Kind {kind.slug}: unknown {', '.join(unknown)}.")
    return by_slug


_BY_SLUG = _checked(DECLARED)


def get(slug: str) -> Kind:
    """Raises ``KeyError`` when there is no such kind."""
    return _BY_SLUG[slug]


def find(slug: str) -> Kind | None:
    return _BY_SLUG.get(slug)


def all_kinds() -> tuple[Kind, ...]:
    """Every kind in the order of the catalogue, the general document last."""
    return DECLARED


def matrix_kinds() -> tuple[Kind, ...]:
    """The kinds that belong to a department: what coverage counts."""
    return tuple(kind for kind in DECLARED if not kind.is_general)


def kinds_of(department: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in DECLARED if kind.department == department)


def kinds_in_preset(preset: str) -> tuple[Kind, ...]:
    """What a product of that preset switches on: light 6, standard 12, full 24."""
    return tuple(kind for kind in DECLARED if preset in kind.presets)
