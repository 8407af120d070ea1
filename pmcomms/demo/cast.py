"""Who and what has been made so far: what the parts of the seeding hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from artifacts.models import Artifact
from departments.models import Department, Product
from pmcomms.demo.content.shape import Days


def _departments() -> dict[str, Department]:
    return {department.code: department for department in Department.objects.all()}


def _days() -> Days:
    return Days(timezone.localdate())


@dataclass(frozen=True)
class Cast:
    """People by user name, departments by code, products by key, documents by product key and kind."""

    people: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=_departments)
    products: dict[str, Product] = field(default_factory=dict)
    artifacts: dict[tuple[str, str], Artifact] = field(default_factory=dict)
    day: Days = field(default_factory=_days)
