"""Belonging to a department: started and ended by administrators, never deleted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.people import require_administrator
from accounts.models import User
from departments.models import Department, Liaison, Membership
from events import actions as events


def require_colleague(user: User, field: str) -> None:
    """Raises ``ValidationError`` for somebody who cannot hold an office: inactive, or a visitor."""
    if not user.is_active or user.is_visitor:
        raise ValidationError({field: _("%(name)s cannot take this on: inactive, or a visitor.") % {"name": user}})


def start_membership(
    department: Department, *, actor: User, user: User, role: str = Membership.Role.MEMBER
) -> Membership:
    """Belong from today; somebody who belongs already gets the role."""
    require_administrator(actor)
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        require_colleague(user, "user")
        if department.archived_at:
            raise ValidationError({"department": _("This department is archived.")})
        current = department.memberships.current().filter(user=user).first()
        if current:
            return change_membership(current, actor=actor, role=role)
        return _start(department, user=user, role=role, actor=actor)


def _start(department: Department, *, user: User, role: str, actor: User | None) -> Membership:
    membership = Membership(department=department, user=user, role=role, started_on=timezone.localdate())
    membership.full_clean()
    membership.save()
    events.record(
        "membership.started",
        actor=actor,
        subject=membership,
        changes={"user": user.pk, "department": department.pk, "role": [None, role]},
    )
    return membership


def join_by_invitation(user: User, departments: list[list[str]], invited_by: User | None) -> None:
    """The memberships an invitation brings; the administrator who invited answers for them."""
    for code, role in departments:
        department = Department.objects.filter(code=code, archived_at__isnull=True).first()
        if department is not None:
            _start(department, user=user, role=role, actor=invited_by)


def change_membership(membership: Membership, *, actor: User, role: str) -> Membership:
    """Make a member a lead, or a lead a member."""
    require_administrator(actor)
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        if membership.ended_on:
            raise ValidationError(_("This membership has ended. Start a new one."))
        if membership.role == role:
            return membership
        old, membership.role = membership.role, role
        membership.clean_fields(exclude=["user", "department"])
        membership.save(update_fields=["role"])
        events.record(
            "membership.changed",
            actor=actor,
            subject=membership,
            changes={"user": membership.user_id, "department": membership.department_id, "role": [old, role]},
        )
    return membership


def end_membership(membership: Membership, *, actor: User) -> Membership:
    """Belong no more from today; the person's liaisons for this department end with it."""
    require_administrator(actor)
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        if membership.ended_on:
            return membership
        return end_quietly(membership, actor=actor)


def end_quietly(membership: Membership, *, actor: User) -> Membership:
    """The ending itself, without asking for permission: also when a person leaves."""
    membership.ended_on = max(timezone.localdate(), membership.started_on)
    membership.save(update_fields=["ended_on"])
    events.record(
        "membership.ended",
        actor=actor,
        subject=membership,
        changes={"user": membership.user_id, "department": membership.department_id},
    )
    rows = Liaison.objects.current().filter(user_id=membership.user_id, department_id=membership.department_id)
    for liaison in rows.select_for_update():
        end_liaison_quietly(liaison, actor=actor)
    return membership


def end_liaison_quietly(liaison: Liaison, *, actor: User) -> Liaison:
    liaison.ended_on = timezone.localdate()
    liaison.save(update_fields=["ended_on"])
    events.record(
        "liaison.ended",
        actor=actor,
        subject=liaison,
        product_id=liaison.product_id,
        changes={"user": liaison.user_id, "department": liaison.department_id, "is_backup": liaison.is_backup},
    )
    return liaison
