"""勘误: a correction that asks nobody, and the right of whoever answered to answer again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import changes as differences
from artifacts import hashing, kinds, permissions
from artifacts.actions import versioning
from artifacts.actions.locking import locked, locked_for_edit, record, refuse_archived
from artifacts.actions.publish import refuse_blocked
from artifacts.changes import Change
from artifacts.models import Artifact, Receiver, SignOff, Version
from artifacts.receivers import DEFAULT_RESPONSE_DAYS
from departments.working_days import add_working_days
from pmcomms.ground.problems import InvalidTransition


def publish_erratum(
    artifact: Artifact, *, actor: User, summary: str = "", draft_revision: int | None = None
) -> Version:
    """Freeze the draft as 7.1: the answers to 7 stand, nobody is asked.

    Raises ``ValidationError`` (code ``material_change``, parts in its params) when the draft changes what is
    material to anybody, ``InvalidTransition`` without a version to mend.
    """
    summary = versioning.checked_summary(summary)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        kind, before = kinds.get(artifact.kind), artifact.version
        if kind.is_rolling:
            raise InvalidTransition(_("This is a living record: update it instead."), code="rolling")
        if before is None:
            raise InvalidTransition(_("There is no version to correct yet."), code="no_version")
        if not artifact.has_draft:
            return before
        versioning.check_draft_revision(artifact, draft_revision)
        refuse_blocked(artifact, actor)
        text = versioning.draft_text(artifact)
        if hashing.content_hash(text) == before.content_hash:
            artifact.has_draft = False
            artifact.save(update_fields=["has_draft"])
            return before
        changes = differences.compare(kind, versioning.version_text(artifact, before), text)
        _refuse_material([change for change in changes if change.is_material])
        version = versioning.freeze_draft(
            artifact, actor=actor, text=text, changes=changes, before=before, summary=summary, is_erratum=True
        )
        labels = {"version": [before.label, version.label]}
        record("artifact.erratum_published", artifact, actor, labels, version)
    return version


def _refuse_material(changes: list[Change]) -> None:
    if changes:
        raise ValidationError(
            _("An erratum may not change what somebody agreed to. Publish a new version instead."),
            code="material_change",
            params={"parts": [change.part for change in changes]},
        )


def ask_again(sign_off: SignOff, *, actor: User) -> SignOff:
    """需重新确认: who could answer finds that an erratum does matter, so the question is open again.

    The earlier answer stays as evidence with the version it was given to. Raises ``InvalidTransition`` when
    no erratum came after that answer, ``PermissionDenied``. Twice is once.
    """
    with transaction.atomic():
        artifact = locked(sign_off.artifact)
        refuse_archived(artifact)
        sign_off = SignOff.objects.select_related("version", "department", "artifact__product", "person").get(
            pk=sign_off.pk
        )
        if not permissions.can_answer(actor, sign_off):
            raise PermissionDenied
        standing = artifact.version
        if sign_off.is_current and sign_off.state == SignOff.State.WAITING and sign_off.version == standing:
            return sign_off
        if not sign_off.is_current or standing is None or not standing.erratum or sign_off.version == standing:
            raise InvalidTransition(_("There is no erratum after this answer."), code="no_erratum")
        receiver = Receiver.objects.filter(artifact=artifact, department=sign_off.department).first()
        days = receiver.response_days if receiver else DEFAULT_RESPONSE_DAYS
        SignOff.objects.filter(pk=sign_off.pk).waiting().update(state=SignOff.State.CLOSED)
        SignOff.objects.filter(pk=sign_off.pk).update(is_current=False)
        opened = SignOff.objects.create(
            artifact=artifact,
            version=standing,
            department=sign_off.department,
            person=sign_off.person,
            question=sign_off.question,
            may_lapse=sign_off.may_lapse,
            due_at=add_working_days(timezone.now(), days),
        )
        record("sign_off.asked_again", artifact, actor, {"version": [sign_off.version.label, standing.label]}, opened)
    return opened
