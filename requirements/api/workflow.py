"""The workflow of a product, to read."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.fields import asker
from departments.permissions import products_visible_to
from pmcomms.ground.api import Endpoint, shape
from pmcomms.ground.html import scoped_or_404
from requirements.api.shapes import WorkflowOutput
from requirements.models import Transition
from requirements.workflows import steps_of


class WorkflowView(Endpoint):
    """The steps and the moves between them; empty before the product's first requirement."""

    @shape(output=WorkflowOutput)
    def get(self, request: Request, key: str) -> Response:
        product = scoped_or_404(products_visible_to(asker(request)), key=key)
        transitions = Transition.objects.filter(product=product).select_related("from_status", "to_status")
        shown = {"statuses": steps_of(product), "transitions": transitions.order_by("to_status__position", "pk")}
        return Response(WorkflowOutput(shown).data)
