"""What of the tracker waits for one person: questions of sales for a manager, requirements that come due."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from departments.permissions import managed_product_ids
from requirements.models import Promise, Requirement
from requirements.models.requirement import RequirementQuerySet

# A requirement joins its assignee's to-dos so many calendar days before it is due.
DAYS_AHEAD = 7


def asked_of(user: User) -> list[Promise]:
    """The promises asked for on products this person manages today; no query for who manages none."""
    managed = managed_product_ids(user)
    if not managed:
        return []
    rows = Promise.objects.filter(state=Promise.State.ASKED, product__in=managed, product__archived_at__isnull=True)
    return list(rows.select_related("product", "customer").order_by("answer_due_at", "pk"))


def last_day() -> dt.date:
    """The last day due that counts as soon."""
    return timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)


def due_rows(user_id: int, last: dt.date) -> RequirementQuerySet:
    """The open requirements the person has to do that are due by then; whether they see them is the caller's part."""
    return Requirement.objects.open().filter(assignee=user_id, due_on__lte=last, product__archived_at__isnull=True)
