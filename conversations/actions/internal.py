"""部门内讨论: where a department agrees with itself before it answers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.actions import threads
from conversations.models import Thread
from conversations.subjects import INTERNAL
from departments.models import Department, Membership
from events import actions as events


def open_for(*, thread: Thread, department: Department, actor: User) -> Thread:
    """The department's own discussion of what ``thread`` is about; open already: that one.

    Only a member of the department opens it, and only they will see it.
    """
    with transaction.atomic():
        # The parent's lock keeps two members from opening two.
        parent = Thread.objects.select_for_update(of=("self",)).select_related("product", "owner").get(pk=thread.pk)
        members = Membership.objects.current().filter(department=department, user=actor)
        if actor.is_visitor or not members.exists():
            raise PermissionDenied(_("Only members of a department can talk among themselves there."))
        if parent.parent_id is not None:
            raise ValidationError(_("This is a discussion within a department already."))
        found = parent.internal_threads.filter(departments=department).first()
        if found is not None:
            return found
        opened = threads.open_thread(
            kind=INTERNAL,
            title=parent.title,
            address=parent.address,
            owner=actor,
            audience=Thread.Audience.INTERNAL,
            product=parent.product,
            departments=[department],
            parent=parent,
            is_open=True,
        )
        events.record(
            "internal.opened",
            actor=actor,
            subject=opened,
            thread_id=opened.pk,
            product_id=opened.product_id,
            changes={"department": [None, department.code]},
        )
    return opened
