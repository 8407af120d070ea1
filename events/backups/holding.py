"""What must not go out after a restore. Higher floors register their unfinished deliveries."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise

from events import dispatch

Hold = Callable[[], int]
_holds: dict[str, tuple[str | Promise, Hold]] = {}


def register(name: str, label: str | Promise, hold: Hold) -> None:
    """``hold`` puts everything unfinished of a kind on hold and returns how many."""
    _holds[name] = (label, hold)


def hold_everything() -> dict[str, int]:
    """Hold waiting events and all that was registered; how many of each."""
    found = {"events": dispatch.hold_everything()}
    return found | {name: hold() for name, (_label, hold) in _holds.items()}
