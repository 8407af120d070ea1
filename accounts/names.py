"""How the administration log calls people and invitations."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken, Invitation, User
from events import names


def _people(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = User.objects.filter(pk__in=ids).values_list("pk", "full_name", "username")
    return {pk: f"{full_name}（{username}）" if full_name else username for pk, full_name, username in rows}


def _invitations(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = Invitation.objects.filter(pk__in=ids)
    return {row.pk: row.full_name or row.email or _("Invitation") for row in rows}


def _language(value: object) -> str:
    return str(dict(User.Language.choices).get(str(value), value or ""))


def _theme(value: object) -> str:
    return str(dict(User.Theme.choices).get(str(value), value or ""))


def _scope(value: object) -> str:
    return str(dict(ApiToken.Scope.choices).get(str(value), value or ""))


def register_all() -> None:
    for name, label in (
        ("username", gettext_lazy("User name")),
        ("full_name", gettext_lazy("Name")),
        ("email", gettext_lazy("E-mail")),
        ("job_title", gettext_lazy("Job title")),
        ("is_administrator", gettext_lazy("Administrator")),
        ("is_visitor", gettext_lazy("Visitor")),
        ("timezone", gettext_lazy("Time zone")),
        ("avatar", gettext_lazy("Profile picture")),
        ("token", gettext_lazy("Begins with")),
        ("days", gettext_lazy("Valid for days")),
        ("moved", gettext_lazy("Handed over")),
        ("made_at", gettext_lazy("Backup of")),
    ):
        names.register_change(name, label)
    names.register_change("language", gettext_lazy("Language"), _language)
    names.register_change("theme", gettext_lazy("Appearance"), _theme)
    names.register_change("scope", gettext_lazy("Scope"), _scope)
    names.register("user", _people)
    names.register("invitation", _invitations)
