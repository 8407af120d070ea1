"""Who answers for a department on a product."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from departments.actions.memberships import end_liaison_quietly, require_colleague
from departments.models import Department, Liaison, Membership, Product
from departments.permissions import can_name_liaisons
from events import actions as events
from pmcomms.ground.problems import InvalidTransition


def _require_right(actor: User, product: Product, department: Department) -> None:
    if not can_name_liaisons(actor, product, department):
        raise PermissionDenied(_("Only the product's managers or a lead of the department may do this."))


def name_liaison(
    product: Product, department: Department, *, actor: User, user: User, is_backup: bool = False
) -> Liaison:
    """``user`` answers for the department on the product; a liaison of today becomes backup or main."""
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=product.pk)
        _require_right(actor, product, department)
        if product.archived_at:
            raise InvalidTransition(_("This product is archived."))
        require_colleague(user, "user")
        if not Membership.objects.current().filter(department=department, user=user).exists():
            raise ValidationError(
                {"user": _("%(name)s does not belong to this department.") % {"name": user.full_name}}
            )
        current = Liaison.objects.current().filter(product=product, department=department, user=user).first()
        if current:
            return change_liaison(current, actor=actor, is_backup=is_backup)
        liaison = Liaison.objects.create(product=product, department=department, user=user, is_backup=is_backup)
        _record("liaison.named", actor, liaison)
    return liaison


def change_liaison(liaison: Liaison, *, actor: User, is_backup: bool) -> Liaison:
    """Make a liaison the backup, or the backup a liaison."""
    with transaction.atomic():
        liaison = _locked(liaison)
        _require_right(actor, liaison.product, liaison.department)
        if liaison.ended_on:
            raise InvalidTransition(_("This has ended. Name a liaison anew."))
        if liaison.is_backup == is_backup:
            return liaison
        liaison.is_backup = is_backup
        liaison.save(update_fields=["is_backup"])
        _record("liaison.changed", actor, liaison)
    return liaison


def end_liaison(liaison: Liaison, *, actor: User) -> Liaison:
    """From now on the others, the backup or the lead are asked."""
    with transaction.atomic():
        liaison = _locked(liaison)
        _require_right(actor, liaison.product, liaison.department)
        if liaison.ended_on:
            return liaison
        return end_liaison_quietly(liaison, actor=actor)


def _locked(liaison: Liaison) -> Liaison:
    rows = Liaison.objects.select_for_update(of=("self",)).select_related("product", "department")
    return rows.get(pk=liaison.pk)


def _record(kind: str, actor: User, liaison: Liaison) -> None:
    events.record(
        kind,
        actor=actor,
        subject=liaison,
        product_id=liaison.product_id,
        changes={"user": liaison.user_id, "department": liaison.department_id, "is_backup": liaison.is_backup},
    )
