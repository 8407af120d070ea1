"""Living records: 更新 shows the draft's state to everybody, and a period freezes by itself when it is over.

Nobody confirms a living record; only parties whose own rows moved are asked, where the kind declares it.
Freezing is idempotent: a period of an artifact exists once (``version_period_once``), however often and in
how many workers the task runs. It stamps the version that stood at the end of the period; when that one
carries an earlier period already, a new version with the same content is written for this one.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import asked as asking
from artifacts import changes as differences
from artifacts import hashing, kinds, periods
from artifacts.actions import sign_offs, versioning
from artifacts.actions.locking import locked, locked_for_edit, record
from artifacts.actions.publish import event_changes, refuse_blocked
from artifacts.models import Artifact, Version
from pmcomms.ground.problems import InvalidTransition


def refresh(artifact: Artifact, *, actor: User, summary: str = "", draft_revision: int | None = None) -> Version:
    """Show the draft's state as the new version of a living record. Nothing new: the standing one is returned.

    Raises like ``publish.publish``; ``InvalidTransition`` for a kind that asks for answers.
    """
    summary = versioning.checked_summary(summary)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        kind = kinds.get(artifact.kind)
        if not kind.is_rolling:
            raise InvalidTransition(_("This kind asks for answers: send it for sign-off instead."), code="versioned")
        before = artifact.version
        if before is not None and not artifact.has_draft:
            return before
        versioning.check_draft_revision(artifact, draft_revision)
        refuse_blocked(artifact, actor)
        text = versioning.draft_text(artifact)
        if before is not None and hashing.content_hash(text) == before.content_hash and not _is_frozen(before):
            artifact.has_draft = False
            artifact.save(update_fields=["has_draft"])
            return before
        changes = differences.compare(kind, versioning.version_text(artifact, before), text) if before else []
        plan = asking.plan_changed(artifact, kind, changes, actor)
        version = versioning.freeze_draft(
            artifact, actor=actor, text=text, changes=changes, before=before, summary=summary
        )
        sign_offs.write(artifact, version, plan, replaces_all=False)
        record("artifact.refreshed", artifact, actor, event_changes(before, version, plan), version)
    return version


def _is_frozen(version: Version) -> bool:
    return version.period_from is not None


def freeze_periods(today: dt.date | None = None) -> int:
    """Freeze the last period that is over, of every living record; returns how many were frozen now."""
    today = today or periods.today()
    count = 0
    for kind in kinds.all_kinds():
        if not kind.is_rolling or kind.period is None:
            continue
        first, last = periods.last_complete(kind.period, today)
        due = Artifact.objects.live().filter(kind=kind.slug, version__isnull=False, product__archived_at=None)
        due = due.exclude(versions__period_from=first, versions__withdrawn_at=None)
        for pk in due.values_list("pk", flat=True):
            count += _freeze(pk, first, last)
    return count


def _freeze(pk: int, first: dt.date, last: dt.date) -> bool:
    """Freeze one period of one artifact; False when it is there already or nothing stood at its end."""
    try:
        with transaction.atomic():
            artifact = locked(Artifact(pk=pk))
            version = _stamped(artifact, first, last)
            if version is None:
                return False
            changes = {"version": version.label, "period": [first.isoformat(), last.isoformat()]}
            record("artifact.period_frozen", artifact, None, changes, version)
    except IntegrityError:
        # Another worker froze the same period in between: that is the wanted state.
        if Version.objects.filter(artifact_id=pk, period_from=first, withdrawn_at=None).exists():
            return False
        raise
    return True


def _stamped(artifact: Artifact, first: dt.date, last: dt.date) -> Version | None:
    standing = artifact.versions.filter(withdrawn_at__isnull=True)
    if standing.filter(period_from=first).exists():
        return None
    at_end = standing.filter(published_at__lt=periods.end_of(last)).first()
    if at_end is None:
        return None
    if at_end.period_from is None:
        at_end.period_from, at_end.period_to = first, last
        at_end.save(update_fields=["period_from", "period_to"])
        return at_end
    if artifact.version_id != at_end.pk:
        # Updated again since: what stood at the end is frozen under its own period already.
        return None
    return _same_again(artifact, at_end, first, last)


def _same_again(artifact: Artifact, before: Version, first: dt.date, last: dt.date) -> Version:
    """A version without any change, so that the period has its own; the ranges of its parts just go on."""
    version = Version.objects.create(
        artifact=artifact,
        sequence=versioning.last(artifact, "sequence") + 1,
        number=versioning.last(artifact, "number") + 1,
        title=before.title,
        content_hash=before.content_hash,
        material_hashes=before.material_hashes,
        period_from=first,
        period_to=last,
        published_at=timezone.now(),
    )
    artifact.version = version
    artifact.save(update_fields=["version"])
    return version
