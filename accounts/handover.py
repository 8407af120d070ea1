"""What a person leaves behind, known by higher floors and told here.

Two moments. ``on_leave`` runs in the transaction of the deactivation: offices end, open answers pass on
to the backup or the lead. ``owned`` lists what somebody must take over; an administrator gives it to a
successor in one dialog, whenever that is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class Item:
    """One thing in the dialog. ``text`` may be a neutral sentence where the viewer may not see it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Owned:
    """A kind of owned thing.

    ``items(person, viewer)`` lists it for whoever looks; ``move(person, successor, actor)`` gives all of
    it to the successor and returns how many, in the caller's transaction.
    """

    name: str
    label: str | Promise
    items: Callable[[User, User], list[Item]]
    move: Callable[[User, User, User], int]


@dataclass(frozen=True)
class Group:
    name: str
    label: str | Promise
    items: list[Item] = field(default_factory=list)


_leaving: list[Callable[[User, User], None]] = []
_owned: dict[str, Owned] = {}


def register(owned: Owned) -> None:
    """Add a kind of owned thing. Raises ``ValueError`` for a name taken twice."""
    if _owned.get(owned.name, owned) != owned:
        raise ValueError(f"Owned thing {owned.name} is registered twice.")
    _owned[owned.name] = owned


def on_leave(run: Callable[[User, User], None]) -> None:
    """Call ``run(person, actor)`` when a person is deactivated, lower floors first."""
    if run not in _leaving:
        _leaving.append(run)


def leave(person: User, *, actor: User) -> None:
    for run in _leaving:
        run(person, actor)


def groups(person: User, *, viewer: User) -> list[Group]:
    """What the person still owns, empty groups left out."""
    found = [Group(owned.name, owned.label, owned.items(person, viewer)) for owned in _owned.values()]
    return [group for group in found if group.items]


def reassign(person: User, *, successor: User, actor: User, names: list[str]) -> dict[str, int]:
    """Move the named kinds; returns how many of each, without those of which there were none."""
    moved = {name: _owned[name].move(person, successor, actor) for name in names if name in _owned}
    return {name: count for name, count in moved.items() if count}
