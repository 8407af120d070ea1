"""Releases, and the verbs on one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from conversations.api import fields
from conversations.api.fields import asker
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from requirements import releases
from requirements.actions import releases as verbs
from requirements.api.shapes import release
from requirements.filters.releases import ReleaseFilters
from requirements.models import Release

OPEN = [(stage.value, stage.label) for stage in Release.OPEN]


class ReleaseInput(StrictSerializer):
    product = fields.product()
    name = serializers.CharField(max_length=30)
    goal = serializers.CharField(max_length=500, required=False, allow_blank=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ships_on = serializers.DateField(required=False, allow_null=True)
    capacity = serializers.DecimalField(max_digits=7, decimal_places=2, required=False, allow_null=True)


class ReleaseEdit(StrictSerializer):
    name = serializers.CharField(max_length=30, required=False)
    goal = serializers.CharField(max_length=500, required=False, allow_blank=True)
    stage = serializers.ChoiceField(OPEN, required=False)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ships_on = serializers.DateField(required=False, allow_null=True)
    capacity = serializers.DecimalField(max_digits=7, decimal_places=2, required=False, allow_null=True)


class ShipInput(StrictSerializer):
    """``shipped_on``: today when not given. ``rest_to``: the release that takes what is not finished."""

    shipped_on = serializers.DateField(required=False, allow_null=True)
    rest_to = release(required=False, allow_null=True)


class CancelInput(StrictSerializer):
    ground = serializers.CharField(max_length=500)


class ReleaseOutput(StrictModelSerializer):
    """``held``: requirements in it that are not dropped; ``finished``: those that are done."""

    reference = serializers.CharField(read_only=True)
    thread = serializers.CharField(source="thread.reference", read_only=True)
    address = serializers.CharField(source="thread.address", read_only=True)
    product = Reference("key")
    held = serializers.IntegerField(read_only=True)
    finished = serializers.IntegerField(read_only=True)
    points_held = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True, allow_null=True)
    points_finished = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True, allow_null=True)

    class Meta:
        model = Release
        fields = [
            "id", "reference", "thread", "address", "product", "number", "name", "goal", "stage", "starts_on",
            "ships_on", "shipped_on", "capacity", "frozen_at", "held", "finished", "points_held", "points_finished",
            "created_at", "changed_at", "revision",
        ]  # fmt: skip


class ReleaseViewSet(Listed, Resource):
    """Releases 版本 by their references (CLB-R3)."""

    serializer_class = ReleaseOutput
    filters = ReleaseFilters
    lookup_field = "thread__reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = r"[A-Z0-9]{2,10}-R\d{1,9}"

    def get_queryset(self) -> QuerySet[Release]:
        rows = Release.objects.visible_to(asker(self.request)).select_related("product", "thread")
        return releases.with_counts(rows)

    def address_of(self, found: Any) -> str | None:
        return reverse("api-v1:release-detail", args=[found.reference])

    @shape(input=ReleaseInput, output=ReleaseOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(verbs.plan(actor=asker(request), **self.read(ReleaseInput)), 201)

    @shape(input=ReleaseEdit, output=ReleaseOutput)
    def partial_update(self, request: Request, reference: str) -> Response:
        revision = required_match(request)
        found = self.get_object()
        return self.again(verbs.edit(found, actor=asker(request), revision=revision, **self.read(ReleaseEdit)))

    @verb(output=ReleaseOutput)
    def freeze(self, request: Request, reference: str) -> Response:
        return self.again(verbs.freeze(self.get_object(), actor=asker(request)))

    @verb(output=ReleaseOutput)
    def unfreeze(self, request: Request, reference: str) -> Response:
        return self.again(verbs.unfreeze(self.get_object(), actor=asker(request)))

    @verb(input=ShipInput, output=ReleaseOutput)
    def ship(self, request: Request, reference: str) -> Response:
        """It is out; what is not finished leaves it."""
        return self.again(verbs.ship(self.get_object(), actor=asker(request), **self.read(ShipInput)))

    @verb(input=CancelInput, output=ReleaseOutput)
    def cancel(self, request: Request, reference: str) -> Response:
        return self.again(verbs.cancel(self.get_object(), actor=asker(request), **self.read(CancelInput)))

    def again(self, found: Release, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=found.pk), status)
