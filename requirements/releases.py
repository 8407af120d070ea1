"""Reading a release: how far it is, what changed hands after it began, what it brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from requirements.models import Release, Requirement, Status

DONE, DROPPED = Status.Category.DONE, Status.Category.DROPPED


def with_counts(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Each with ``held`` (requirements not dropped), ``finished``, ``points_held`` and ``points_finished``.

    One statement for the page's releases, whatever they hold.
    """
    live = Q(requirements__archived_at=None) & ~Q(requirements__status__category=DROPPED)
    live &= Q(requirements__isnull=False)
    done = live & Q(requirements__status__category=DONE)
    return releases.annotate(
        held=Count("requirements", filter=live),
        finished=Count("requirements", filter=done),
        points_held=Sum("requirements__points", filter=live),
        points_finished=Sum("requirements__points", filter=done),
    )


@dataclass(frozen=True)
class Group:
    """One heading of a changelog with its requirements."""

    label: str
    items: list[Requirement]


def changelog(scope: Iterable[Requirement]) -> list[Group]:
    """What is done of the scope: new first, then improved, then mended; epics only head others and are left out."""
    done = [one for one in scope if one.status.category == DONE]
    types = Requirement.Type
    wanted = (
        (_("New"), (types.FEATURE,)),
        (_("Better"), (types.STORY, types.TASK)),
        (_("Mended"), (types.BUG,)),
    )
    groups = [Group(label, [one for one in done if one.type in kinds]) for label, kinds in wanted]
    return [group for group in groups if group.items]


def as_markdown(release: Release, groups: Iterable[Group]) -> str:
    """The changelog as text to copy."""
    lines = [f"## {release.name}" + (f" · {release.shipped_on:%Y-%m-%d}" if release.shipped_on else "")]
    for group in groups:
        lines += ["", f"### {group.label}", ""]
        lines += [f"- {one.title}（{one.reference}）" for one in group.items]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Load:
    """Points taken of the capacity; without a capacity only what is taken."""

    taken: Decimal
    capacity: Decimal | None

    @property
    def percent(self) -> int | None:
        return int(100 * self.taken / self.capacity) if self.capacity else None

    @property
    def is_over(self) -> bool:
        return self.capacity is not None and self.taken > self.capacity


def load_of(release: Release) -> Load:
    """The load of a release that came from ``with_counts``."""
    return Load(release.points_held or Decimal(0), release.capacity)  # type: ignore[attr-defined]  # annotated
