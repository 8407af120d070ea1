"""What the register of customers and the lists of promises can be asked, by page and API."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from pmcomms.ground.filters import (
    Asker,
    Choice,
    Day,
    Field,
    FilterLanguage,
    Moment,
    Number,
    Person,
    Reference,
    Text,
    YesNo,
)
from requirements.customers import sees_names
from requirements.models import Customer, Promise
from requirements.models.promise import RED_FIRST, at_risk

LONGEST_NUMBER = 18


class CustomerFilters(FilterLanguage):
    fields = {
        "segment": Choice("segment", Customer.Segment),
        "region": Text("region"),
        "owner": Person("owner"),
        "health": Choice("health", Customer.Health),
        "value": Number("yearly_value"),
        "renewal": Day("renews_on"),
        "name": Text("name"),
        "created": Moment("created_at"),
        "archived": Moment("archived_at"),
    }
    order: ClassVar[dict[str, str]] = {"name": "name", "value": "yearly_value", "renewal": "renews_on"}
    default_order: ClassVar[tuple[str, ...]] = ("name", "pk")
    search = ("name", "region")


class CustomerPageFilters(CustomerFilters):
    """``archived=yes`` turns to the archive as a whole."""

    fields = {name: field for name, field in CustomerFilters.fields.items() if name != "archived"}
    also = ("archived",)


class RiskField(YesNo):
    """Whether a promise is red: a rule, not a column."""

    def equal(self, values: list[str], asker: Asker) -> Q:
        wanted = {self.value(value) for value in values}
        if len(wanted) > 1:
            return Q()
        return at_risk() if wanted == {True} else ~Q(pk__in=Promise.objects.filter(at_risk()).values("pk"))


class CustomerNumber(Field):
    """A customer by its number (``C17``). Never by its name: who may not read names must not guess them here."""

    def value(self, text: str) -> Any:
        digits = text.removeprefix("C")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
            raise ValidationError(_("Give the number of a customer, such as C17."))
        return int(digits)


class PromiseFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "customer": CustomerNumber("customer"),
        "requirement": Reference("requirement__thread__reference"),
        "state": Choice("state", Promise.State),
        "risk": RiskField("state"),
        "said": Person("said_by"),
        "wording": Text("wording"),
        "promised": Day("promised_on"),
        "due": Day("due_on"),
        "created": Moment("created_at"),
        "closed": Moment("closed_at"),
    }
    order: ClassVar[dict[str, str]] = {"due": "due_on", "promised": "promised_on", "created": "created_at"}
    # ``rank`` of ``PromiseQuerySet.ranked``: what is red comes first.
    default_order: ClassVar[tuple[str, ...]] = RED_FIRST

    def find(self, text: str) -> Q:
        """Words of the promise; of the customer's name only for those who may read it."""
        found = Q(wording__icontains=text)
        return found | Q(customer__name__icontains=text) if sees_names(self.user) else found


class PromisePageFilters(PromiseFilters):
    fields: ClassVar[dict[str, Any]] = {
        name: field for name, field in PromiseFilters.fields.items() if name != "product"
    }
