"""会签: a party's answer to the version it was shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import permissions
from artifacts.actions.locking import locked, record, refuse_archived
from artifacts.models import Artifact, OpenPoint, Receiver, SignOff
from conversations.actions import receipts
from conversations.text.sanitise import storable
from pmcomms.ground.problems import InvalidTransition

Answer = SignOff.Answer
# What each question can be answered with: there are only two questions.
ANSWERS = {
    Receiver.Question.ACKNOWLEDGE: {Answer.ACKNOWLEDGED},
    Receiver.Question.AGREE: {Answer.AGREED, Answer.AGREED_WITH_CONDITIONS, Answer.RETURNED},
}
MOST_GROUND = 4000
MOST_CONDITIONS = 20


def answer(
    sign_off: SignOff,
    *,
    actor: User,
    answer: str,
    content_hash: str,
    ground: str = "",
    conditions: Sequence[str] = (),
) -> SignOff:
    """Answer for a party, once. The answer is bound to the text with ``content_hash``, which was read.

    A return needs a ground, an agreement with conditions at least one condition; each becomes an open point.
    The same answer by the same person again changes nothing. Who answers has read the version.

    Raises ``InvalidTransition`` (codes ``outdated``: another version stands by now, ``answered``: somebody
    else was first), ``ValidationError``, ``PermissionDenied`` (also for whoever published it).
    """
    with transaction.atomic():
        artifact = locked(sign_off.artifact)
        sign_off = fresh(sign_off)
        holder = permissions.answers_as(actor, sign_off)
        if holder is None:
            raise PermissionDenied(_("This is not yours to answer."))
        if _is_repeated(sign_off, actor, answer):
            return sign_off
        refuse_archived(artifact)
        _refuse_outdated(artifact, sign_off, content_hash)
        ground, points = _checked(sign_off, answer, ground, conditions)
        on_behalf_of = None if holder.pk == actor.pk else holder
        _store(sign_off, actor, on_behalf_of, answer=answer, ground=ground, content_hash=content_hash)
        OpenPoint.objects.bulk_create(
            [OpenPoint(artifact=artifact, sign_off=sign_off, text=text, raised_by=actor) for text in points]
        )
        sign_off = fresh(sign_off)
        receipts.mark_read(thread=artifact.thread, reader=actor, version=sign_off.version.number)
        changes = {"answer": [None, answer], "version": sign_off.version.label, "party": party_of(sign_off)}
        record("sign_off.answered", artifact, actor, changes, sign_off)
    return sign_off


def _store(sign_off: SignOff, actor: User, on_behalf_of: User | None, **answered: str) -> None:
    """One conditional update: of two who press together one is first, the other is told so."""
    waiting = SignOff.objects.waiting().filter(pk=sign_off.pk, is_current=True, revision=sign_off.revision)
    changed = waiting.update(
        state=SignOff.State.ANSWERED,
        answered_by=actor,
        on_behalf_of=on_behalf_of,
        answered_at=timezone.now(),
        is_by_token=bool(getattr(actor, "acting_token_id", "")),
        paused_at=None,
        revision=sign_off.revision + 1,
        **answered,
    )
    if not changed:
        raise InvalidTransition(_("Somebody else has answered already."), code="answered")


def fresh(sign_off: SignOff) -> SignOff:
    """The row as it is now, with what permissions ask about."""
    related = ("artifact__product", "artifact__thread", "version", "department", "person", "passed_to", "answered_by")
    return SignOff.objects.select_related(*related).get(pk=sign_off.pk)


def party_of(sign_off: SignOff) -> str:
    return sign_off.department.code if sign_off.department else "managers"


def _is_repeated(sign_off: SignOff, actor: User, answer: str) -> bool:
    is_same = sign_off.answered_by_id == actor.pk and sign_off.answer == answer
    return is_same and sign_off.is_current and sign_off.state == SignOff.State.ANSWERED


def _refuse_outdated(artifact: Artifact, sign_off: SignOff, content_hash: str) -> None:
    """Only the text that is asked about, or its erratum that stands now, can be answered."""
    if not sign_off.is_current or sign_off.state == SignOff.State.CLOSED:
        raise InvalidTransition(_("A newer version stands by now. Look at it before you answer."), code="outdated")
    if sign_off.state != SignOff.State.WAITING:
        raise InvalidTransition(_("Somebody else has answered already."), code="answered")
    standing = artifact.version.content_hash if artifact.version else ""
    if not content_hash or content_hash not in (sign_off.version.content_hash, standing):
        raise InvalidTransition(_("The text has changed since you read it. Read it again."), code="outdated")


def _checked(sign_off: SignOff, answer: str, ground: str, conditions: Sequence[str]) -> tuple[str, list[str]]:
    """Ground and conditions fit for storing. Raises ``ValidationError`` for what does not fit the answer."""
    question = Receiver.Question(sign_off.question)
    if answer not in ANSWERS.get(question, set()):
        raise ValidationError({"answer": _("This question cannot be answered so.")}, code="invalid_answer")
    ground = storable(ground).strip()
    points = [text for condition in conditions if (text := " ".join(storable(condition).split()))]
    if len(ground) > MOST_GROUND or any(len(text) > MOST_GROUND for text in points):
        raise ValidationError({"ground": _("At most %(most)d characters.") % {"most": MOST_GROUND}}, code="too_long")
    if len(points) > MOST_CONDITIONS:
        raise ValidationError({"conditions": _("At most %(most)d conditions.") % {"most": MOST_CONDITIONS}})
    if answer == Answer.RETURNED:
        if not ground:
            raise ValidationError({"ground": _("Say why you return it.")}, code="required")
        points = []
    elif answer == Answer.AGREED_WITH_CONDITIONS:
        if not points:
            raise ValidationError({"conditions": _("Name at least one condition.")}, code="required")
    else:
        ground, points = "", []
    return ground, points


def lapse_due() -> int:
    """Take acknowledgements past their due moment as read, where their kind lets them; returns how many."""
    due = SignOff.objects.overdue().current().filter(may_lapse=True)
    count = 0
    for pk, artifact_id in due.values_list("pk", "artifact_id"):
        with transaction.atomic():
            artifact = locked(Artifact(pk=artifact_id))
            overdue = SignOff.objects.overdue().current().filter(pk=pk, may_lapse=True)
            if artifact.archived_at is None and overdue.update(state=SignOff.State.LAPSED):
                sign_off = fresh(SignOff(pk=pk))
                changes = {"version": sign_off.version.label, "party": party_of(sign_off)}
                record("sign_off.lapsed", artifact, None, changes, sign_off)
                count += 1
    return count
