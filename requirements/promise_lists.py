"""Promises as a certain reader sees them: with the customer's name or its number, and why they are red."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from requirements import promise_risk
from requirements.customers import sees_names, shown_name
from requirements.models import Customer, Promise, Requirement
from requirements.models.promise import RED_FIRST


@dataclass(frozen=True)
class Line:
    """One promise for one reader. ``customer_url`` is empty for who may not read the register."""

    promise: Promise
    customer: str
    customer_url: str
    reasons: list[str]


@dataclass(frozen=True)
class Behind:
    """The customers behind a requirement: how many, and what they pay in a year together."""

    customers: int
    value: Decimal


def lines(viewer: User, promises: Iterable[Promise]) -> list[Line]:
    """``promises``: fetched ``with_people``."""
    opens = sees_names(viewer)
    return [
        Line(
            one,
            shown_name(viewer, one.customer),
            f"/customers/{one.customer_id}/" if opens else "",
            promise_risk.reasons(one),
        )
        for one in promises
    ]


def of_requirement(viewer: User, requirement: Requirement) -> list[Line]:
    """The promises on a requirement the viewer sees, red ones first."""
    rows = Promise.objects.filter(requirement=requirement).ranked().with_people()
    return lines(viewer, rows.order_by(*RED_FIRST))


def of_customer(viewer: User, customer: Customer) -> list[Line]:
    """The promises to a customer on products the viewer sees, red ones first."""
    rows = Promise.objects.visible_to(viewer).filter(customer=customer).ranked().with_people()
    return lines(viewer, rows.order_by(*RED_FIRST))


def behind(viewer: User, found: Sequence[Line]) -> Behind | None:
    """What stands behind the open ones, each customer once; None for who may not read names, or when nobody does."""
    customers = {line.promise.customer_id: line.promise.customer for line in found if line.promise.is_open}
    if not customers or not sees_names(viewer):
        return None
    return Behind(len(customers), sum((one.yearly_value or Decimal(0) for one in customers.values()), Decimal(0)))
