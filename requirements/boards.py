"""The board: a column for each step, its first cards in the order by hand.

Two queries whatever the number of requirements: the ids of each column by a subquery that stops at a limit,
and the cards that are shown. Cost grows with the page, not with the product.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from departments.models import Product
from requirements.models import Requirement, Status

SHOWN = 50
COUNTED = 1000


@dataclass(frozen=True)
class Column:
    """``count`` stops at ``COUNTED``; ``cards`` are the first of them."""

    status: Status
    cards: list[Requirement]
    count: int

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)

    @property
    def hidden_label(self) -> str:
        return f"{COUNTED - len(self.cards)}+" if self.count > COUNTED else str(self.hidden)


def columns(product: Product, rows: QuerySet[Requirement]) -> list[Column]:
    """The live steps of the product with those of ``rows`` that stand on them."""
    ids = rows.filter(status=OuterRef("pk")).order_by("rank", "pk").values("pk")[: COUNTED + 1]
    steps = list(Status.objects.live().filter(product=product).annotate(requirement_ids=ArraySubquery(ids)))
    shown = [pk for step in steps for pk in step.requirement_ids[:SHOWN]]
    cards = Requirement.objects.with_people().in_bulk(shown)
    return [
        Column(step, [cards[pk] for pk in step.requirement_ids[:SHOWN] if pk in cards], len(step.requirement_ids))
        for step in steps
    ]
