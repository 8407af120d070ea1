"""What lists of feedback can be asked: ``state=new&severity=blocking&customer=C17&submitter=me``."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Q

from conversations import search
from pmcomms.ground.filters import Choice, Day, FilterLanguage, Moment, Number, Person, Reference
from requirements.filters.customers import CustomerNumber
from requirements.models import Feedback


class FeedbackFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "state": Choice("state", Feedback.State),
        "customer": CustomerNumber("customer"),
        "channel": Choice("channel", Feedback.Channel),
        "severity": Choice("severity", Feedback.Severity),
        "department": Reference("department__code", mine="department_id"),
        "submitter": Person("submitted_by"),
        "requirement": Reference("requirement__thread__reference"),
        "original": Reference("duplicate_of__thread__reference"),
        "number": Number("number"),
        "amount": Number("amount"),
        "needed": Day("needed_on"),
        "created": Moment("created_at"),
        "changed": Moment("changed_at"),
        "decided": Moment("decided_at"),
        "told": Moment("told_at"),
    }
    order: ClassVar[dict[str, str]] = {
        "number": "number",
        "amount": "amount",
        "needed": "needed_on",
        "created": "created_at",
        "changed": "changed_at",
    }
    default_order: ClassVar[tuple[str, ...]] = ("-number", "-pk")

    def find(self, text: str) -> Q:
        """Words anywhere in what was said and in comments."""
        return Q(thread__in=search.matching_threads(self.user, text))


class MineFilters(FeedbackFilters):
    """My own over all products, newest first."""

    default_order: ClassVar[tuple[str, ...]] = ("-pk",)
