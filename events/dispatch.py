"""Giving committed events their position.

Promises. Every committed event gets exactly one position; positions have no gaps; a reader that has
read up to position p and sees p+1 has missed nothing, because a position is given only to events whose
transaction is over. Within one look older ids come first; an event whose transaction ends late simply
gets a later position. Only one dispatcher works at a time (advisory lock for the transaction); a second
one finds the lock taken and leaves.

Interrupted at any point, the batch rolls back as a whole: the outbox rows are still there and the next
look takes them. Nothing here sends anything: it rings the tasks that higher floors named.
"""

from __future__ import annotations

from django.db import connection, models, transaction

from events import actions
from events.models import Outbox

# Any number that nothing else in this database uses as an advisory lock.
LOCK_ID = 7_204_911_001
BATCH = 500
# One look ends after this many batches, so that a task is bounded; the next sweep goes on.
MOST_BATCHES = 40

_GIVE_POSITIONS = """
WITH due AS (
    SELECT event_id FROM events_outbox WHERE NOT is_held ORDER BY event_id LIMIT %(batch)s
), numbered AS (
    SELECT due.event_id,
           (SELECT COALESCE(MAX(position), 0) FROM events_event)
               + ROW_NUMBER() OVER (ORDER BY due.event_id) AS position
    FROM due
), given AS (
    UPDATE events_event SET position = numbered.position
    FROM numbered WHERE events_event.id = numbered.event_id AND events_event.position IS NULL
)
DELETE FROM events_outbox USING due WHERE events_outbox.event_id = due.event_id
"""


def dispatch(batch: int = BATCH, most_batches: int = MOST_BATCHES) -> int:
    """Give positions to the events waiting now; returns to how many."""
    total = 0
    for _ in range(most_batches):
        given = _dispatch_batch(batch)
        total += given
        if given < batch:
            break
    return total


def _dispatch_batch(batch: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        # A statement of its own: the next one must take its snapshot after the lock is held.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_ID])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_GIVE_POSITIONS, {"batch": batch})
        return cursor.rowcount


def held() -> int:
    """How many events a restore has put on hold."""
    return Outbox.objects.filter(is_held=True).count()


def hold_everything() -> int:
    """Put every waiting event on hold, as after a restore; returns how many."""
    return Outbox.objects.filter(is_held=False).update(is_held=True)


def release_held(*, actor: models.Model | None) -> int:
    """Let held events be told after all; returns how many. ``actor`` None is the operator's command."""
    with transaction.atomic():
        rows = Outbox.objects.filter(is_held=True).order_by("event_id")
        first = rows.select_related("event").first()
        if first is None:
            return 0
        count = rows.update(is_held=False)
        actions.record("held_events.released", actor=actor, subject=first.event, changes={"events": [count, 0]})
    return count
