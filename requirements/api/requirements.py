"""Requirements, and the verbs on one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from conversations.api.fields import asker
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from pmcomms.ground.html import scoped_or_404
from requirements.actions import bulk, create, edit, lifecycle, move, scope
from requirements.api.bulk import BulkInput, BulkOutput
from requirements.api.shapes import (
    CreatedLines,
    LinesInput,
    MoveInput,
    PlaceInput,
    RequirementEdit,
    RequirementInput,
    RequirementOutput,
    ScheduleInput,
)
from requirements.filters.requirements import RequirementFilters
from requirements.models import Requirement, Status


class RequirementViewSet(Listed, Resource):
    """Requirements 需求 by their references (CLB-298)."""

    serializer_class = RequirementOutput
    filters = RequirementFilters
    lookup_field = "thread__reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = r"[A-Z0-9]{2,10}-\d{1,9}"

    def get_queryset(self) -> QuerySet[Requirement]:
        rows = Requirement.objects.visible_to(asker(self.request)).with_people()
        return rows.select_related("parent__thread")

    def address_of(self, found: Any) -> str | None:
        return reverse("api-v1:requirement-detail", args=[found.reference])

    @shape(input=RequirementInput, output=RequirementOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(create.create(actor=asker(request), **self.read(RequirementInput)), 201)

    @verb(input=LinesInput, output=CreatedLines, status=201, detail=False)
    def create_many(self, request: Request) -> Response:
        """Pasted lines, a requirement each."""
        made = create.create_many(actor=asker(request), **self.read(LinesInput))
        rows = self.get_queryset().filter(pk__in=[one.pk for one in made]).order_by("number")
        items = RequirementOutput(rows, many=True, context=self.get_serializer_context())
        return Response({"items": items.data}, status=201)

    @verb(input=BulkInput, output=BulkOutput, detail=False)
    def bulk(self, request: Request) -> Response:  # type: ignore[override]  # the verb of this noun, in place of the tool
        """One change for up to 200, each in its own transaction: a result per row, in order."""
        wanted = self.read(BulkInput)

        def run(reference: str) -> Any:
            found = scoped_or_404(self.get_queryset(), thread__reference=reference)
            found = bulk.change(found, actor=asker(request), **wanted["changes"])
            row = self.get_queryset().get(pk=found.pk)
            return RequirementOutput(row, context=self.get_serializer_context()).data

        return super().bulk(wanted["references"], run)

    @shape(input=RequirementEdit, output=RequirementOutput)
    def partial_update(self, request: Request, reference: str) -> Response:
        revision = required_match(request)
        found = self.get_object()
        wanted = self.read(RequirementEdit)
        return self.again(edit.edit(found, actor=asker(request), revision=revision, is_strict=True, **wanted))

    @verb(input=MoveInput, output=RequirementOutput)
    def move(self, request: Request, reference: str) -> Response:
        """To another step of the workflow."""
        found, wanted = self.get_object(), self.read(MoveInput)
        to = self._step(found, "to", wanted.pop("to"))
        seen = self._step(found, "seen", wanted.pop("seen")) if "seen" in wanted else None
        return self.again(move.move(found, actor=asker(request), to=to, seen=seen, **wanted))

    @verb(input=PlaceInput, output=RequirementOutput)
    def place(self, request: Request, reference: str) -> Response:
        """Right behind another one in the order by hand."""
        return self.again(move.place(self.get_object(), actor=asker(request), **self.read(PlaceInput)))

    @verb(input=ScheduleInput, output=RequirementOutput)
    def schedule(self, request: Request, reference: str) -> Response:
        """Into a release, or with ``null`` out of it."""
        found, wanted = self.get_object(), self.read(ScheduleInput)
        to = wanted.pop("release")
        return self.again(scope.schedule(found, actor=asker(request), to=to, **wanted))

    @verb(output=RequirementOutput)
    def archive(self, request: Request, reference: str) -> Response:
        return self.again(lifecycle.archive(self.get_object(), actor=asker(request)))

    @verb(output=RequirementOutput)
    def unarchive(self, request: Request, reference: str) -> Response:
        return self.again(lifecycle.unarchive(self.get_object(), actor=asker(request)))

    def again(self, found: Requirement, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=found.pk), status)

    def _step(self, found: Requirement, field: str, name: str) -> Status:
        step = Status.objects.live().filter(product=found.product, name=name).first()
        if step is None:
            raise serializers.ValidationError({field: [f"Unknown: {name}"]})
        return step
