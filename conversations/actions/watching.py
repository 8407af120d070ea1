"""Following a thread 关注, no longer, or expressly not."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from conversations.models import Thread, Watcher
from events import actions as events


def watch(*, thread: Thread, actor: User) -> bool:
    """Hear of everything here; True when that is new."""
    return _set(thread, actor, "thread.watched", is_muted=False)


def mute(*, thread: Thread, actor: User) -> bool:
    """Hear of nothing here but what needs me, though I would by default."""
    return _set(thread, actor, "thread.muted", is_muted=True)


def unwatch(*, thread: Thread, actor: User) -> bool:
    """Back to the default; True when there was something to take back."""
    with transaction.atomic():
        if not Watcher.objects.filter(thread=thread, user=actor).delete()[0]:
            return False
        _record("thread.unwatched", thread, actor)
    return True


def _set(thread: Thread, actor: User, kind: str, *, is_muted: bool) -> bool:
    with transaction.atomic():
        watcher, is_new = Watcher.objects.select_for_update().get_or_create(
            thread=thread, user=actor, defaults={"is_muted": is_muted}
        )
        if not is_new and watcher.is_muted == is_muted:
            return False
        if not is_new:
            watcher.is_muted = is_muted
            watcher.save(update_fields=["is_muted"])
        _record(kind, thread, actor)
    return True


def _record(kind: str, thread: Thread, actor: User) -> None:
    events.record(kind, actor=actor, subject=thread, thread_id=thread.pk, product_id=thread.product_id)
