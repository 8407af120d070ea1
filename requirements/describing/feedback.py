"""The words of feeds for what happened to feedback."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from events.models import Event
from requirements.models import Feedback, Requirement


def describe(events: list[Event], viewer: User) -> Mapping[int, str]:
    """The reason, or what it went into: 「CLB-311 导出的发票缺少税号」. A query for requirements, one for feedback."""
    wanted = {event.changes["requirement"][1] for event in events if "requirement" in event.changes}
    firsts = {event.changes["duplicate_of"][1] for event in events if "duplicate_of" in event.changes}
    rows = Requirement.objects.visible_to(viewer).select_related("product").in_bulk(wanted) if wanted else {}
    same = Feedback.objects.visible_to(viewer).select_related("product", "thread").in_bulk(firsts) if firsts else {}
    found = {}
    for event in events:
        changes = event.changes
        if "ground" in changes:
            found[event.pk] = str(changes["ground"][1])
        elif "requirement" in changes and (into := rows.get(changes["requirement"][1])):
            found[event.pk] = str(into)
        elif "duplicate_of" in changes and (first := same.get(changes["duplicate_of"][1])):
            found[event.pk] = str(first)
    return found
