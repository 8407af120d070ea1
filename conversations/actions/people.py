"""Naming a person on a thread, beyond its departments; visitors are let in here and nowhere else."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Thread, ThreadPerson
from events import actions as events

LONGEST_VISIT = datetime.timedelta(days=366)


def grant(
    *,
    thread: Thread,
    person: User,
    actor: User,
    reason: str = ThreadPerson.Reason.NAMED,
    until_on: datetime.date | None = None,
    can_upload: bool = False,
    actor_may: bool = False,
) -> ThreadPerson:
    """Let a person see the thread until a day (included). Who has it already keeps the wider grant of both.

    A visitor always needs a last day, at most a year away. ``actor_may``: the caller has asked permission
    for its own verb (passing on, asking by name). Raises ``PermissionDenied`` and ``ValidationError``.
    """
    with transaction.atomic():
        if not actor_may and not permissions.can_manage_thread(actor, thread):
            raise PermissionDenied(_("Only a product manager can name people here."))
        if thread.audience == Thread.Audience.INTERNAL:
            raise ValidationError(_("A discussion within a department is for its members alone."))
        reason = ThreadPerson.Reason.VISITOR if person.is_visitor else reason
        _check(person, until_on)
        found = ThreadPerson.objects.select_for_update().filter(thread=thread, user=person).first()
        row = found or ThreadPerson(thread=thread, user=person, reason=reason)
        before = (found.until_on, found.can_upload) if found else None
        row.until_on = until_on if person.is_visitor or before is None else _later(before[0], until_on)
        row.can_upload = can_upload and person.is_visitor
        if before == (row.until_on, row.can_upload):
            return row
        row.save()
        changes = {
            "person": [None, person.pk],
            "until_on": [str(before[0]) if before and before[0] else None, str(row.until_on) if row.until_on else None],
        }
        _record("thread.person_added", row, actor, changes)
    return row


def revoke(*, thread: Thread, person: User, actor: User, actor_may: bool = False) -> bool:
    """Take the access back at once; True when there was one."""
    with transaction.atomic():
        if not actor_may and not permissions.can_manage_thread(actor, thread):
            raise PermissionDenied(_("Only a product manager can name people here."))
        row = ThreadPerson.objects.select_for_update().filter(thread=thread, user=person).first()
        if row is None:
            return False
        _record("thread.person_removed", row, actor, {"person": [person.pk, None]})
        row.delete()
    return True


def _later(first: datetime.date | None, second: datetime.date | None) -> datetime.date | None:
    """The later of two last days; none at all is the latest."""
    return None if first is None or second is None else max(first, second)


def _check(person: User, until_on: datetime.date | None) -> None:
    today = timezone.localdate()
    if not person.is_active:
        raise ValidationError({"person": _("This person's account is closed.")})
    if until_on is not None and until_on < today:
        raise ValidationError({"until_on": _("The last day lies in the past.")})
    if person.is_visitor and (until_on is None or until_on > today + LONGEST_VISIT):
        raise ValidationError({"until_on": _("Give a visitor's last day, at most a year from now.")})


def _record(kind: str, row: ThreadPerson, actor: User, changes: dict[str, Any]) -> None:
    events.record(
        kind,
        actor=actor,
        subject=row,
        thread_id=row.thread_id,
        product_id=row.thread.product_id,
        changes=changes,
    )
