"""Who has read which version."""

from __future__ import annotations

from contextlib import nullcontext

from django.db import connection, transaction

from accounts.models import User
from conversations.models import ReadReceipt, Thread
from events import actions as events

# First look kept, last look moved on; one statement, so two windows cannot collide.
_READ = """
INSERT INTO conversations_readreceipt AS receipt (thread_id, user_id, version, first_read_at, last_read_at)
VALUES (%s, %s, %s, clock_timestamp(), clock_timestamp())
ON CONFLICT (thread_id, user_id, version) DO UPDATE SET last_read_at = excluded.last_read_at
"""


def mark_read(*, thread: Thread, reader: User, version: int | None = None) -> None:
    """``reader`` has the thread's subject before their eyes: this version, or the present one.

    Reading is no event; a visitor's look is (every look of theirs is on record).
    """
    # One statement needs no transaction around it; a visitor's receipt and look go together.
    with transaction.atomic() if reader.is_visitor else nullcontext():
        with connection.cursor() as cursor:
            cursor.execute(_READ, [thread.pk, reader.pk, version or thread.current_version or 0])
        record_look(thread=thread, reader=reader)


def record_look(*, thread: Thread, reader: User) -> None:
    """Put a visitor's look on record; nothing for anybody else. For pages and files visitors open."""
    if not reader.is_visitor:
        return
    with transaction.atomic():
        events.record(
            "thread.looked_at", actor=reader, subject=thread, thread_id=thread.pk, product_id=thread.product_id
        )


def readers_of(thread: Thread, version: int | None = None) -> list[ReadReceipt]:
    """Who has read this version (the present one), latest look first."""
    receipts = ReadReceipt.objects.filter(thread=thread, version=version or thread.current_version or 0)
    return list(receipts.select_related("user").order_by("-last_read_at", "pk")[:200])
