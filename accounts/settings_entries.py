"""The lines of the settings page that this floor brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.settings_registry import ADMINISTRATION, ME, Entry, register


def _administrates(user: User) -> bool:
    return user.is_administrator


_ENTRIES = (
    Entry(
        ME,
        _("Profile and preferences"),
        _("Name, picture, language, zone and theme"),
        "user-round",
        "profile-edit",
    ),
    Entry(
        ME,
        _("Password"),
        _("Set a new one; other sessions and tokens end"),
        "key-round",
        "account_change_password",
    ),
    Entry(
        ME,
        _("Two-step sign-in"),
        _("A code from an app on the phone besides the password"),
        "smartphone",
        "mfa_index",
    ),
    Entry(
        ME,
        _("Signed-in devices"),
        _("Where you are signed in; sign out elsewhere"),
        "monitor-smartphone",
        "usersessions_list",
    ),
    Entry(ME, _("API tokens"), _("Keys for programs that act as you"), "key", "token-list"),
    Entry(
        ADMINISTRATION,
        _("Invitations"),
        _("Links by which people make their own account"),
        "mail-plus",
        "invitation-list",
        _administrates,
    ),
    Entry(
        ADMINISTRATION,
        _("Administration log"),
        _("Who changed people, rights and settings, and when"),
        "scroll-text",
        "log-list",
        _administrates,
    ),
)


def register_all() -> None:
    register(*_ENTRIES)
