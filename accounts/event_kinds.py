"""The events of this floor: all of them stand in the administration log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register

_KINDS = (
    ("person.added", _("Person added"), _("added a person"), "user-plus"),
    ("person.edited", _("Person edited"), _("edited a person"), "user-pen"),
    ("person.deactivated", _("Person deactivated"), _("deactivated a person"), "user-x"),
    ("person.reactivated", _("Person reactivated"), _("reactivated a person"), "user-check"),
    ("person.handed_over", _("Handed over"), _("handed over what a person owned"), "arrow-right-left"),
    ("person.link_created", _("Password link made"), _("made a link to set a password"), "link"),
    (
        "person.two_step_reset",
        _("Two-step reset"),
        _("switched two-step sign-in off for a person"),
        "shield-off",
    ),
    ("profile.edited", _("Profile edited"), _("edited the own profile"), "user-pen"),
    ("password.changed", _("Password changed"), _("set a new password"), "key-round"),
    ("session.started", _("Signed in"), _("signed in"), "log-in"),
    ("token.created", _("API token made"), _("made an API token"), "key"),
    ("token.revoked", _("API token revoked"), _("revoked an API token"), "key"),
    ("invitation.created", _("Invitation made"), _("made an invitation link"), "mail-plus"),
    ("invitation.accepted", _("Invitation accepted"), _("joined by an invitation"), "mail-check"),
    ("invitation.revoked", _("Invitation revoked"), _("revoked an invitation"), "mail-x"),
)


def register_all() -> None:
    register(
        *(EventKind(code, label, sentence, icon=icon, is_administrative=True) for code, label, sentence, icon in _KINDS)
    )
