"""The verbs on departments, for administrators."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.people import require_administrator
from accounts.models import User
from departments.models import Department
from events import actions as events
from events.changes import change, check_revision, save
from pmcomms.ground.problems import InvalidTransition

EDITABLE = ("name_zh", "name_en", "color", "icon", "ordering")


def add_department(*, actor: User, code: str, name_zh: str, name_en: str, **fields: Any) -> Department:
    """One more department: it can be asked, but owns no kinds."""
    require_administrator(actor)
    with transaction.atomic():
        department = Department(code=code, name_zh=name_zh, name_en=name_en, **fields)
        department.full_clean()
        department.save()
        events.record("department.added", actor=actor, subject=department, changes={"code": [None, department.code]})
    return department


def edit_department(department: Department, *, actor: User, revision: int | None = None, **wanted: Any) -> Department:
    """Change names, colour, icon or place. The code is what others quote and stays."""
    require_administrator(actor)
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        check_revision(department, revision, wanted)
        changes = change(department, {name: wanted[name] for name in EDITABLE if name in wanted})
        if not changes:
            return department
        save(department, changes)
        events.record("department.edited", actor=actor, subject=department, changes=changes)
    return department


def archive_department(department: Department, *, actor: User) -> Department:
    """Ask it no more. The six stay; one with members must be emptied first."""
    require_administrator(actor)
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        if department.archived_at:
            return department
        if department.is_core:
            raise InvalidTransition(_("The six departments stay; only added ones can be archived."))
        if department.memberships.current().exists():
            raise InvalidTransition(_("It still has members. End their memberships first."))
        department.archived_at = timezone.now()
        save(department, {"archived_at": None})
        events.record("department.archived", actor=actor, subject=department)
    return department


def restore_department(department: Department, *, actor: User) -> Department:
    require_administrator(actor)
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=department.pk)
        if not department.archived_at:
            return department
        department.archived_at = None
        save(department, {"archived_at": None})
        events.record("department.restored", actor=actor, subject=department)
    return department
