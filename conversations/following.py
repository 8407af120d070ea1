"""Whether somebody follows a thread."""

from __future__ import annotations

from accounts.models import User
from conversations.models import Thread, Watcher


def watch_state(thread: Thread, user: User) -> str:
    """``watching``, ``muted`` or empty, for the button."""
    watcher = Watcher.objects.filter(thread=thread, user=user).first()
    if watcher is None:
        return ""
    return "muted" if watcher.is_muted else "watching"
