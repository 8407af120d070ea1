"""Who answers while someone is away."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from departments.actions.memberships import require_colleague
from departments.models import StandIn
from departments.permissions import can_arrange_absence
from events import actions as events

LONGEST_DAYS = 366


def name_stand_in(
    *, actor: User, away: User, stand_in: User, from_on: dt.date, to_on: dt.date, reason: str = ""
) -> StandIn:
    """``stand_in`` holds the offices of ``away`` from ``from_on`` to ``to_on``, both included.

    By the person away, a lead of theirs or an administrator; nobody names themselves, because a
    stand-in sees what the person away sees as manager, liaison or lead.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=away.pk)
        if not can_arrange_absence(actor, away):
            raise PermissionDenied(_("Only the person, their lead or an administrator may do this."))
        if actor.pk == stand_in.pk and actor.pk != away.pk:
            raise PermissionDenied(_("Nobody can name themselves a stand-in."))
        same = StandIn.objects.filter(
            away=away, stand_in=stand_in, from_on=from_on, to_on=to_on, cancelled_at__isnull=True
        ).first()
        if same:
            return same
        _check(away, stand_in, from_on, to_on)
        row = StandIn(away=away, stand_in=stand_in, from_on=from_on, to_on=to_on, reason=reason.strip())
        row.clean_fields(exclude=["away", "stand_in"])
        row.save()
        _record("stand_in.named", actor, row)
    return row


def _check(away: User, stand_in: User, from_on: dt.date, to_on: dt.date) -> None:
    require_colleague(stand_in, "stand_in")
    if away.pk == stand_in.pk:
        raise ValidationError({"stand_in": _("Choose another person.")})
    if to_on < from_on:
        raise ValidationError({"to_on": _("The last day lies before the first.")})
    if to_on < timezone.localdate():
        raise ValidationError({"to_on": _("These days are over.")})
    if (to_on - from_on).days >= LONGEST_DAYS:
        raise ValidationError({"to_on": _("At most a year at once.")})
    others = StandIn.objects.filter(
        away=away, cancelled_at__isnull=True, from_on__lte=to_on, to_on__gte=from_on
    ).select_related("stand_in")
    if clash := others.first():
        raise ValidationError(
            {
                "from_on": _("%(name)s stands in from %(from)s to %(to)s already.")
                % {"name": clash.stand_in, "from": clash.from_on, "to": clash.to_on}
            }
        )


def cancel_stand_in(row: StandIn, *, actor: User) -> StandIn:
    """End a stand-in at once. By the person away, the stand-in, a lead or an administrator."""
    with transaction.atomic():
        row = StandIn.objects.select_for_update(of=("self",)).select_related("away").get(pk=row.pk)
        if actor.pk != row.stand_in_id and not can_arrange_absence(actor, row.away):
            raise PermissionDenied(_("Only the person, their lead or an administrator may do this."))
        if row.cancelled_at:
            return row
        return cancel_quietly(row, actor=actor)


def cancel_quietly(row: StandIn, *, actor: User) -> StandIn:
    row.cancelled_at = timezone.now()
    row.save(update_fields=["cancelled_at"])
    _record("stand_in.cancelled", actor, row)
    return row


def _record(kind: str, actor: User, row: StandIn) -> None:
    events.record(
        kind,
        actor=actor,
        subject=row,
        changes={
            "away": row.away_id,
            "stand_in": row.stand_in_id,
            "from_on": row.from_on.isoformat(),
            "to_on": row.to_on.isoformat(),
        },
    )
