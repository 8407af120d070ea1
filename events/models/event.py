"""What happened, append-only.

An event is written in the transaction of the change it tells. Ids and times are given before commit,
so a reader that goes by id or time skips a slow transaction; readers go by ``position``, which the
single dispatcher (``events.dispatch``) gives after commit. Interrupted at any point, nothing is lost:
an event without a position still has its outbox row.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, position: int) -> Self:
        """Events a reader that has read up to ``position`` has not seen, in reading order."""
        return self.filter(position__gt=position).order_by("position")

    def administrative(self) -> Self:
        """Events without a thread: the administration log."""
        return self.filter(thread_id__isnull=True)


class Event(models.Model):
    """One thing that happened. Holds ids only; ``actor_id`` null means the system."""

    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    token_id = models.CharField(max_length=64, blank=True, default="")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    position = models.BigIntegerField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position"], name="event_position_once")]
        indexes = [
            # A thread's history, newest first.
            models.Index(fields=["thread_id", "-id"], name="event_by_thread", condition=Q(thread_id__isnull=False)),
            # 本周变化 of a product.
            models.Index(fields=["product_id", "-id"], name="event_by_product", condition=Q(product_id__isnull=False)),
            # The administration log.
            models.Index(fields=["-id"], name="event_administrative", condition=Q(thread_id__isnull=True)),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"


class Outbox(models.Model):
    """An event the dispatcher has still to give a position to; the row goes when it has one.

    A held row is one that a restore brought back: it waits for the operator (``manage.py held``), so
    that yesterday's dump does not tell everybody everything again.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="outbox")
    created_at = models.DateTimeField(auto_now_add=True)
    is_held = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="outbox_oldest")]

    def __str__(self) -> str:
        return f"outbox of event {self.event_id}"
