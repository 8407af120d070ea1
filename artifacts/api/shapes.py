"""Shapes of artifacts, their settings and receivers, in and out. Fields are listed by hand."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from artifacts import permissions, staleness
from artifacts.api.fetching import departments, people
from artifacts.models import Artifact, Receiver, Version
from artifacts.receivers import DEFAULT_RESPONSE_DAYS, MOST_RESPONSE_DAYS, ReceiverWish
from departments.models import Product
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer


class ReceiverShape(StrictSerializer):
    """One party. ``department`` null: the product's managers."""

    department = Reference("code", visible=departments, allow_null=True)
    question = serializers.ChoiceField(choices=Receiver.Question.choices)
    response_days = serializers.IntegerField(default=DEFAULT_RESPONSE_DAYS, min_value=1, max_value=MOST_RESPONSE_DAYS)
    may_lapse = serializers.BooleanField(default=False)
    signers = serializers.SerializerMethodField()

    def get_signers(self, receiver: Receiver) -> list[str]:
        return [signer.username for signer in receiver.signers.all()]

    def to_internal_value(self, data: Any) -> Any:
        # A list that was read may be sent back whole; signers have verbs of their own.
        if isinstance(data, dict):
            data = {name: value for name, value in data.items() if name != "signers"}
        return super().to_internal_value(data)


class ReceiversShape(StrictSerializer):
    receivers = ReceiverShape(many=True)


def wishes(rows: list[dict[str, Any]]) -> list[ReceiverWish]:
    return [ReceiverWish(**row) for row in rows]


class ArtifactInput(StrictSerializer):
    product = Reference("key", visible=lambda user: Product.objects.visible_to(user))
    kind = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=200)
    release = serializers.CharField(max_length=30, required=False, allow_blank=True)
    owner = Reference("username", visible=people, required=False)
    is_confidential = serializers.BooleanField(required=False, allow_null=True)
    receivers = ReceiverShape(many=True, required=False)


class SettingsInput(StrictSerializer):
    title = serializers.CharField(max_length=200, required=False)
    release = serializers.CharField(max_length=30, required=False, allow_blank=True)
    owner = Reference("username", visible=people, required=False)
    is_confidential = serializers.BooleanField(required=False)


class ArtifactOutput(StrictModelSerializer):
    """``has_draft`` and ``draft_revision`` are null for those who do not edit."""

    reference = serializers.CharField(source="thread.reference")
    address = serializers.CharField(source="thread.address")
    product = Reference("key")
    owner = Reference("username")
    version = serializers.SerializerMethodField()
    published_at = serializers.DateTimeField(source="version.published_at", default=None)
    has_draft = serializers.SerializerMethodField()
    draft_revision = serializers.SerializerMethodField()
    stale_reason = serializers.SerializerMethodField()

    class Meta:
        model = Artifact
        fields = [
            "reference",
            "address",
            "product",
            "kind",
            "title",
            "owner",
            "is_confidential",
            "release",
            "version",
            "published_at",
            "has_draft",
            "draft_revision",
            "signal_level",
            "stale_since",
            "stale_reason",
            "created_at",
            "archived_at",
            "revision",
        ]

    def get_version(self, artifact: Artifact) -> str | None:
        return artifact.version.label if artifact.version else None

    def get_has_draft(self, artifact: Artifact) -> bool | None:
        return artifact.has_draft if self._edits(artifact) else None

    def get_draft_revision(self, artifact: Artifact) -> int | None:
        return artifact.draft_revision if self._edits(artifact) else None

    def get_stale_reason(self, artifact: Artifact) -> str:
        return staleness.reason(artifact)

    def _edits(self, artifact: Artifact) -> bool:
        """One query for a whole list: the products the person manages."""
        user = self.context["request"].user
        managed = getattr(self.root, "managed_products", None)
        if managed is None:
            managed = permissions.managed_products(user)
            self.root.managed_products = managed  # type: ignore[attr-defined]  # kept for the rows that follow
        return not user.is_visitor and (artifact.owner_id == user.pk or artifact.product_id in managed)


class VersionOutput(StrictModelSerializer):
    label: Any = serializers.CharField()
    published_by = Reference("username", allow_null=True)
    withdrawn_by = Reference("username", allow_null=True)

    class Meta:
        model = Version
        fields = [
            "label",
            "sequence",
            "number",
            "erratum",
            "title",
            "summary",
            "material_changes",
            "content_hash",
            "characters_added",
            "characters_removed",
            "period_from",
            "period_to",
            "published_by",
            "published_at",
            "withdrawn_by",
            "withdrawn_at",
            "redacted_at",
        ]


class PublishInput(StrictSerializer):
    """``draft_revision``: the one that was read; when the draft has moved on, nothing is published."""

    summary = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    draft_revision = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0)


class VersionInput(StrictSerializer):
    version = serializers.CharField(max_length=20)


class SignerInput(StrictSerializer):
    """``department`` null: beside the managers."""

    department = Reference("code", visible=departments, allow_null=True)
    person = Reference("username", visible=people)


class PersonInput(StrictSerializer):
    person = Reference("username", visible=people)


class NudgedOutput(StrictSerializer):
    nudged = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of the sign-offs.")
