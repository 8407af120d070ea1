"""``/refused-parts/``: text that came too late, until its writer has merged or dropped it."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts.actions import refused
from artifacts.api.fetching import who
from artifacts.models import Artifact, RefusedPart
from pmcomms.ground.api import Listed, Resource, verb
from pmcomms.ground.shapes import Reference, StrictModelSerializer


class RefusedPartOutput(StrictModelSerializer):
    artifact = Reference("thread__reference")
    content = serializers.JSONField()

    class Meta:
        model = RefusedPart
        fields = ["id", "artifact", "part", "content", "base_revision", "created_at", "settled_at"]


class RefusedPartViewSet(Listed, Resource):
    """Your own, newest first, of documents you still see; settled ones are not listed."""

    serializer_class = RefusedPartOutput
    lookup_value_regex = "[0-9]{1,18}"
    revision_field = None
    ordering = ("-created_at",)

    def get_queryset(self) -> QuerySet[RefusedPart]:
        user = who(self.request)
        rows = RefusedPart.objects.filter(user=user, artifact__in=Artifact.objects.visible_to(user))
        rows = rows.select_related("artifact__thread")
        return rows.filter(settled_at__isnull=True) if self.action == "list" else rows

    @verb(output=RefusedPartOutput)
    def settle(self, request: Request, pk: str) -> Response:
        found = self.get_object()
        refused.settle(found, actor=who(request))
        return self.answer(self.get_object())
