"""Why a promise is red, in words. Computed each time, never stored."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from requirements.models import Promise, Status


def reasons(promise: Promise) -> list[str]:
    """One sentence for each reason; empty when all is well. The same rules as ``models.promise.at_risk``."""
    if promise.state != Promise.State.GIVEN or promise.due_on is None:
        return []
    today, requirement = timezone.localdate(), promise.requirement
    found = []
    if promise.due_on < today:
        found.append(_("The day promised has passed."))
    if promise.valid_to_on is not None and promise.valid_to_on < today:
        found.append(_("The answer held until %(day)s only; ask again.") % {"day": promise.valid_to_on.isoformat()})
    if requirement is None:
        return found
    words = {"requirement": requirement.reference}
    if requirement.archived_at is not None:
        found.append(_("%(requirement)s is archived.") % words)
    elif requirement.status.category == Status.Category.DROPPED:
        found.append(_("%(requirement)s was dropped.") % words)
    if requirement.due_on is not None and requirement.due_on > promise.due_on:
        late = {**words, "days": (requirement.due_on - promise.due_on).days}
        found.append(_("%(requirement)s is planned %(days)d days later than promised.") % late)
    release = requirement.release
    if release is not None and release.is_open and release.ships_on is not None and release.ships_on > promise.due_on:
        late = {"release": release.name, "days": (release.ships_on - promise.due_on).days}
        found.append(_("%(release)s ships %(days)d days later than promised.") % late)
    return found
