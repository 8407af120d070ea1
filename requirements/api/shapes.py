"""What the API reads and shows of requirements."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from conversations.api import fields
from conversations.text.markdown import from_markdown, to_markdown
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from requirements.actions.create import SALT
from requirements.models import Release, Requirement, Status

LONGEST = 500_000


def requirement(**kwargs: Any) -> Reference:
    """Another requirement by its reference (CLB-298)."""
    return Reference(
        "thread__reference", visible=lambda user: Requirement.objects.visible_to(user).with_people(), **kwargs
    )


def release(**kwargs: Any) -> Reference:
    """A release by its reference (CLB-R3)."""
    return Reference(
        "thread__reference",
        visible=lambda user: Release.objects.visible_to(user).select_related("product", "thread"),
        **kwargs,
    )


class Described(StrictSerializer):
    """HTML in ``description``, or ``markdown`` instead."""

    description = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, trim_whitespace=False)
    markdown = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, trim_whitespace=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "description" in attrs and "markdown" in attrs:
            raise serializers.ValidationError({"description": "Send either description or markdown."})
        if "markdown" in attrs:
            attrs["description"] = from_markdown(attrs.pop("markdown"), salt=SALT)
        return attrs


class RequirementInput(Described):
    product = fields.product()
    title = serializers.CharField(max_length=200)
    type = serializers.ChoiceField(Requirement.Type.choices, required=False)
    priority = serializers.ChoiceField(Requirement.Priority.choices, required=False)
    assignee = fields.person(required=False, allow_null=True)
    department = fields.department(required=False, allow_null=True)
    parent = requirement(required=False, allow_null=True)  # type: ignore[assignment]  # a field, not the attribute
    points = serializers.DecimalField(max_digits=6, decimal_places=2, required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=20)


class RequirementEdit(Described):
    title = serializers.CharField(max_length=200, required=False)
    type = serializers.ChoiceField(Requirement.Type.choices, required=False)
    priority = serializers.ChoiceField(Requirement.Priority.choices, required=False)
    assignee = fields.person(required=False, allow_null=True)
    department = fields.department(required=False, allow_null=True)
    parent = requirement(required=False, allow_null=True)  # type: ignore[assignment]  # a field, not the attribute
    points = serializers.DecimalField(max_digits=6, decimal_places=2, required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=20)


class LinesInput(StrictSerializer):
    product = fields.product()
    text = serializers.CharField(max_length=50_000, trim_whitespace=False)
    type = serializers.ChoiceField(Requirement.Type.choices, required=False)


class MoveInput(StrictSerializer):
    """``to``: name of the step. ``seen``: the step it stood on when it was read; a newer one is a conflict."""

    to = serializers.CharField(max_length=30)
    seen = serializers.CharField(max_length=30, required=False)
    ground = serializers.CharField(max_length=2_000, required=False, allow_blank=True)


class PlaceInput(StrictSerializer):
    """``after`` null: first."""

    after = requirement(allow_null=True)


class ScheduleInput(StrictSerializer):
    """``displaced``: what leaves a full release for it. ``ground``: required where the scope is frozen."""

    release = release(allow_null=True)
    displaced = requirement(required=False, allow_null=True)
    ground = serializers.CharField(max_length=2_000, required=False, allow_blank=True)


class RequirementOutput(StrictModelSerializer):
    reference = serializers.CharField(read_only=True)
    thread = serializers.CharField(source="thread.reference", read_only=True)
    address = serializers.CharField(source="thread.address", read_only=True)
    product = Reference("key")
    status = Reference("name")
    category = serializers.CharField(source="status.category", read_only=True)
    assignee = Reference("username")
    requester = Reference("username")
    department = Reference("code")
    parent = Reference("thread__reference")  # type: ignore[assignment]  # a field, not the attribute
    release = serializers.CharField(source="release.reference", allow_null=True, default=None, read_only=True)
    markdown = serializers.SerializerMethodField()

    class Meta:
        model = Requirement
        fields = [
            "id", "reference", "thread", "address", "product", "number", "type", "title", "description", "markdown",
            "status", "category", "priority", "assignee", "requester", "department", "parent", "release", "points",
            "starts_on", "due_on", "labels", "created_at", "changed_at", "closed_at", "archived_at", "revision",
        ]  # fmt: skip

    def get_markdown(self, found: Requirement) -> str:
        return to_markdown(found.description) if found.description else ""


class CreatedLines(StrictSerializer):
    items = RequirementOutput(many=True)


class StatusOutput(StrictModelSerializer):
    class Meta:
        model = Status
        fields = ["name", "category", "position"]


class TransitionOutput(StrictSerializer):
    """``from`` null: from any step. ``type`` empty: for every type."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.CharField(source="from_status.name", allow_null=True, default=None),
            "to": serializers.CharField(source="to_status.name"),
            "type": serializers.CharField(allow_blank=True),
            "required_fields": serializers.ListField(child=serializers.CharField()),
            "who": serializers.CharField(),
        }


class WorkflowOutput(StrictSerializer):
    statuses = StatusOutput(many=True)
    transitions = TransitionOutput(many=True)
