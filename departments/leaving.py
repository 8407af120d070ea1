"""What this floor does when people join and leave."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import handover, joining
from accounts.models import User
from departments.actions.memberships import end_liaison_quietly, end_quietly, join_by_invitation
from departments.actions.products import hand_over_products
from departments.actions.stand_ins import cancel_quietly
from departments.models import Department, Liaison, Membership, Product, StandIn
from departments.permissions import products_visible_to


def end_offices(person: User, actor: User) -> None:
    """Memberships and liaisons end, so that backups and leads are asked; stand-ins are cancelled."""
    for membership in Membership.objects.current().filter(user=person).select_for_update():
        end_quietly(membership, actor=actor)
    for liaison in Liaison.objects.current().filter(user=person).select_for_update():
        end_liaison_quietly(liaison, actor=actor)
    rows = StandIn.objects.filter(Q(away=person) | Q(stand_in=person), cancelled_at__isnull=True)
    for row in rows.upcoming().select_for_update():
        cancel_quietly(row, actor=actor)


def managed_products(person: User, viewer: User) -> list[handover.Item]:
    """The products somebody must take over; one the viewer may not see is shown without its name."""
    seen = set(products_visible_to(viewer).values_list("pk", flat=True))
    rows = Product.objects.filter(roles__user=person, roles__role="manager").order_by("name")
    return [
        handover.Item(product.name, reverse("product-overview", args=[product.key]))
        if product.pk in seen
        else handover.Item(_("A private product"))
        for product in rows
    ]


def _checked_departments(value: Any) -> list[list[str]]:
    known = set(Department.objects.filter(archived_at__isnull=True).values_list("code", flat=True))
    is_list = isinstance(value, list) and all(isinstance(row, list) and len(row) == 2 for row in value)
    if not is_list or any(code not in known or role not in Membership.Role.values for code, role in value):
        raise ValidationError({"grants": _("Give departments as pairs of code and role.")})
    return list(value)


def register_all() -> None:
    handover.on_leave(end_offices)
    handover.register(
        handover.Owned("products", gettext_lazy("Products managed"), managed_products, hand_over_products)
    )
    joining.register("departments", joining.Grant(_checked_departments, join_by_invitation))
