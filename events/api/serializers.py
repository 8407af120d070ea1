"""Shapes of the log and of jobs."""

from __future__ import annotations

from rest_framework import serializers

from events.models import Job
from pmcomms.ground.shapes import StrictModelSerializer, StrictSerializer


class LogLineOutput(StrictSerializer):
    """One event of the administration log; names the viewer may not know are null."""

    id = serializers.IntegerField(source="event.pk")
    kind = serializers.CharField(source="event.kind")
    title = serializers.CharField(source="kind.label", default="")
    at = serializers.DateTimeField(source="event.created_at")
    actor = serializers.CharField()
    token = serializers.CharField(source="event.token_id")
    subject_kind = serializers.CharField(source="event.subject_kind")
    subject = serializers.CharField()
    changes = serializers.DictField(source="event.changes")
    position = serializers.IntegerField(source="event.position", allow_null=True)


class ReleasedOutput(StrictSerializer):
    released = serializers.IntegerField()


class JobOutput(StrictModelSerializer):
    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "state",
            "progress_done",
            "progress_total",
            "result",
            "error",
            "is_cancel_asked",
            "created_at",
            "started_at",
            "finished_at",
        ]
