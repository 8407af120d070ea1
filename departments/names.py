"""How the administration log calls the things of this floor."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from departments import kinds_registry
from departments.models import CalendarDay, Department, Liaison, Membership, Product, ProductRole, StandIn
from departments.permissions import products_visible_to
from events import names


def _departments(ids: Collection[int], viewer: User) -> dict[int, str]:
    return {row.pk: row.name for row in Department.objects.filter(pk__in=ids)}


def _products(ids: Collection[int], viewer: User) -> dict[int, str]:
    return {row.pk: row.name for row in products_visible_to(viewer).filter(pk__in=ids)}


def _memberships(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = Membership.objects.filter(pk__in=ids).select_related("user", "department")
    return {row.pk: f"{row.user} · {row.department.name}" for row in rows}


def _liaisons(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = Liaison.objects.filter(pk__in=ids, product__in=products_visible_to(viewer))
    return {
        row.pk: f"{row.user} · {row.product} × {row.department.name}"
        for row in rows.select_related("user", "product", "department")
    }


def _stand_ins(ids: Collection[int], viewer: User) -> dict[int, str]:
    rows = StandIn.objects.filter(pk__in=ids).select_related("away", "stand_in")
    return {row.pk: f"{row.stand_in} → {row.away}" for row in rows}


def _days(ids: Collection[int], viewer: User) -> dict[int, str]:
    return {row.pk: row.day.isoformat() for row in CalendarDay.objects.filter(pk__in=ids)}


def _label_of(*choices: type[TextChoices]) -> Callable[[Any], str]:
    """The words of a stored choice."""

    def show(value: Any) -> str:
        words = {key: label for group in choices for key, label in group.choices}
        return str(words.get(value, value or ""))

    return show


def _kinds(value: Any) -> str:
    known = {entry.slug: str(entry.name) for entry in kinds_registry.all_entries()}
    return names.plain([known.get(slug, slug) for slug in value or []])


def register_all() -> None:
    for kind, namer in (
        ("department", _departments),
        ("product", _products),
        ("membership", _memberships),
        ("liaison", _liaisons),
        ("standin", _stand_ins),
        ("calendarday", _days),
    ):
        names.register(kind, namer)
    for name, label in (
        ("code", _("Code of the department")),
        ("key", _("Key")),
        ("name", _("Name of it")),
        ("name_zh", _("Chinese name")),
        ("name_en", _("English name")),
        ("color", _("Colour")),
        ("icon", _("Icon")),
        ("from_on", _("First day")),
        ("to_on", _("Until")),
        ("is_backup", _("Backup")),
        ("is_working", _("Working day")),
        ("add", _("new")),
        ("update", _("changed")),
        ("error", _("with errors, left out")),
    ):
        names.register_change(name, label)
    names.register_change("role", _("Role"), _label_of(Membership.Role, ProductRole.Role))
    names.register_change("visibility", _("Visibility"), _label_of(Product.Visibility))
    names.register_change("preset", _("Kinds switched on"), _label_of(Product.Preset))
    names.register_change("kinds", _("Kinds of documents"), _kinds)
