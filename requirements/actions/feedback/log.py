"""Writing down what somebody asked for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import search
from conversations.actions import threads
from conversations.models import Thread, Watcher
from conversations.text.sanitise import storable
from departments.models import Department, Product
from departments.permissions import departments_of
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.actions import customers
from requirements.actions.feedback.locking import record
from requirements.customer_permissions import can_keep
from requirements.customers import sees_names
from requirements.models import Customer, Feedback

SUBJECT = "feedback"
LONGEST_WORDS = 20_000
LONGEST_TITLE = 80
LONGEST_NAME = 100


def log(
    *,
    actor: User,
    product: Product,
    words: str,
    customer: Customer | None = None,
    customer_name: str = "",
    contact: str = "",
    channel: str = "",
    severity: str = "",
    amount: Decimal | None = None,
    needed_on: dt.date | None = None,
    outside_number: str = "",
    outside_address: str = "",
    department: Department | None = None,
) -> Feedback:
    """New feedback; only the words are required. Without a department it comes through the actor's own.

    ``customer_name``: a customer by name in place of ``customer``, made if there is none of that name.
    Raises ``PermissionDenied``, ``InvalidTransition`` on an archived product and ``ValidationError``
    naming the field.
    """
    words = checked_words(words)
    if amount is not None and amount < 0:
        raise ValidationError({"amount": _("An amount at stake is not below zero.")}, code="out_of_range")
    with transaction.atomic():
        product = _locked_product(actor, product)
        feedback = Feedback(
            product=product,
            words=words,
            customer=customer or customer_named(customer_name, actor),
            contact=" ".join(storable(contact).split()),
            channel=channel,
            severity=severity,
            amount=amount,
            needed_on=needed_on,
            outside_number=outside_number.strip(),
            outside_address=outside_address.strip(),
            submitted_by=actor,
            department=department or departments_of(actor).order_by("pk").first(),
        )
        _write(feedback, product, actor)
    return feedback


def checked_words(text: str) -> str:
    text = storable(text).strip()
    if not text:
        raise ValidationError({"words": _("Write what was said.")}, code="required")
    if len(text) > LONGEST_WORDS:
        message = _("At most %(most)d characters.") % {"most": LONGEST_WORDS}
        raise ValidationError({"words": message}, code="too_long")
    return text


def title_of(words: str) -> str:
    """The first line, cut where it grows long."""
    line = " ".join(words.splitlines()[0].split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def customer_named(name: str, actor: User) -> Customer | None:
    """The customer of that name, whatever its letters' case; a new one for those who keep the register."""
    name = " ".join(storable(name).split())
    if not name:
        return None
    if not sees_names(actor):
        raise ValidationError({"customer": _("You cannot name customers.")}, code="unknown")
    if len(name) > LONGEST_NAME:
        message = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
        raise ValidationError({"customer": message}, code="too_long")
    same = Customer.objects.alias(folded=Lower("name")).filter(folded=Lower(Value(name)))
    found = same.first()
    if found is None and not can_keep(actor):
        message = _("No customer of this name is in the register. Sales and support add new ones.")
        raise ValidationError({"customer": message}, code="unknown")
    try:
        return found or customers.create(actor=actor, name=name)
    except ValidationError:
        # A rival who named the same one in this moment wins, and both mean that row.
        return same.get()


def _locked_product(actor: User, product: Product) -> Product:
    """The product with its counter held, for those who see it."""
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if not permissions.can_log(actor, product):
        raise PermissionDenied(_("You cannot give feedback on this product."))
    if product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")
    return product


def _write(feedback: Feedback, product: Product, actor: User) -> None:
    product.last_feedback_number += 1
    product.save(update_fields=["last_feedback_number"])
    feedback.number = product.last_feedback_number
    feedback.thread = threads.open_thread(
        kind=SUBJECT,
        title=title_of(feedback.words),
        address=f"/feedback/{feedback.reference}/",
        reference=feedback.reference,
        owner=actor,
        audience=Thread.Audience.PRODUCT,
        product=product,
        is_open=True,
    )
    feedback.save()
    threads.attach_subject(feedback.thread, feedback)
    Watcher.objects.bulk_create([Watcher(thread=feedback.thread, user=actor)], ignore_conflicts=True)
    search.put(feedback.thread, "section:words", feedback.words)
    record(
        "feedback.logged",
        feedback,
        actor,
        {"channel": feedback.channel, "severity": feedback.severity, "customer": feedback.customer_id},
    )
