"""Who reads the names of customers, and what everybody else reads in their place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from departments.offices import department_codes, held_by
from departments.permissions import acting_for_ids
from requirements.models import Customer

# Those who speak with customers or send them invoices.
KNOWING = ("sales", "support", "finance")


def sees_names(user: User) -> bool:
    """Sales, support and finance, whoever leads a department and whoever manages a product; no visitor.

    A stand-in for a manager or a lead reads what they read.
    """
    if user.is_visitor or not user.is_active:
        return False
    cached: bool | None = getattr(user, "_sees_customer_names", None)
    if cached is None:
        held = held_by(acting_for_ids(user))
        codes = department_codes()
        mine = {codes[pk] for pk in held.departments_of(user.pk)}
        cached = bool(held.managed or held.led or mine & set(KNOWING))
        user._sees_customer_names = cached  # type: ignore[attr-defined]  # one query per request and person
    return cached


def shown_name(viewer: User, customer: Customer) -> str:
    """The customer's name, or 「客户 C17」 for those who may not read it. Its owner always may."""
    if sees_names(viewer) or customer.owner_id == viewer.pk:
        return customer.name
    return _("Customer %(reference)s") % {"reference": customer.reference}
