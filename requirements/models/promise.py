"""What was told to a customer, with a day; and what sales asks before it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from departments.models import Product
from departments.permissions import visible_products
from requirements.models.customer import Customer
from requirements.models.release import Release
from requirements.models.requirement import Requirement
from requirements.models.workflow import Status

if TYPE_CHECKING:
    from accounts.models import User

# The order of lists: at risk, asked, given, over.
RED, ASKED, GIVEN, OVER = 0, 1, 2, 3
RED_FIRST: tuple[str, ...] = ("rank", "due_on", "pk")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> Self:
        """Who sees the product sees what was promised on it; whom it was promised to is another question."""
        return self.filter(product__in=Product.objects.filter(visible_products(user)))

    def of(self, product: Product) -> Self:
        """All of a product the caller has found visible."""
        return self.filter(product=product)

    def open(self) -> Self:
        """Asked or given, not over yet."""
        return self.filter(state__in=Promise.OPEN)

    def at_risk(self) -> Self:
        return self.filter(at_risk())

    def ranked(self) -> Self:
        """With ``rank`` to sort by: what is red comes first, what is over last."""
        return self.annotate(
            rank=Case(
                When(at_risk(), then=Value(RED)),
                When(state=Promise.State.ASKED, then=Value(ASKED)),
                When(state=Promise.State.GIVEN, then=Value(GIVEN)),
                default=Value(OVER),
                output_field=IntegerField(),
            )
        )

    def with_people(self) -> Self:
        return self.select_related(
            "customer", "product", "said_by", "answered_by", "requirement__thread", "requirement__status"
        ).select_related("requirement__product", "requirement__release")


class Promise(models.Model):
    """One promise to one customer. It has no thread: it is shown on its requirement and its customer.

    Asked first (「能答应吗？」), with a clock for the answer, or given directly by a manager of the product.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("promise", "Asked")
        GIVEN = "given", pgettext_lazy("promise", "Given")
        REFUSED = "refused", pgettext_lazy("promise", "Refused")
        KEPT = "kept", pgettext_lazy("promise", "Kept")
        BROKEN = "broken", pgettext_lazy("promise", "Broken")
        WITHDRAWN = "withdrawn", pgettext_lazy("promise", "Withdrawn")

    OPEN = (State.ASKED, State.GIVEN)
    # States in which the customer was told a day.
    TOLD = (State.GIVEN, State.KEPT, State.BROKEN)
    TONES = {
        State.ASKED: "warn",
        State.GIVEN: "info",
        State.REFUSED: "hollow",
        State.KEPT: "calm",
        State.BROKEN: "bad",
        State.WITHDRAWN: "hollow",
    }

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="promises")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="promises")
    # What will keep it; null until it is linked. Of the same product.
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, related_name="promises")
    wording = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices)
    # The day it was said to the customer; null while it is only asked.
    promised_on = models.DateField(null=True)
    # The day by which the customer expects it.
    due_on = models.DateField(null=True)
    # Who tells the customer: whoever asked, or the manager who gave it.
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="said_promises")
    # By when the question has to be answered; null for what was given without a question.
    answer_due_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="answered_promises"
    )
    answered_at = models.DateTimeField(null=True)
    # The last day on which the yes may be relied upon; null: without limit.
    valid_to_on = models.DateField(null=True)
    # Why it was refused, broken or withdrawn.
    ground = models.CharField(max_length=500, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["given", "kept", "broken"])
                | Q(due_on__isnull=False, promised_on__isnull=False),
                name="promise_told_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "broken"]) | ~Q(ground=""), name="promise_refusal_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(answer_due_at__isnull=False, answered_at__isnull=True),
                name="promise_asked_has_clock",
            ),
        ]
        indexes = [
            # The page of a product, and what waits for its managers.
            models.Index(fields=["product", "state", "due_on"], name="promise_of_product"),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def reference(self) -> str:
        return f"P{self.pk}"

    @property
    def tone(self) -> str:
        return self.TONES[self.State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_answer_overdue(self) -> bool:
        return self.state == self.State.ASKED and self.answer_due_at is not None and self.answer_due_at < timezone.now()


def at_risk() -> Q:
    """Given, and what it rests on no longer holds; ``requirements.promise_risk`` says the same in words."""
    today = timezone.localdate()
    return Q(state=Promise.State.GIVEN) & (
        Q(due_on__lt=today)
        | Q(valid_to_on__lt=today)
        | Q(requirement__due_on__gt=models.F("due_on"))
        | Q(requirement__release__ships_on__gt=models.F("due_on"), requirement__release__stage__in=Release.OPEN)
        | Q(requirement__archived_at__isnull=False)
        | Q(requirement__status__category=Status.Category.DROPPED)
    )
