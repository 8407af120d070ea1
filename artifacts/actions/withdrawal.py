"""撤回: take a version back before anybody has answered it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts.actions import versioning
from artifacts.actions.locking import locked_for_edit, record
from artifacts.models import Artifact, Receiver, SignOff, Version
from pmcomms.ground.problems import InvalidTransition


def withdraw(artifact: Artifact, *, actor: User) -> Version:
    """Take the standing version back: its questions close, the one before stands again, its number stays used.

    The text stays in the draft. Raises ``InvalidTransition`` when nothing stands, or once somebody has
    answered this version or its errata; answers carried from before do not count.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        version = artifact.version
        if version is None:
            raise InvalidTransition(_("No version stands that could be withdrawn."), code="no_version")
        answered = artifact.sign_offs.current().filter(state=SignOff.State.ANSWERED, carried_from__isnull=True)
        if answered.filter(version__sequence__gte=version.sequence).exists():
            raise InvalidTransition(_("Somebody has answered already. Publish a new version instead."), code="answered")
        version.withdrawn_at, version.withdrawn_by = timezone.now(), actor
        version.save(update_fields=["withdrawn_at", "withdrawn_by"])
        own = artifact.sign_offs.filter(version=version)
        own.waiting().update(state=SignOff.State.CLOSED)
        own.update(is_current=False)
        before = artifact.versions.filter(withdrawn_at__isnull=True, sequence__lt=version.sequence).first()
        if before is not None:
            _count_again(artifact, before)
        versioning.stand(artifact, before, has_draft=True)
        labels = {"version": [version.label, before.label if before else None]}
        record("artifact.withdrawn", artifact, actor, labels, version)
    return version


def _count_again(artifact: Artifact, before: Version) -> None:
    """The answers that counted for the version before count again; what was closed by its successor reopens."""
    asked = artifact.receivers.exclude(question=Receiver.Question.COPY).values_list("department_id", flat=True)
    rows = artifact.sign_offs.filter(version__number=before.number, version__withdrawn_at__isnull=True)
    latest: dict[tuple[int | None, int | None], SignOff] = {}
    for row in rows.order_by("version__sequence", "pk"):
        latest[(row.department_id, row.person_id)] = row
    wanted = set(asked)
    for row in latest.values():
        if row.department_id in wanted and not row.is_current:
            row.is_current = True
            if row.state == SignOff.State.CLOSED:
                row.state = SignOff.State.WAITING
            row.save(update_fields=["is_current", "state"])
