"""Asking for a promise, giving one directly, changing its words and what will keep it."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from departments.models import Product
from departments.working_days import add_working_days
from events import actions as events
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements import customer_permissions as permissions
from requirements.models import Customer, Promise, Requirement

LONGEST_WORDING = 500
# Working days a manager has to say whether it can be promised.
ANSWER_DAYS = 2


class Fields(TypedDict, total=False):
    """What may be changed; what is not given stays."""

    wording: str
    promised_on: dt.date | None
    due_on: dt.date | None
    valid_to_on: dt.date | None


def ask(
    *,
    actor: User,
    product: Product,
    customer: Customer,
    wording: str,
    due_on: dt.date | None = None,
    requirement: Requirement | None = None,
) -> Promise:
    """「能答应吗？」: asked by sales before anything is said; the answer is due in two working days.

    ``due_on``: the day the customer wishes. Raises ``PermissionDenied``, ``InvalidTransition`` where product
    or customer is archived, ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        if not permissions.can_ask(actor, product):
            raise PermissionDenied(_("Sales, support and product managers ask for promises."))
        promise = Promise(
            **_begun(product, customer, wording, requirement),
            state=Promise.State.ASKED,
            due_on=due_on,
            said_by=actor,
            answer_due_at=add_working_days(timezone.now(), ANSWER_DAYS),
        )
        promise.save()
        record("promise.asked", promise, actor, {"customer": customer.pk})
    return promise


def give_directly(
    *,
    actor: User,
    product: Product,
    customer: Customer,
    wording: str,
    due_on: dt.date,
    promised_on: dt.date | None = None,
    valid_to_on: dt.date | None = None,
    requirement: Requirement | None = None,
) -> Promise:
    """A promise a manager of the product gives without having been asked; ``promised_on`` defaults to today.

    Raises as ``ask``.
    """
    with transaction.atomic():
        if not permissions.can_answer(actor, product):
            raise PermissionDenied(_("Only the product's managers promise something on it."))
        promise = Promise(
            **_begun(product, customer, wording, requirement),
            state=Promise.State.GIVEN,
            due_on=due_on,
            promised_on=promised_on or timezone.localdate(),
            valid_to_on=valid_to_on,
            said_by=actor,
            answered_by=actor,
            answered_at=timezone.now(),
        )
        check_days(promise)
        promise.save()
        record("promise.given", promise, actor, {"customer": customer.pk, "due_on": [None, str(due_on)]})
    return promise


def edit(promise: Promise, *, actor: User, revision: int, **fields: Unpack[Fields]) -> Promise:
    """Change words or days while it is open. Nothing different: no event, and an older revision does no harm.

    Raises ``StaleEdit`` with both texts, ``PermissionDenied``, ``InvalidTransition`` when it is over,
    ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        promise = locked(promise)
        if not permissions.can_edit_promise(actor, promise):
            raise PermissionDenied(_("Only managers change a promise; who asked changes the question."))
        refuse_closed(promise)
        wanted: dict[str, Any] = dict(fields)
        if "wording" in wanted:
            wanted["wording"] = _wording(wanted["wording"])
        differing = {name: value for name, value in wanted.items() if getattr(promise, name) != value}
        if not differing:
            return promise
        if promise.revision != revision:
            raise StaleEdit(
                mine={name: _written(value) for name, value in differing.items()},
                theirs={name: _written(getattr(promise, name)) for name in differing},
                revision=promise.revision,
            )
        told = {name: [_written(getattr(promise, name)), _written(value)] for name, value in differing.items()}
        for name, value in differing.items():
            setattr(promise, name, value)
        check_days(promise)
        save(promise, *differing)
        record("promise.edited", promise, actor, told)
    return promise


def link(promise: Promise, *, actor: User, requirement: Requirement | None) -> Promise:
    """Say which requirement will keep it, of the same product; None: none any more.

    Raises ``PermissionDenied``, ``InvalidTransition`` when it is over, ``ValidationError``.
    """
    with transaction.atomic():
        promise = locked(promise)
        if not permissions.can_link(actor, promise):
            raise PermissionDenied(_("Only people who work on this product can link its promises."))
        if promise.requirement == requirement:
            return promise
        refuse_closed(promise)
        old, promise.requirement = promise.requirement, _requirement(requirement, promise.product)
        save(promise, "requirement")
        names = [one.reference if one else None for one in (old, requirement)]
        record("promise.linked", promise, actor, {"requirement": names}, old if requirement is None else None)
    return promise


def locked(promise: Promise) -> Promise:
    """The promise as it is now, held until the transaction ends."""
    pk = Promise.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=promise.pk)
    return Promise.objects.with_people().get(pk=pk)


def save(promise: Promise, *fields: str) -> None:
    promise.revision += 1
    promise.save(update_fields=[*fields, "revision", "changed_at"])


def record(
    kind: str, promise: Promise, actor: User, changes: dict[str, Any], requirement: Requirement | None = None
) -> None:
    """On the thread of its requirement (``requirement``: the one it had), else only of the product; ids, no names."""
    about = requirement or promise.requirement
    events.record(
        kind,
        actor=actor,
        subject=promise,
        thread_id=about.thread_id if about is not None else None,
        product_id=promise.product_id,
        changes=changes,
    )


def refuse_closed(promise: Promise) -> None:
    if not promise.is_open:
        words = {"state": promise.get_state_display()}
        raise InvalidTransition(_("This promise is over: %(state)s.") % words, code="closed")
    _refuse_archived(promise.product)


def check_days(promise: Promise) -> None:
    """A promise told to a customer has its days, in their order."""
    if promise.state == Promise.State.ASKED:
        return
    if promise.due_on is None:
        raise ValidationError({"due_on": _("Say by which day.")}, code="required")
    if promise.promised_on is None:
        raise ValidationError({"promised_on": _("Say on which day it was said.")}, code="required")
    if promise.promised_on > promise.due_on:
        raise ValidationError({"due_on": _("It is due before it was said.")}, code="order")
    if promise.valid_to_on is not None and promise.valid_to_on < promise.promised_on:
        raise ValidationError({"valid_to_on": _("It ends before it was said.")}, code="order")


def _begun(product: Product, customer: Customer, wording: str, requirement: Requirement | None) -> dict[str, Any]:
    _refuse_archived(product)
    if customer.archived_at is not None:
        raise ValidationError({"customer": _("This customer is archived.")}, code="archived")
    return {
        "product": product,
        "customer": customer,
        "wording": _wording(wording),
        "requirement": _requirement(requirement, product),
    }


def _refuse_archived(product: Product) -> None:
    if product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")


def _requirement(found: Requirement | None, product: Product) -> Requirement | None:
    if found is not None and found.product_id != product.pk:
        raise ValidationError({"requirement": _("The requirement belongs to another product.")}, code="other_product")
    return found


def _wording(text: str) -> str:
    text = " ".join(storable(text).split())
    if not text:
        raise ValidationError({"wording": _("Say what is promised.")}, code="required")
    if len(text) > LONGEST_WORDING:
        message = _("At most %(most)d characters.") % {"most": LONGEST_WORDING}
        raise ValidationError({"wording": message}, code="too_long")
    return text


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value
