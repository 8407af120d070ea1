"""What becomes of a promise: given, refused, kept, broken, withdrawn."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from pmcomms.ground.problems import InvalidTransition
from requirements import customer_permissions as permissions
from requirements.actions.promises import check_days, locked, record, refuse_closed, save
from requirements.models import Promise

LONGEST_GROUND = 500
State = Promise.State
ENDINGS = {
    State.REFUSED: "promise.refused",
    State.KEPT: "promise.kept",
    State.BROKEN: "promise.broken",
    State.WITHDRAWN: "promise.withdrawn",
}


def give(
    promise: Promise, *, actor: User, due_on: dt.date | None = None, valid_to_on: dt.date | None = None
) -> Promise:
    """Answer a question with yes: from today it is a promise, due on ``due_on`` (None: as asked).

    ``valid_to_on``: the last day on which the yes may be relied upon. Given already: nothing happens.
    Raises ``PermissionDenied``, ``InvalidTransition``, ``ValidationError``.
    """
    with transaction.atomic():
        promise = locked(promise)
        _refuse_who_may_not_answer(promise, actor)
        if promise.state == State.GIVEN:
            return promise
        _only_from(promise, State.ASKED)
        old = promise.due_on
        promise.state, promise.promised_on = State.GIVEN, timezone.localdate()
        promise.due_on, promise.valid_to_on = due_on or promise.due_on, valid_to_on
        promise.answered_by, promise.answered_at = actor, timezone.now()
        check_days(promise)
        save(promise, "state", "promised_on", "due_on", "valid_to_on", "answered_by", "answered_at")
        days = [str(old) if old else None, str(promise.due_on)]
        record("promise.given", promise, actor, {"state": [State.ASKED, State.GIVEN], "due_on": days})
    return promise


def refuse(promise: Promise, *, actor: User, ground: str) -> Promise:
    """Answer a question with no, and why. Raises as ``give``."""
    with transaction.atomic():
        promise = locked(promise)
        _refuse_who_may_not_answer(promise, actor)
        if promise.state == State.REFUSED:
            return promise
        _only_from(promise, State.ASKED)
        promise.answered_by, promise.answered_at = actor, timezone.now()
        return _close(promise, actor, State.REFUSED, _ground(ground, is_required=True))


def keep(promise: Promise, *, actor: User) -> Promise:
    """The customer has it. Raises ``PermissionDenied``, ``InvalidTransition``."""
    with transaction.atomic():
        promise = locked(promise)
        _refuse_who_may_not_close(promise, actor)
        if promise.state == State.KEPT:
            return promise
        _only_from(promise, State.GIVEN)
        return _close(promise, actor, State.KEPT, "")


def break_promise(promise: Promise, *, actor: User, ground: str) -> Promise:
    """It was not kept, and why. Raises as ``keep``, ``ValidationError`` without a ground."""
    with transaction.atomic():
        promise = locked(promise)
        _refuse_who_may_not_close(promise, actor)
        if promise.state == State.BROKEN:
            return promise
        _only_from(promise, State.GIVEN)
        return _close(promise, actor, State.BROKEN, _ground(ground, is_required=True))


def withdraw(promise: Promise, *, actor: User, ground: str = "") -> Promise:
    """Take the question or the promise back. Raises as ``keep``."""
    with transaction.atomic():
        promise = locked(promise)
        if not permissions.can_withdraw(actor, promise):
            raise PermissionDenied(_("Only managers withdraw a promise; who asked withdraws the question."))
        if promise.state == State.WITHDRAWN:
            return promise
        _only_from(promise, State.ASKED, State.GIVEN)
        return _close(promise, actor, State.WITHDRAWN, _ground(ground, is_required=False))


def _close(promise: Promise, actor: User, state: Promise.State, ground: str) -> Promise:
    old, promise.state = promise.state, state
    promise.ground, promise.closed_at = ground, timezone.now()
    save(promise, "state", "ground", "closed_at", "answered_by", "answered_at")
    changes: dict[str, list[str | None]] = {"state": [old, state.value]}
    if ground:
        changes["ground"] = [None, ground]
    record(ENDINGS[state], promise, actor, changes)
    return promise


def _refuse_who_may_not_answer(promise: Promise, actor: User) -> None:
    if not permissions.can_answer(actor, promise.product):
        raise PermissionDenied(_("Only the product's managers say whether it can be promised."))


def _refuse_who_may_not_close(promise: Promise, actor: User) -> None:
    if not permissions.can_close(actor, promise):
        raise PermissionDenied(_("Only managers, who said it and who looks after the customer can say so."))


def _only_from(promise: Promise, *states: Promise.State) -> None:
    refuse_closed(promise)
    if promise.state not in states:
        words = {"state": promise.get_state_display()}
        raise InvalidTransition(_("Not possible while it is: %(state)s.") % words, code="state")


def _ground(text: str, *, is_required: bool) -> str:
    text = storable(text).strip()
    if is_required and not text:
        raise ValidationError({"ground": _("Say why.")}, code="required")
    if len(text) > LONGEST_GROUND:
        message = _("At most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": message}, code="too_long")
    return text
