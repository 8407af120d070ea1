"""The verbs on products."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from departments import kinds_registry
from departments.actions.memberships import require_colleague
from departments.models import Product, ProductRole
from departments.permissions import can_create_product, can_manage
from events import actions as events
from events.changes import change, check_revision, save
from pmcomms.ground.problems import InvalidTransition

EDITABLE = ("name", "description", "color", "visibility")


def require_manager(actor: User, product: Product) -> None:
    """Raises ``PermissionDenied`` unless ``actor`` manages the product, or stands in for who does."""
    if not can_manage(actor, product):
        raise PermissionDenied(_("Only the product's managers may do this."))


def _locked(product: Product) -> Product:
    return Product.objects.select_for_update().get(pk=product.pk)


def create_product(
    *,
    actor: User,
    key: str,
    name: str,
    manager: User | None = None,
    preset: str = Product.Preset.STANDARD,
    **fields: Any,
) -> Product:
    """A product with its first manager: whoever creates it; an administrator may name another person."""
    if not can_create_product(actor):
        raise PermissionDenied(_("Visitors cannot create products."))
    manager = manager or actor
    if manager.pk != actor.pk and not actor.is_administrator:
        raise PermissionDenied(_("Only administrators may create a product for somebody else."))
    require_colleague(manager, "manager")
    with transaction.atomic():
        product = Product(key=key, name=name, preset=preset, kinds=kinds_registry.slugs_of(preset), **fields)
        product.full_clean()
        product.save()
        _record("product.created", actor, product, {"key": [None, key], "preset": [None, preset]})
        _give_role(product, user=manager, role=ProductRole.Role.MANAGER, actor=actor)
    return product


def _record(kind: str, actor: User, product: Product, changes: dict[str, Any] | None = None) -> None:
    events.record(kind, actor=actor, subject=product, product_id=product.pk, changes=changes)


def edit_product(product: Product, *, actor: User, revision: int | None = None, **wanted: Any) -> Product:
    """Change name, description, colour or visibility. The key is what references quote and stays."""
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        check_revision(product, revision, wanted)
        changes = change(product, {name: wanted[name] for name in EDITABLE if name in wanted})
        if not changes:
            return product
        save(product, changes)
        if "description" in changes:
            changes["description"] = [None, None]  # long text: that it changed is enough
        _record("product.edited", actor, product, changes)
    return product


def switch_kinds(
    product: Product, *, actor: User, preset: str | None = None, kinds: list[str] | None = None
) -> Product:
    """Switch on what a preset holds, or exactly ``kinds``. Coverage counts only what is switched on."""
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        preset = preset or product.preset
        if preset not in Product.Preset.values:
            raise ValidationError({"preset": _("There is no such preset.")})
        wanted = set(kinds_registry.slugs_of(preset) if kinds is None else kinds)
        known = [entry.slug for entry in kinds_registry.all_entries()]
        if unknown := wanted - set(known):
            raise ValidationError({"kinds": _("Unknown: %(names)s") % {"names": ", ".join(sorted(unknown))}})
        ordered = [slug for slug in known if slug in wanted]
        changes = change(product, {"preset": preset, "kinds": ordered})
        if not changes:
            return product
        save(product, changes)
        _record("product.kinds_changed", actor, product, changes)
    return product


def set_role(product: Product, *, actor: User, user: User, role: str) -> ProductRole:
    """Give a person a role on the product, or another one. One manager must remain."""
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        require_colleague(user, "user")
        return _give_role(product, user=user, role=role, actor=actor)


def _give_role(product: Product, *, user: User, role: str, actor: User) -> ProductRole:
    row = ProductRole.objects.filter(product=product, user=user).first()
    old = row.role if row else None
    if row is not None and old == role:
        return row
    if old == ProductRole.Role.MANAGER:
        _require_another_manager(product, user)
    row = row or ProductRole(product=product, user=user)
    row.role = role
    row.full_clean()
    row.save()
    _record("product_role.set", actor, product, {"user": user.pk, "role": [old, role]})
    return row


def end_role(product: Product, *, actor: User, user: User) -> None:
    """Take a person's role on the product away. One manager must remain."""
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        row = ProductRole.objects.filter(product=product, user=user).first()
        if row is None:
            return
        if row.role == ProductRole.Role.MANAGER:
            _require_another_manager(product, user)
        _end_role(row, actor=actor)


def _end_role(row: ProductRole, *, actor: User) -> None:
    row.delete()
    _record("product_role.ended", actor, row.product, {"user": row.user_id, "role": [row.role, None]})


def _require_another_manager(product: Product, user: User) -> None:
    others = ProductRole.objects.managers().filter(product=product, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise InvalidTransition(_("This is the last manager. Name another one first."))


def hand_over_products(person: User, successor: User, actor: User) -> int:
    """Make ``successor`` a manager wherever ``person`` is one, and end the person's roles."""
    rows = ProductRole.objects.managers().filter(user=person).select_related("product").order_by("product_id")
    for row in rows:
        product = _locked(row.product)
        _give_role(product, user=successor, role=ProductRole.Role.MANAGER, actor=actor)
        _end_role(row, actor=actor)
    return len(rows)


def archive_product(product: Product, *, actor: User) -> Product:
    """Put a product to rest: readable, out of the lists, nothing new."""
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        if product.archived_at:
            return product
        product.archived_at = timezone.now()
        save(product, {"archived_at": None})
        _record("product.archived", actor, product)
    return product


def restore_product(product: Product, *, actor: User) -> Product:
    with transaction.atomic():
        product = _locked(product)
        require_manager(actor, product)
        if not product.archived_at:
            return product
        product.archived_at = None
        save(product, {"archived_at": None})
        _record("product.restored", actor, product)
    return product
