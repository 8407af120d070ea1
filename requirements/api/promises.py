"""Promises to customers, and the verbs on one. Names of customers are masked for who may not read them."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.fields import asker
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from requirements.actions import promise_outcomes, promises
from requirements.api.customer_shapes import (
    GroundInput,
    PromiseAsk,
    PromiseEdit,
    PromiseGive,
    PromiseInput,
    PromiseLink,
    PromiseOutput,
    WithdrawInput,
)
from requirements.filters.customers import PromiseFilters
from requirements.models import Promise


class PromiseViewSet(Listed, Resource):
    """Promises 客户承诺 of the products in sight, what is at risk first."""

    serializer_class = PromiseOutput
    filters = PromiseFilters
    lookup_value_regex = r"\d{1,18}"
    queryset = Promise.objects.none()

    def get_queryset(self) -> QuerySet[Promise]:
        rows = Promise.objects.visible_to(asker(self.request)).ranked().with_people()
        return rows.select_related("customer__owner")

    @shape(input=PromiseInput, output=PromiseOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(promises.give_directly(actor=asker(request), **self.read(PromiseInput)), 201)

    @verb(input=PromiseAsk, output=PromiseOutput, status=201, detail=False)
    def ask(self, request: Request) -> Response:
        """Ask the product's managers whether it can be promised."""
        return self.again(promises.ask(actor=asker(request), **self.read(PromiseAsk)), 201)

    @shape(input=PromiseEdit, output=PromiseOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        revision = required_match(request)
        found, wanted = self.get_object(), self.read(PromiseEdit)
        return self.again(promises.edit(found, actor=asker(request), revision=revision, **wanted))

    @verb(input=PromiseLink, output=PromiseOutput)
    def link(self, request: Request, pk: str) -> Response:
        """Say which requirement will keep it."""
        return self.again(promises.link(self.get_object(), actor=asker(request), **self.read(PromiseLink)))

    @verb(input=PromiseGive, output=PromiseOutput)
    def give(self, request: Request, pk: str) -> Response:
        """Answer with yes."""
        return self.again(promise_outcomes.give(self.get_object(), actor=asker(request), **self.read(PromiseGive)))

    @verb(input=GroundInput, output=PromiseOutput)
    def refuse(self, request: Request, pk: str) -> Response:
        """Answer with no, and why."""
        return self.again(promise_outcomes.refuse(self.get_object(), actor=asker(request), **self.read(GroundInput)))

    @verb(output=PromiseOutput)
    def keep(self, request: Request, pk: str) -> Response:
        """The customer has it."""
        return self.again(promise_outcomes.keep(self.get_object(), actor=asker(request)))

    @verb(input=GroundInput, output=PromiseOutput, name="break")
    def break_promise(self, request: Request, pk: str) -> Response:
        """It was not kept, and why."""
        found, wanted = self.get_object(), self.read(GroundInput)
        return self.again(promise_outcomes.break_promise(found, actor=asker(request), **wanted))

    @verb(input=WithdrawInput, output=PromiseOutput)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the question or the promise back."""
        return self.again(
            promise_outcomes.withdraw(self.get_object(), actor=asker(request), **self.read(WithdrawInput))
        )

    def again(self, found: Promise, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=found.pk), status)
