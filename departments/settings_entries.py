"""The lines of the settings page that this floor brings."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.settings_registry import ADMINISTRATION, ME, PRODUCTS, Entry, Line, register, register_lines
from departments.models import Product
from departments.permissions import managed_product_ids


def _administrates(user: User) -> bool:
    return user.is_administrator


def _works_here(user: User) -> bool:
    return not user.is_visitor


def managed_products(user: User) -> Iterator[Line]:
    for product in Product.objects.filter(pk__in=managed_product_ids(user)).order_by("name"):
        text = _("Basics, kinds, people and liaisons")
        address = reverse("product-settings", args=[product.key])
        yield Line(PRODUCTS, f"{product.name} ({product.key})", text, "package", address)


_ENTRIES = (
    Entry(
        ME,
        gettext_lazy("Stand-ins"),
        gettext_lazy("Who answers while you are away, and for whom you answer"),
        "user-round-check",
        "stand-in-list",
        _works_here,
        gettext_lazy("holiday, leave, absence"),
    ),
    Entry(
        PRODUCTS,
        gettext_lazy("All products"),
        gettext_lazy("What you may see; create a new one"),
        "layers",
        "product-list",
        _works_here,
    ),
    Entry(
        ADMINISTRATION,
        gettext_lazy("People"),
        gettext_lazy("Add, edit, deactivate, import from a file"),
        "users",
        "person-list",
        _administrates,
    ),
    Entry(
        ADMINISTRATION,
        gettext_lazy("Departments"),
        gettext_lazy("Names, colours, members and leads"),
        "building-2",
        "department-list",
        _administrates,
    ),
    Entry(
        ADMINISTRATION,
        gettext_lazy("Working calendar"),
        gettext_lazy("Holidays and make-up days that due dates count by"),
        "calendar-cog",
        "calendar-detail",
        _administrates,
    ),
)


def register_all() -> None:
    register(*_ENTRIES)
    register_lines(managed_products)
