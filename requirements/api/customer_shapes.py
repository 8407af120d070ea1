"""What the API reads and shows of customers and promises."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conversations.api import fields
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from requirements import promise_risk
from requirements.api.shapes import requirement
from requirements.customer_permissions import customers_visible_to
from requirements.customers import shown_name
from requirements.models import Customer, Promise


@extend_schema_field({"type": "string", "description": "Number of a customer (C17)."})
class CustomerField(Reference):
    """A customer by its number; unknown to those who may not read the register."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("pk", visible=customers_visible_to, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("text")
        number = data.removeprefix("C")
        if not (data.startswith("C") and number.isascii() and number.isdigit() and len(number) <= 18):
            self.fail("unknown", value=data)
        found = customers_visible_to(self.context["request"].user).filter(pk=int(number)).first()
        if found is None:
            self.fail("unknown", value=data)
        return found

    def to_representation(self, value: Customer) -> str:
        return value.reference


class CustomerInput(StrictSerializer):
    name = serializers.CharField(max_length=100)
    segment = serializers.ChoiceField(Customer.Segment.choices, required=False, allow_blank=True)
    region = serializers.CharField(max_length=40, required=False, allow_blank=True)
    owner = fields.person(required=False, allow_null=True)
    yearly_value = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    renews_on = serializers.DateField(required=False, allow_null=True)
    health = serializers.ChoiceField(Customer.Health.choices, required=False, allow_blank=True)


class CustomerEdit(CustomerInput):
    name = serializers.CharField(max_length=100, required=False)


class CustomerOutput(StrictModelSerializer):
    reference = serializers.CharField(read_only=True)
    owner = Reference("username")

    class Meta:
        model = Customer
        fields = [
            "id", "reference", "name", "segment", "region", "owner", "yearly_value", "renews_on", "health",
            "created_at", "changed_at", "archived_at", "revision",
        ]  # fmt: skip


class Wished(StrictSerializer):
    product = fields.product()
    customer = CustomerField()
    wording = serializers.CharField(max_length=500)
    requirement = requirement(required=False, allow_null=True)


class PromiseAsk(Wished):
    """``due_on``: the day the customer wishes."""

    due_on = serializers.DateField(required=False, allow_null=True)


class PromiseInput(Wished):
    """``promised_on``: the day it was said, today when absent. ``valid_to_on``: the last day one may rely on it."""

    due_on = serializers.DateField()
    promised_on = serializers.DateField(required=False, allow_null=True)
    valid_to_on = serializers.DateField(required=False, allow_null=True)


class PromiseEdit(StrictSerializer):
    wording = serializers.CharField(max_length=500, required=False)
    promised_on = serializers.DateField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    valid_to_on = serializers.DateField(required=False, allow_null=True)


class PromiseLink(StrictSerializer):
    """``requirement`` null: none any more."""

    requirement = requirement(allow_null=True)


class PromiseGive(StrictSerializer):
    due_on = serializers.DateField(required=False, allow_null=True)
    valid_to_on = serializers.DateField(required=False, allow_null=True)


class GroundInput(StrictSerializer):
    ground = serializers.CharField(max_length=500)


class WithdrawInput(StrictSerializer):
    ground = serializers.CharField(max_length=500, required=False, allow_blank=True)


class PromiseOutput(StrictModelSerializer):
    """``customer``: its number; ``customer_name``: its name, or the number in words for who may not read names."""

    reference = serializers.CharField(read_only=True)
    product = Reference("key")
    customer = serializers.CharField(source="customer.reference", read_only=True)
    customer_name = serializers.SerializerMethodField()
    requirement = Reference("thread__reference")
    said_by = Reference("username")
    answered_by = Reference("username")
    risks = serializers.SerializerMethodField()

    class Meta:
        model = Promise
        fields = [
            "id", "reference", "product", "customer", "customer_name", "requirement", "wording", "state", "risks",
            "promised_on", "due_on", "said_by", "answer_due_at", "answered_by", "answered_at", "valid_to_on",
            "ground", "created_at", "changed_at", "closed_at", "revision",
        ]  # fmt: skip

    def get_customer_name(self, found: Promise) -> str:
        return shown_name(self.context["request"].user, found.customer)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_risks(self, found: Promise) -> list[str]:
        return promise_risk.reasons(found)
