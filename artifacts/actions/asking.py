"""Around a question: pass it on 转交, ask somebody too 加签, send a copy 抄送, 催一下."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds, permissions, working_hours
from artifacts.actions.answers import fresh, party_of
from artifacts.actions.locking import locked, locked_for_edit, record, refuse_archived
from artifacts.models import Artifact, Receiver, SignOff
from conversations.actions import people
from conversations.models import ThreadPerson
from departments.models import Department, Membership
from departments.working_days import add_working_days
from pmcomms.ground.problems import InvalidTransition

NUDGE_HOURS = 4


def pass_on(sign_off: SignOff, *, actor: User, person: User) -> SignOff:
    """Hand a question to a colleague of the same department, who sees it and may answer from now on.

    Raises ``PermissionDenied`` unless the question is the actor's to answer, ``InvalidTransition`` when it is
    answered or outdated, ``ValidationError`` for somebody outside the department.
    """
    with transaction.atomic():
        artifact = locked(sign_off.artifact)
        sign_off = fresh(sign_off)
        if not permissions.can_answer(actor, sign_off):
            raise PermissionDenied(_("This is not yours to answer."))
        if sign_off.passed_to_id == person.pk:
            return sign_off
        refuse_archived(artifact)
        refuse_closed(sign_off)
        _check_colleague(sign_off, person)
        before = sign_off.passed_to_id
        sign_off.passed_to = person
        sign_off.revision += 1
        sign_off.save(update_fields=["passed_to", "revision"])
        people.grant(
            thread=artifact.thread, person=person, actor=actor, reason=ThreadPerson.Reason.PASSED, actor_may=True
        )
        changes = {"person": [before, person.pk], "party": party_of(sign_off)}
        record("sign_off.passed_on", artifact, actor, changes, sign_off)
    return sign_off


def _check_colleague(sign_off: SignOff, person: User) -> None:
    department = sign_off.department
    if not permissions.may_be_named(person) or person.pk == sign_off.version.published_by_id:
        raise ValidationError({"person": _("This person cannot answer here.")}, code="unknown")
    if department is None:
        return
    members = Membership.objects.current().filter(department=department, user=person)
    if not members.exists():
        raise ValidationError({"person": _("Pass it on within your department.")}, code="other_department")


def refuse_closed(sign_off: SignOff) -> None:
    """Raises ``InvalidTransition`` unless the question still waits for an answer."""
    if not sign_off.is_current or sign_off.state == SignOff.State.CLOSED:
        raise InvalidTransition(_("A newer version stands by now."), code="outdated")
    if sign_off.state != SignOff.State.WAITING:
        raise InvalidTransition(_("This has been answered already."), code="answered")


def add_signer(artifact: Artifact, *, actor: User, department: Department | None, person: User) -> Receiver:
    """Ask a person by name too, beside the department (None: the managers). Twice is once.

    When a version stands that asks the department, the person is asked about it at once.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        receiver = _asked_receiver(artifact, department)
        if not permissions.may_be_named(person):
            raise ValidationError({"person": _("This person cannot answer here.")}, code="unknown")
        if receiver.signers.filter(pk=person.pk).exists():
            return receiver
        receiver.signers.add(person)
        people.grant(
            thread=artifact.thread, person=person, actor=actor, reason=ThreadPerson.Reason.SIGNER, actor_may=True
        )
        sign_off = _ask_signer(artifact, receiver, person)
        changes = {
            "person": [None, person.pk],
            "party": receiver.department.code if receiver.department else "managers",
        }
        record("sign_off.signer_added", artifact, actor, changes, sign_off or artifact)
    return receiver


def remove_signer(artifact: Artifact, *, actor: User, department: Department | None, person: User) -> Receiver:
    """Ask a person by name no longer; an answer already given stays. Twice is once."""
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        receiver = _asked_receiver(artifact, department)
        if not receiver.signers.filter(pk=person.pk).exists():
            return receiver
        receiver.signers.remove(person)
        open_ones = artifact.sign_offs.current().waiting().filter(department=department, person=person)
        for row in open_ones:
            row.state, row.is_current = SignOff.State.CLOSED, False
            row.save(update_fields=["state", "is_current"])
        changes = {
            "signer": [person.pk, None],
            "party": receiver.department.code if receiver.department else "managers",
        }
        record("artifact.receivers_changed", artifact, actor, changes)
    return receiver


