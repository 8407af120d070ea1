"""The two tables of the ground: answers already given, and counters of rate limits."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class IdempotencyKey(models.Model):
    """The first answer to a POST that carried an ``Idempotency-Key``, kept to be given again.

    Written in the transaction of the change itself: either both are there or neither.
    The person is an id without a foreign key, because the ground knows no app.
    """

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    route = models.CharField(max_length=300)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_key_once_per_user"),
        ]
        indexes = [
            # purge_old() walks by age.
            models.Index(fields=["created_at"], name="idempotency_key_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.key}"


class RateCounter(models.Model):
    """How often something happened in the running window (see limits.py, which writes it)."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [
            # limits.purge_old() walks by age.
            models.Index(fields=["ends_at"], name="rate_counter_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
