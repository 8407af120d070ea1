"""Endpoints of products and liaisons."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.typed import SignedInCall, caller
from departments import kinds_registry
from departments.actions import liaisons, products
from departments.api.serializers import (
    KindOutput,
    KindsInput,
    LiaisonChange,
    LiaisonInput,
    LiaisonOutput,
    ProductEdit,
    ProductInput,
    ProductOutput,
    ProductRoleEnd,
    ProductRoleInput,
    ProductRoleOutput,
)
from departments.filters import LiaisonFilters, ProductFilters
from departments.models import Liaison, Product
from departments.permissions import products_visible_to
from pmcomms.ground.api import Endpoint, Listed, Resource, required_match, shape, verb
from pmcomms.ground.html import scoped_or_404


class ProductViewSet(Listed, Resource):
    """The products one may know of."""

    serializer_class = ProductOutput
    filters = ProductFilters
    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9]+"
    queryset = Product.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[Product]:
        return products_visible_to(caller(self.request))

    @shape(input=ProductInput, output=ProductOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        return self.answer(products.create_product(actor=request.user, **self.read(ProductInput)), 201)

    @shape(input=ProductEdit, output=ProductOutput)
    def partial_update(self, request: SignedInCall, key: str) -> Response:
        row = self.get_object()
        revision, wanted = required_match(request), self.read(ProductEdit)
        return self.answer(products.edit_product(row, actor=request.user, revision=revision, **wanted))

    @verb(input=KindsInput, output=ProductOutput)
    def kinds(self, request: SignedInCall, key: str) -> Response:
        wanted = self.read(KindsInput)
        if not wanted:
            raise ValidationError({"kinds": [_("Give a preset or the kinds.")]})
        return self.answer(products.switch_kinds(self.get_object(), actor=request.user, **wanted))

    @verb(output=ProductOutput)
    def archive(self, request: SignedInCall, key: str) -> Response:
        return self.answer(products.archive_product(self.get_object(), actor=request.user))

    @verb(output=ProductOutput)
    def restore(self, request: SignedInCall, key: str) -> Response:
        return self.answer(products.restore_product(self.get_object(), actor=request.user))

    @verb(input=ProductRoleInput, output=ProductRoleOutput, name="role-set")
    def role_set(self, request: SignedInCall, key: str) -> Response:
        row = products.set_role(self.get_object(), actor=request.user, **self.read(ProductRoleInput))
        return Response(ProductRoleOutput(row).data)

    @verb(input=ProductRoleEnd, name="role-end", status=204)
    def role_end(self, request: SignedInCall, key: str) -> Response:
        products.end_role(self.get_object(), actor=request.user, **self.read(ProductRoleEnd))
        return Response(status=204)


class ProductRolesView(Endpoint):
    """Who has which role on a product."""

    @shape(output=ProductRoleOutput(many=True))  # type: ignore[arg-type]  # spectacular takes instances too
    def get(self, request: SignedInCall, key: str) -> Response:
        product = scoped_or_404(products_visible_to(request.user), key=key)
        rows = product.roles.select_related("user").order_by("role", "pk")
        return Response({"items": ProductRoleOutput(rows, many=True).data, "next": None})


class LiaisonViewSet(Listed, Resource):
    """Who answers for which department on which product; ended ones stay (``ended.is=empty``)."""

    serializer_class = LiaisonOutput
    filters = LiaisonFilters
    revision_field = None
    queryset = Liaison.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[Liaison]:
        rows = Liaison.objects.filter(product__in=products_visible_to(caller(self.request)))
        return rows.select_related("product", "department", "user")

    @shape(input=LiaisonInput, output=LiaisonOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        wanted = self.read(LiaisonInput)
        product, department = wanted.pop("product"), wanted.pop("department")
        return self.answer(liaisons.name_liaison(product, department, actor=request.user, **wanted), 201)

    @verb(input=LiaisonChange, output=LiaisonOutput)
    def change(self, request: SignedInCall, pk: str) -> Response:
        wanted = self.read(LiaisonChange)
        return self.answer(liaisons.change_liaison(self.get_object(), actor=request.user, **wanted))

    @verb(output=LiaisonOutput)
    def end(self, request: SignedInCall, pk: str) -> Response:
        return self.answer(liaisons.end_liaison(self.get_object(), actor=request.user))


class KindsView(Endpoint):
    """The kinds a product can switch on, and the presets that hold them."""

    @shape(output=KindOutput(many=True))  # type: ignore[arg-type]  # spectacular takes instances too
    def get(self, request: SignedInCall) -> Response:
        return Response({"items": KindOutput(kinds_registry.all_entries(), many=True).data, "next": None})