def _asked_receiver(artifact: Artifact, department: Department | None) -> Receiver:
    receiver = artifact.receivers.filter(department=department).exclude(question=Receiver.Question.COPY).first()
    if receiver is None:
        raise ValidationError({"department": _("This party is not asked.")}, code="unknown")
    return receiver


def _ask_signer(artifact: Artifact, receiver: Receiver, person: User) -> SignOff | None:
    version = artifact.version
    if version is None or kinds.get(artifact.kind).is_rolling or person.pk == version.published_by_id:
        return None
    due_at = add_working_days(timezone.now(), receiver.response_days)
    sign_off, is_new = SignOff.objects.get_or_create(
        version=version,
        department=receiver.department,
        person=person,
        defaults={"artifact": artifact, "question": receiver.question, "due_at": due_at},
    )
    if not is_new:
        sign_off.is_current = True
        if sign_off.state == SignOff.State.CLOSED:
            sign_off.state, sign_off.due_at = SignOff.State.WAITING, due_at
        sign_off.save(update_fields=["is_current", "state", "due_at"])
    return sign_off


def copy(artifact: Artifact, *, actor: User, person: User) -> ThreadPerson:
    """Let a person read along who is not asked. Twice is once."""
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        if not permissions.may_be_named(person):
            raise ValidationError({"person": _("This person cannot read along.")}, code="unknown")
        there = ThreadPerson.objects.filter(thread=artifact.thread, user=person, until_on__isnull=True).first()
        if there is not None:
            return there
        grant = people.grant(
            thread=artifact.thread, person=person, actor=actor, reason=ThreadPerson.Reason.COPIED, actor_may=True
        )
        record("sign_off.copied", artifact, actor, {"person": [None, person.pk]})
    return grant


def nudge(sign_off: SignOff, *, actor: User) -> SignOff:
    """催一下. At most once per four working hours per person asked, whatever the document.

    Raises ``InvalidTransition`` (code ``nudged_lately``) before that, or when nothing waits.
    """
    with transaction.atomic():
        artifact = locked_for_edit(sign_off.artifact, actor)
        sign_off = fresh(sign_off)
        refuse_closed(sign_off)
        if sign_off.paused_at is not None:
            raise InvalidTransition(_("The clock is paused: they wait for your answer."), code="paused")
        asked = [person.pk for person in permissions.people_asked(sign_off)]
        if not asked:
            raise InvalidTransition(_("Nobody answers for them at the moment."), code="no_answerer")
        # One lock for all nudges of these people, so that two documents cannot nudge at once.
        list(User.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
        lately = [row for row in _same_people(sign_off) if row.nudged_at and not _long_ago(row)]
        if lately:
            raise InvalidTransition(_("They were nudged less than four working hours ago."), code="nudged_lately")
        sign_off.nudged_at = timezone.now()
        sign_off.save(update_fields=["nudged_at"])
        record("sign_off.nudged", artifact, actor, {"people": asked, "party": party_of(sign_off)}, sign_off)
    return sign_off


def nudge_all(artifact: Artifact, *, actor: User) -> list[SignOff]:
    """Nudge every party that still owes an answer; those nudged lately, paused or vacant are left in peace.

    Raises the last refusal (``InvalidTransition``) when nobody could be nudged.
    """
    if not permissions.can_edit(actor, artifact):
        raise PermissionDenied
    nudged: list[SignOff] = []
    refused: InvalidTransition | None = None
    waiting = artifact.sign_offs.current().waiting().select_related("department", "person", "version")
    for sign_off in waiting.order_by("pk"):
        sign_off.artifact = artifact
        try:
            nudged.append(nudge(sign_off, actor=actor))
        except InvalidTransition as error:
            refused = error
    if not nudged:
        raise refused or InvalidTransition(_("Nobody owes an answer."), code="nothing_waits")
    return nudged


def _long_ago(row: SignOff) -> bool:
    return row.nudged_at is None or working_hours.passed(row.nudged_at, timezone.now(), NUDGE_HOURS)


def _same_people(sign_off: SignOff) -> list[SignOff]:
    """Rows nudged in the last days that ask the same office or person, of whatever document."""
    since = timezone.now() - dt.timedelta(days=14)
    rows = SignOff.objects.filter(nudged_at__gte=since).select_related("artifact__product")
    person = sign_off.person_id or sign_off.passed_to_id
    if person is not None:
        return [row for row in rows if person in (row.person_id, row.passed_to_id)]
    office = rows.filter(artifact__product=sign_off.artifact.product, department=sign_off.department)
    return list(office.filter(person__isnull=True, passed_to__isnull=True))
