"""The register of customers: 404 for those who may not read it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.fields import asker
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from requirements.actions import customers
from requirements.api.customer_shapes import CustomerEdit, CustomerInput, CustomerOutput
from requirements.customer_permissions import customers_visible_to
from requirements.customers import sees_names
from requirements.filters.customers import CustomerFilters
from requirements.models import Customer


class CustomerViewSet(Listed, Resource):
    """Customers 客户."""

    serializer_class = CustomerOutput
    filters = CustomerFilters
    lookup_value_regex = r"\d{1,18}"
    queryset = Customer.objects.none()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not sees_names(asker(request)):
            raise Http404

    def get_queryset(self) -> QuerySet[Customer]:
        return customers_visible_to(asker(self.request)).select_related("owner")

    @shape(input=CustomerInput, output=CustomerOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(customers.create(actor=asker(request), **self.read(CustomerInput)), 201)

    @shape(input=CustomerEdit, output=CustomerOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        revision = required_match(request)
        found, wanted = self.get_object(), self.read(CustomerEdit)
        return self.again(customers.edit(found, actor=asker(request), revision=revision, **wanted))

    @verb(output=CustomerOutput)
    def archive(self, request: Request, pk: str) -> Response:
        return self.again(customers.archive(self.get_object(), actor=asker(request)))

    @verb(output=CustomerOutput)
    def unarchive(self, request: Request, pk: str) -> Response:
        return self.again(customers.unarchive(self.get_object(), actor=asker(request)))

    def again(self, found: Customer, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=found.pk), status)
