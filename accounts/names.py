"""How the administration log calls people and invitations."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from events import names


def _people(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = User.objects.filter(pk__in=ids).values_list("pk", "full_name", "username")
    return {pk: f"{full_name}（{username}）" if full_name else username for pk, full_name, username in rows}


def _invitations(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = Invitation.objects.filter(pk__in=ids)
    return {row.pk: row.full_name or row.email or _("Invitation") for row in rows}


def register_all() -> None:
    names.register("user", _people)
    names.register("invitation", _invitations)
