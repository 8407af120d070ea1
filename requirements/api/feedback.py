"""Feedback, and the verbs on one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from conversations.api import fields
from conversations.api.fields import asker
from pmcomms.ground.api import Listed, Resource, shape, verb
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from requirements.actions.feedback import accept, answer, decline, duplicate, log, reopen, tell
from requirements.api.shapes import requirement
from requirements.filters.feedback import FeedbackFilters
from requirements.models import Customer, Feedback, Requirement
from requirements.voices import contact_of, customer_of


class CustomerNumber(serializers.CharField):
    """A customer by its number (``C17``)."""

    def to_internal_value(self, data: Any) -> Any:
        digits = super().to_internal_value(data).removeprefix("C")
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= 18
        found = Customer.objects.live().filter(pk=int(digits)).first() if is_number else None
        if found is None:
            raise serializers.ValidationError(f"Unknown: {data}")
        return found


class FeedbackInput(StrictSerializer):
    """``customer``: a number (C17); ``customer_name`` in its place, for those who read names."""

    product = fields.product()
    words = serializers.CharField(max_length=20_000, trim_whitespace=False)
    customer = CustomerNumber(required=False, allow_null=True)
    customer_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    contact = serializers.CharField(max_length=100, required=False, allow_blank=True)
    channel = serializers.ChoiceField(Feedback.Channel.choices, required=False, allow_blank=True)
    severity = serializers.ChoiceField(Feedback.Severity.choices, required=False, allow_blank=True)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    needed_on = serializers.DateField(required=False, allow_null=True)
    outside_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    outside_address = serializers.URLField(max_length=500, required=False, allow_blank=True)
    department = fields.department(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("customer") and attrs.get("customer_name"):
            raise serializers.ValidationError({"customer": "Send either customer or customer_name."})
        return attrs


class AcceptInput(StrictSerializer):
    """``requirement``: into that one; else a new one of this title and type."""

    requirement = requirement(required=False, allow_null=True)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    type = serializers.ChoiceField(Requirement.Type.choices, required=False)


class GroundInput(StrictSerializer):
    """Why it is declined, or the answer."""

    ground = serializers.CharField(max_length=5_000)


class DuplicateInput(StrictSerializer):
    original = Reference("thread__reference", visible=lambda user: Feedback.objects.visible_to(user).with_people())


class FeedbackOutput(StrictModelSerializer):
    """``customer``: its number; ``customer_name`` and ``contact`` as the asker may read them."""

    reference = serializers.CharField(read_only=True)
    thread = serializers.CharField(source="thread.reference", read_only=True)
    address = serializers.CharField(source="thread.address", read_only=True)
    title = serializers.CharField(read_only=True)
    product = Reference("key")
    customer = Reference("reference")
    customer_name = serializers.SerializerMethodField()
    contact = serializers.SerializerMethodField()
    requirement = Reference("thread__reference")
    duplicate_of = Reference("thread__reference")
    submitted_by = Reference("username")
    decided_by = Reference("username")
    told_by = Reference("username")
    department = Reference("code")
    voices = serializers.IntegerField(read_only=True)

    class Meta:
        model = Feedback
        fields = [
            "id", "reference", "thread", "address", "product", "number", "title", "words", "customer",
            "customer_name", "contact", "channel", "severity", "amount", "needed_on", "outside_number",
            "outside_address", "state", "ground", "requirement", "duplicate_of", "voices", "submitted_by",
            "department", "decided_by", "decided_at", "told_by", "told_at", "created_at", "changed_at", "revision",
        ]  # fmt: skip

    def get_customer_name(self, found: Feedback) -> str:
        return customer_of(found, self.context["request"].user)

    def get_contact(self, found: Feedback) -> str:
        return contact_of(found, self.context["request"].user)


class FeedbackViewSet(Listed, Resource):
    """Feedback 反馈 by their references (CLB-F208)."""

    serializer_class = FeedbackOutput
    filters = FeedbackFilters
    lookup_field = "thread__reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = r"[A-Z0-9]{2,10}-F\d{1,9}"

    def get_queryset(self) -> QuerySet[Feedback]:
        return Feedback.objects.visible_to(asker(self.request)).with_people().with_voices()

    def address_of(self, found: Any) -> str | None:
        return reverse("api-v1:feedback-detail", args=[found.reference])

    @shape(input=FeedbackInput, output=FeedbackOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(log.log(actor=asker(request), **self.read(FeedbackInput)), 201)

    @verb(input=AcceptInput, output=FeedbackOutput)
    def accept(self, request: Request, reference: str) -> Response:
        """Into a requirement that is there, or a new one."""
        return self.again(accept.accept(self.get_object(), actor=asker(request), **self.read(AcceptInput)))

    @verb(input=GroundInput, output=FeedbackOutput)
    def decline(self, request: Request, reference: str) -> Response:
        return self.again(decline.decline(self.get_object(), actor=asker(request), **self.read(GroundInput)))

    @verb(input=DuplicateInput, output=FeedbackOutput)
    def duplicate(self, request: Request, reference: str) -> Response:
        """It says again what another one says, which gains a voice."""
        return self.again(duplicate.duplicate(self.get_object(), actor=asker(request), **self.read(DuplicateInput)))

    @verb(input=GroundInput, output=FeedbackOutput, name="answer")
    def answer_it(self, request: Request, reference: str) -> Response:
        return self.again(answer.answer(self.get_object(), actor=asker(request), **self.read(GroundInput)))

    @verb(output=FeedbackOutput)
    def reopen(self, request: Request, reference: str) -> Response:
        return self.again(reopen.reopen(self.get_object(), actor=asker(request)))

    @verb(output=FeedbackOutput)
    def tell(self, request: Request, reference: str) -> Response:
        """Whoever asked has heard that it is done."""
        return self.again(tell.tell(self.get_object(), actor=asker(request)))

    def again(self, found: Feedback, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=found.pk), status)
