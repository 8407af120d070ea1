"""工作台: what needs me today, what I wait for, what changed, what is coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import coverage
from artifacts.models import Artifact, SignOff
from conversations import feed
from conversations.models import Thread
from departments.models import Product
from departments.permissions import managed_product_ids, products_visible_to
from notifications import todos

MOST_TODOS = 10
MOST_WAITS = 8
MOST_PARTIES = 3
CHANGES_SINCE = dt.timedelta(days=7)


@dataclass(frozen=True)
class Wait:
    """A version one waits for: whose answers are missing, how many were asked, and the first moment due."""

    artifact: Artifact
    parties: Sequence[str]
    asked: int
    first_due_at: dt.datetime

    @property
    def missing(self) -> str:
        """For whom one waits, in words; the first few by name."""
        names = "、".join(self.parties[:MOST_PARTIES])
        if len(self.parties) > MOST_PARTIES:
            return _("still missing %(names)s and others, %(count)d in all") % {
                "names": names,
                "count": len(self.parties),
            }
        return _("still missing %(names)s") % {"names": names}

    @property
    def is_late(self) -> bool:
        return self.first_due_at < timezone.now()


@dataclass(frozen=True)
class Desk:
    todos: Sequence[todos.Line]
    todo_count: int
    coverages: Sequence[coverage.Coverage]
    waits: Sequence[Wait]
    changes: Sequence[feed.Line]
    is_manager: bool


def desk(user: User) -> Desk:
    """The desk of a product manager or of a department member; a fixed number of queries."""
    lines = todos.todo_list(user)
    managed = list(products_visible_to(user).live().filter(pk__in=managed_product_ids(user)))
    since = timezone.now() - CHANGES_SINCE
    return Desk(
        lines[:MOST_TODOS],
        len(lines),
        coverage.coverages(managed, user) if managed else [],
        waits(user, managed),
        feed.lines(user, since=since, limit=8),
        bool(managed),
    )


def waits(user: User, products: Sequence[Product]) -> list[Wait]:
    """Versions of one's own that still miss answers, the longest overdue first.

    A party that asked back is not waited for: it waits itself.
    """
    waiting = Q(sign_offs__is_current=True, sign_offs__state=SignOff.State.WAITING, sign_offs__paused_at__isnull=True)
    current = Q(sign_offs__is_current=True) & ~Q(sign_offs__state=SignOff.State.CLOSED)
    missing = SignOff.objects.waiting().current().filter(paused_at__isnull=True)
    missing = missing.select_related("department", "person").order_by("due_at", "department__ordering", "pk")
    rows = (
        Artifact.objects.visible_to(user)
        .live()
        .filter(Q(owner=user) | Q(product__in=products))
        .annotate(
            missing=Count("sign_offs", filter=waiting),
            asked=Count("sign_offs", filter=current),
            first_due_at=Min("sign_offs__due_at", filter=waiting),
        )
        .filter(missing__gt=0)
        .select_related("thread", "product", "version")
        .prefetch_related(Prefetch("sign_offs", missing, "sign_offs_missing"))
        .order_by("first_due_at", "pk")[:MOST_WAITS]
    )
    return [Wait(row, [_party(one) for one in row.sign_offs_missing], row.asked, row.first_due_at) for row in rows]


def _party(sign_off: SignOff) -> str:
    return str(sign_off.person or sign_off.department or _("Product managers"))


def shared_with(visitor: User) -> QuerySet[Thread]:
    """What a visitor may open: the documents that name them."""
    return Thread.objects.visible_to(visitor).live().select_related("product").order_by("-created_at", "-pk")
