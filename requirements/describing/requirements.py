"""The words of feeds for what happened to requirements: history by field."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from events.models import Event
from requirements.models import Requirement

FIELDS = {
    "title": gettext_lazy("Title"),
    "type": gettext_lazy("Type"),
    "description": gettext_lazy("Description"),
    "status": gettext_lazy("Status"),
    "ground": gettext_lazy("Why"),
    "priority": gettext_lazy("Priority"),
    "assignee": gettext_lazy("Assignee"),
    "department": gettext_lazy("Asked for by"),
    "parent": gettext_lazy("Parent"),
    "release": pgettext_lazy("of a product", "Release"),
    "points": gettext_lazy("Story points"),
    "starts_on": gettext_lazy("Starts on"),
    "due_on": gettext_lazy("Due on"),
    "labels": gettext_lazy("Labels"),
}
TOLD = ("requirement.edited", "requirement.moved", "requirement.scheduled", "requirement.handed_over")


def describe(events: list[Event], viewer: User) -> Mapping[int, str]:
    """「状态：待评审 → 已排期」 for each field that changed; people by their names, one query for all."""
    told = [event for event in events if event.kind in TOLD]
    usernames = {name for event in told for name in event.changes.get("assignee", []) if name}
    names = dict(User.objects.filter(username__in=usernames).values_list("username", "full_name")) if usernames else {}
    return {event.pk: _("; ").join(_changes(event, names)) for event in told}


def _changes(event: Event, names: Mapping[str, str]) -> list[str]:
    found = []
    for field, label in FIELDS.items():
        if field not in event.changes:
            continue
        old, new = event.changes[field]
        if field == "description":
            found.append(_("%(field)s changed") % {"field": label})
        elif field == "ground":
            found.append(_("%(field)s: %(new)s") % {"field": label, "new": new})
        else:
            before, after = (_word(field, value, names) for value in (old, new))
            found.append(_("%(field)s: %(old)s → %(new)s") % {"field": label, "old": before, "new": after})
    return found


def _word(field: str, value: object, names: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, list):
        return _(", ").join(str(one) for one in value)
    if field == "assignee":
        return names.get(str(value), str(value))
    if field == "type":
        return str(Requirement.Type(str(value)).label)
    return str(value)
