"""The words of feeds for what happened to releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import User
from events.models import Event
from requirements.models import Release

FIELDS = {
    "name": pgettext_lazy("of a thing", "Name"),
    "goal": gettext_lazy("Goal"),
    "stage": gettext_lazy("Stage"),
    "starts_on": gettext_lazy("Starts on"),
    "ships_on": gettext_lazy("Ships on"),
    "capacity": gettext_lazy("Capacity"),
}


def describe(events: list[Event], viewer: User) -> Mapping[int, str]:
    """「发版日：11-28 → 12-05」; what came in, what went out and why. No query: references are no secret."""
    return {event.pk: _("; ").join(_said(event.kind, event.changes)) for event in events}


def _said(kind: str, changes: Mapping[str, Any]) -> list[str]:
    found = []
    if kind == "release.edited":
        found = [
            _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": _word(name, old), "new": _word(name, new)}
            for name, label in FIELDS.items()
            if name in changes
            for old, new in [changes[name]]
        ]
    if "added" in changes:
        found.append(_("in: %(reference)s") % {"reference": changes["added"]})
    if "removed" in changes:
        found.append(_("out: %(reference)s") % {"reference": changes["removed"]})
    if kind == "release.shipped":
        done, moved = changes.get("done", 0), changes.get("moved", 0)
        found.append(ngettext("%(count)d requirement", "%(count)d requirements", done) % {"count": done})
        if moved:
            found.append(ngettext("%(count)d left it", "%(count)d left it", moved) % {"count": moved})
    if "ground" in changes:
        found.append(_("%(field)s: %(new)s") % {"field": _("Why"), "new": changes["ground"][1]})
    return found


def _word(name: str, value: object) -> str:
    if value in (None, ""):
        return _("nothing")
    return str(Release.Stage(str(value)).label) if name == "stage" else str(value)
