"""Questions of sales that wait for a manager's answer."""

from __future__ import annotations

from accounts.models import User
from departments.permissions import managed_product_ids
from requirements.models import Promise


def asked_of(user: User) -> list[Promise]:
    """The promises asked for on products this person manages today; no query for who manages none."""
    managed = managed_product_ids(user)
    if not managed:
        return []
    rows = Promise.objects.filter(state=Promise.State.ASKED, product__in=managed, product__archived_at__isnull=True)
    return list(rows.select_related("product", "customer").order_by("answer_due_at", "pk"))
