"""What joining brings beyond an account, known by the floor above (departments)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User


@dataclass(frozen=True)
class Grant:
    """``check(value)`` returns the value in the form to be stored or raises ``ValidationError``;
    ``give(user, value, invited_by)`` is called in the transaction of the joining."""

    check: Callable[[Any], Any]
    give: Callable[[User, Any, User | None], None]


_grants: dict[str, Grant] = {}


def register(name: str, grant: Grant) -> None:
    """Name what an invitation can bring. Raises ``ValueError`` for a name taken by another."""
    if _grants.get(name, grant) != grant:
        raise ValueError(f"Grant {name} is registered twice.")
    _grants[name] = grant


def checked(grants: dict[str, Any]) -> dict[str, Any]:
    """Raises ``ValidationError`` for a name nobody registered and for values that do not fit."""
    unknown = set(grants) - set(_grants)
    if unknown:
        raise ValidationError(_("Unknown: %(names)s") % {"names": ", ".join(sorted(unknown))})
    return {name: _grants[name].check(value) for name, value in grants.items()}


def join(user: User, grants: dict[str, Any], *, invited_by: User | None) -> None:
    for name, value in grants.items():
        if name in _grants:
            _grants[name].give(user, value, invited_by)
