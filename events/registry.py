"""The catalogue of event kinds. Each app adds its own in ``AppConfig.ready()``."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class EventKind:
    """What a kind of event means.

    ``sentence`` is what a feed shows after the actor's name; ``told`` names the reasons for which
    people hear of it (``mentioned``, ``asked``, ``owner``, ``watching``, ``department``). What is no news
    is recorded, but feeds leave it out.
    """

    code: str
    label: str | Promise
    sentence: str | Promise
    icon: str = "dot"
    told: tuple[str, ...] = ()
    is_webhook: bool = False
    is_administrative: bool = False
    is_news: bool = True


_kinds: dict[str, EventKind] = {}


def register(*kinds: EventKind) -> None:
    """Add kinds. Raises ``ValueError`` when a code is taken by another declaration."""
    for kind in kinds:
        if kind.code in _kinds and _kinds[kind.code] != kind:
            raise ValueError(f"Event kind {kind.code} is declared twice.")
        _kinds[kind.code] = kind


def get(code: str) -> EventKind:
    """The declaration of a kind; ``KeyError`` when there is none."""
    return _kinds[code]


def all_kinds() -> list[EventKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def no_news() -> list[str]:
    """Codes of what feeds leave out."""
    return [code for code, kind in sorted(_kinds.items()) if not kind.is_news]
