"""Shapes of people's own things."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.actions.tokens import LONGEST_DAYS
from accounts.models import ApiToken, Invitation, User
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer


class MeOutput(StrictModelSerializer):
    class Meta:
        model = User
        fields = [
            "username",
            "full_name",
            "email",
            "job_title",
            "language",
            "timezone",
            "theme",
            "is_administrator",
            "is_visitor",
            "revision",
        ]


class MeInput(StrictSerializer):
    full_name = serializers.CharField(max_length=60, required=False)
    language = serializers.ChoiceField(choices=User.Language.choices, required=False)
    timezone = serializers.CharField(max_length=60, required=False)
    theme = serializers.ChoiceField(choices=User.Theme.choices, required=False)


class TokenOutput(StrictModelSerializer):
    prefix = serializers.CharField(source="token_key", read_only=True)
    is_live = serializers.BooleanField(read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)

    class Meta:
        model = ApiToken
        fields = ["prefix", "name", "scope", "is_live", "created_at", "expires_at", "last_used_at", "revoked_at"]


class TokenCreated(TokenOutput):
    """``token`` is shown this once."""

    token = serializers.SerializerMethodField()

    class Meta(TokenOutput.Meta):
        fields = [*TokenOutput.Meta.fields, "token"]

    def get_token(self, row: ApiToken) -> str:
        return str(self.context["text"])


class TokenInput(StrictSerializer):
    name = serializers.CharField(max_length=60)
    scope = serializers.ChoiceField(choices=ApiToken.Scope.choices)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS)


class InvitationOutput(StrictModelSerializer):
    invited_by: Any = Reference("username")
    accepted_by: Any = Reference("username", allow_null=True)
    is_open = serializers.BooleanField(read_only=True)

    class Meta:
        model = Invitation
        fields = [
            "id",
            "full_name",
            "email",
            "is_administrator",
            "grants",
            "invited_by",
            "is_open",
            "created_at",
            "expires_at",
            "accepted_at",
            "accepted_by",
            "revoked_at",
        ]


class InvitationCreated(InvitationOutput):
    """``link`` is shown this once."""

    link = serializers.SerializerMethodField()

    class Meta(InvitationOutput.Meta):
        fields = [*InvitationOutput.Meta.fields, "link"]

    def get_link(self, row: Invitation) -> str:
        return str(self.context["link"])


class InvitationInput(StrictSerializer):
    full_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    is_administrator = serializers.BooleanField(required=False)
    grants = serializers.DictField(required=False)
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)
