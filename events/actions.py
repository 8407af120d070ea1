"""Recording what happened. The only code that writes events."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from events import bell, registry
from events.models import Event, Outbox


def record(
    kind: str,
    *,
    actor: models.Model | None,
    subject: models.Model,
    thread_id: int | None = None,
    product_id: int | None = None,
    changes: dict[str, Any] | None = None,
) -> Event:
    """Write one event and its outbox row in the transaction of the change.

    ``changes`` is small: names to ``[old, new]`` pairs or ids; never a masked value. The bell is rung
    after commit and cannot fail the request.

    Raises ``KeyError`` for a kind that is not in the catalogue and ``RuntimeError`` outside a
    transaction, where the event could survive a change that does not.
    """
    registry.get(kind)
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its change.")
    event = Event.objects.create(
        kind=kind,
        actor_id=actor.pk if actor is not None else None,
        token_id=getattr(actor, "acting_token_id", "") or "",
        subject_kind=subject._meta.model_name or "",
        subject_id=subject.pk,
        thread_id=thread_id,
        product_id=product_id,
        changes=changes or {},
    )
    Outbox.objects.create(event=event)
    transaction.on_commit(bell.ring)
    return event
