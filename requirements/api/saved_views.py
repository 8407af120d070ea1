"""The saved views of a product."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from conversations.api import fields
from conversations.api.fields import asker
from departments.permissions import products_visible_to
from pmcomms.ground.api import Listed, Resource, required_match, shape
from pmcomms.ground.html import scoped_or_404
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from requirements.actions import saved_views
from requirements.models import SavedView


class Sharing(StrictSerializer):
    """``departments``: codes, where ``sharing`` is ``departments``. ``pinned`` is for managers."""

    sharing = serializers.ChoiceField(SavedView.Sharing.choices, required=False)
    departments = serializers.ListField(child=fields.department(), required=False, max_length=50)


class ShareInput(Sharing):
    sharing = serializers.ChoiceField(SavedView.Sharing.choices)


class SavedViewInput(Sharing):
    """``query``: a query string in the language of the list of requirements, with ``order``."""

    name = serializers.CharField(max_length=30)
    query = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    kind = serializers.ChoiceField(SavedView.Kind.choices, required=False)


class SavedViewEdit(StrictSerializer):
    name = serializers.CharField(max_length=30, required=False)
    query = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    kind = serializers.ChoiceField(SavedView.Kind.choices, required=False)
    position = serializers.IntegerField(min_value=1, max_value=10_000, required=False)


class ViewUseInput(StrictSerializer):
    """``view`` null: all requirements."""

    view = serializers.IntegerField(allow_null=True)


class SavedViewOutput(StrictModelSerializer):
    product = Reference("key")
    owner = Reference("username")
    departments = serializers.SlugRelatedField("code", many=True, read_only=True)  # type: ignore[var-annotated]
    address = serializers.CharField(read_only=True)

    class Meta:
        model = SavedView
        fields = [
            "id", "product", "name", "kind", "query", "owner", "sharing", "departments", "position",
            "address", "created_at", "changed_at", "revision",
        ]  # fmt: skip


class SavedViewViewSet(Listed, Resource):
    """One's own views of a product, those shared with one's departments, and those pinned."""

    serializer_class = SavedViewOutput
    queryset = SavedView.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[SavedView]:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        product = scoped_or_404(products_visible_to(asker(self.request)), key=self.kwargs["key"])
        rows = SavedView.objects.filter(product=product).visible_to(asker(self.request)).in_order()
        return rows.select_related("product", "owner").prefetch_related("departments")

    def address_of(self, found: Any) -> str | None:
        return reverse("api-v1:saved-view-detail", args=[found.product.key, found.pk])

    @shape(input=SavedViewInput, output=SavedViewOutput, status=201)
    def create(self, request: Request, key: str) -> Response:
        product = scoped_or_404(products_visible_to(asker(request)), key=key)
        wanted = self.read(SavedViewInput)
        return self.again(saved_views.create(actor=asker(request), product=product, **wanted), 201)

    @shape(input=SavedViewEdit, output=SavedViewOutput)
    def partial_update(self, request: Request, key: str, pk: int) -> Response:
        found = self.get_object()
        revision, wanted = required_match(request), self.read(SavedViewEdit)
        return self.again(saved_views.edit(found, actor=asker(request), revision=revision, **wanted))

    @shape(status=204)
    def destroy(self, request: Request, key: str, pk: int) -> Response:
        saved_views.delete(self.get_object(), actor=asker(request))
        return Response(status=204)

    @shape(input=ShareInput, output=SavedViewOutput)
    def share(self, request: Request, key: str, pk: int) -> Response:
        return self.again(saved_views.share(self.get_object(), actor=asker(request), **self.read(ShareInput)))

    @shape(input=ViewUseInput, status=204)
    def use(self, request: Request, key: str) -> Response:
        """Remember what was looked at last; the product's tab opens it next time."""
        product = scoped_or_404(products_visible_to(asker(request)), key=key)
        wanted = self.read(ViewUseInput)["view"]
        view = None if wanted is None else scoped_or_404(self.get_queryset(), pk=wanted)
        saved_views.use(product, actor=asker(request), view=view)
        return Response(status=204)

    def again(self, found: SavedView, status: int = 200) -> Response:
        """As its reader sees it: a view unshared with the asker a moment ago is shown once more."""
        row = SavedView.objects.select_related("product", "owner").prefetch_related("departments").get(pk=found.pk)
        return self.answer(row, status)
