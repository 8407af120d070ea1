"""The kinds of events of this floor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register


def register_all() -> None:
    register(
        EventKind(
            "job.started",
            _("Work started"),
            _("started a longer piece of work"),
            icon="play",
            is_administrative=True,
        ),
        EventKind(
            "job.cancelled",
            _("Work stopped"),
            _("stopped a longer piece of work"),
            icon="square",
            is_administrative=True,
        ),
        EventKind(
            "backup.restored",
            _("Backup restored"),
            _("restored a backup"),
            icon="archive-restore",
            is_administrative=True,
        ),
        EventKind(
            "held_events.released",
            _("Held messages released"),
            _("released the messages held since a restore"),
            icon="send",
            is_administrative=True,
        ),
    )
