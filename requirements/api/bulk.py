"""The shapes of one change for many requirements."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from conversations.api import fields
from pmcomms.ground.api import BULK_LIMIT
from pmcomms.ground.shapes import StrictSerializer
from requirements.api.shapes import RequirementOutput, requirement
from requirements.models import Requirement


class BulkChanges(StrictSerializer):
    """What every one gets; ``status`` is the name of a step, ``ground`` the reason where a step asks for it."""

    priority = serializers.ChoiceField(Requirement.Priority.choices, required=False)
    assignee = fields.person(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    parent = requirement(required=False, allow_null=True)  # type: ignore[assignment]  # a field, not the attribute
    add_labels = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=20)
    remove_labels = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=20)
    status = serializers.CharField(max_length=30, required=False)
    ground = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    archive = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not set(attrs) - {"ground"}:
            raise serializers.ValidationError("Say what should change.")
        return attrs


class BulkInput(StrictSerializer):
    references = serializers.ListField(
        child=serializers.CharField(max_length=30), allow_empty=False, max_length=BULK_LIMIT
    )
    changes = BulkChanges()


class BulkResult(StrictSerializer):
    """``status``: as if it had been asked for alone; ``problem``: a problem body, or null."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    result = RequirementOutput(allow_null=True)
    problem = serializers.DictField(allow_null=True)


class BulkOutput(StrictSerializer):
    results = BulkResult(many=True)
