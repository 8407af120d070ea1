"""How far a requirement's children are: how many are done, and of how many points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from requirements.models import Requirement, Status


@dataclass(frozen=True)
class Progress:
    """Dropped children count nowhere. ``percent`` goes by points where every child has some, else by number."""

    done: int = 0
    of: int = 0
    points_done: Decimal = Decimal(0)
    points_of: Decimal = Decimal(0)
    is_by_points: bool = False

    @property
    def percent(self) -> int:
        if not self.of:
            return 0
        if self.is_by_points:
            return int(100 * self.points_done / self.points_of)
        return 100 * self.done // self.of


def progress_of(children: Iterable[Requirement]) -> Progress:
    counted = [child for child in children if child.status.category != Status.Category.DROPPED]
    done = [child for child in counted if child.status.category == Status.Category.DONE]
    total = sum((child.points or Decimal(0) for child in counted), Decimal(0))
    return Progress(
        done=len(done),
        of=len(counted),
        points_done=sum((child.points or Decimal(0) for child in done), Decimal(0)),
        points_of=total,
        is_by_points=bool(total) and all(child.points is not None for child in counted),
    )
