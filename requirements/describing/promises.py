"""The words of feeds for what happened to promises: what is promised to whom, as the reader may know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import Event
from requirements.customers import shown_name
from requirements.models import Promise


def describe(events: list[Event], viewer: User) -> Mapping[int, str]:
    """「客户 C17：按月导出；原因：…」; one query for all."""
    ids = {event.subject_id for event in events}
    rows = Promise.objects.filter(pk__in=ids).select_related("customer") if ids else ()
    found = {row.pk: row for row in rows}
    return {event.pk: _words(event, found[event.subject_id], viewer) for event in events if event.subject_id in found}


def _words(event: Event, promise: Promise, viewer: User) -> str:
    words = {"customer": shown_name(viewer, promise.customer), "wording": Truncator(promise.wording).chars(60)}
    parts = [_("%(customer)s: %(wording)s") % words]
    old, new = event.changes.get("due_on") or (None, None)
    if new:
        parts.append(_("due %(day)s") % {"day": new} if not old or old == new else f"{old} → {new}")
    ground = (event.changes.get("ground") or (None, None))[1]
    if ground:
        parts.append(_("Why: %(ground)s") % {"ground": ground})
    return _("; ").join(parts)
