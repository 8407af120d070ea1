"""Keeping the register of customers. An event says which fields changed, never a name or an amount."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handover import Item
from accounts.models import User
from conversations.text.sanitise import storable
from events import actions as events
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements import customer_permissions as permissions
from requirements.customers import shown_name
from requirements.models import Customer

LONGEST_NAME = 100
LONGEST_REGION = 40
MOST_VALUE = Decimal(999_999_999_999)
# What an event only names: it is read by people who may not read the register.
MASKED = ("name", "yearly_value")


class Fields(TypedDict, total=False):
    """What a customer is given; what is not given stays."""

    name: str
    segment: str
    region: str
    owner: User | None
    yearly_value: Decimal | None
    renews_on: dt.date | None
    health: str


def create(*, actor: User, **fields: Unpack[Fields]) -> Customer:
    """A new customer; without an owner nobody in particular looks after it.

    Raises ``PermissionDenied`` and ``ValidationError`` naming the field (a name stands once, whatever its case).
    """
    with transaction.atomic():
        _refuse_others(actor, None)
        customer = Customer(**_checked(Customer(), {"name": "", **fields}))
        try:
            with transaction.atomic():
                customer.save()
        except IntegrityError as error:
            # Somebody else named it in this moment.
            raise _taken() from error
        events.record("customer.created", actor=actor, subject=customer, changes={"owner": customer.owner_id})
    return customer


def edit(customer: Customer, *, actor: User, revision: int, **fields: Unpack[Fields]) -> Customer:
    """Change named fields. Nothing different: no event, and an older revision does no harm.

    Raises ``StaleEdit`` with both texts when somebody saved since ``revision``, ``PermissionDenied``,
    ``InvalidTransition`` when archived, ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        customer = _locked(customer)
        _refuse_others(actor, customer)
        if customer.archived_at is not None:
            raise InvalidTransition(_("This customer is archived. Take it out of the archive first."), code="archived")
        wanted = _checked(customer, dict(fields))
        differing = {name: value for name, value in wanted.items() if getattr(customer, name) != value}
        if not differing:
            return customer
        if customer.revision != revision:
            raise StaleEdit(
                mine={name: _written(value) for name, value in differing.items()},
                theirs={name: _written(getattr(customer, name)) for name in differing},
                revision=customer.revision,
            )
        told = {name: _change(name, getattr(customer, name), value) for name, value in differing.items()}
        for name, value in differing.items():
            setattr(customer, name, value)
        customer.revision += 1
        customer.save(update_fields=[*differing, "revision", "changed_at"])
        events.record("customer.edited", actor=actor, subject=customer, changes=told)
    return customer


def archive(customer: Customer, *, actor: User) -> Customer:
    """It leaves the register's list; its promises stay."""
    return _set_archived(customer, actor, is_archived=True)


def unarchive(customer: Customer, *, actor: User) -> Customer:
    return _set_archived(customer, actor, is_archived=False)


def items_owned(person: User, viewer: User) -> list[Item]:
    """What the dialog of a departure lists, by the names its viewer may read."""
    rows = Customer.objects.live().filter(owner=person).order_by("pk")
    return [Item(shown_name(viewer, one), f"/customers/{one.pk}/") for one in rows]


def move_owned(person: User, successor: User, actor: User) -> int:
    """Give every live customer of the person to the successor, nobody where they do not read the register."""
    owner = successor if permissions.possible_owners().filter(pk=successor.pk).exists() else None
    rows = Customer.objects.live().filter(owner=person).select_for_update(no_key=True)
    for customer in rows:
        customer.owner = owner
        customer.revision += 1
        customer.save(update_fields=["owner", "revision", "changed_at"])
        changes = {"owner": [person.pk, owner.pk if owner else None]}
        events.record("customer.handed_over", actor=actor, subject=customer, changes=changes)
    return len(rows)


def _set_archived(customer: Customer, actor: User, *, is_archived: bool) -> Customer:
    with transaction.atomic():
        customer = _locked(customer)
        _refuse_others(actor, customer)
        if (customer.archived_at is not None) == is_archived:
            return customer
        customer.archived_at = timezone.now() if is_archived else None
        customer.revision += 1
        customer.save(update_fields=["archived_at", "revision", "changed_at"])
        events.record("customer.archived" if is_archived else "customer.unarchived", actor=actor, subject=customer)
    return customer


def _locked(customer: Customer) -> Customer:
    pk = Customer.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=customer.pk)
    return Customer.objects.select_related("owner").get(pk=pk)


def _refuse_others(actor: User, customer: Customer | None) -> None:
    if not permissions.can_keep(actor, customer):
        raise PermissionDenied(_("Sales, support, product managers and the owner keep the register of customers."))


def _checked(customer: Customer, fields: dict[str, Any]) -> dict[str, Any]:
    """The values as they would be stored. Raises ``ValidationError`` naming the field."""
    wanted = dict(fields)
    if "name" in wanted:
        wanted["name"] = _name(customer, wanted["name"])
    if "region" in wanted:
        wanted["region"] = " ".join(storable(wanted["region"]).split())
        if len(wanted["region"]) > LONGEST_REGION:
            message = _("At most %(most)d characters.") % {"most": LONGEST_REGION}
            raise ValidationError({"region": message}, code="too_long")
    for name, choices in (("segment", Customer.Segment.values), ("health", Customer.Health.values)):
        if wanted.get(name) and wanted[name] not in choices:
            raise ValidationError({name: _("Unknown.")}, code="unknown")
    owner = wanted.get("owner")
    if owner is not None and owner != customer.owner and not permissions.possible_owners().filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("This person does not read the register of customers.")}, code="unknown")
    value = wanted.get("yearly_value")
    if value is not None and not 0 <= value <= MOST_VALUE:
        raise ValidationError({"yearly_value": _("A value is not negative.")}, code="out_of_range")
    return wanted


def _name(customer: Customer, text: str) -> str:
    name = " ".join(storable(text).split())
    if not name:
        raise ValidationError({"name": _("Give the customer's name.")}, code="required")
    if len(name) > LONGEST_NAME:
        message = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
        raise ValidationError({"name": message}, code="too_long")
    same = Customer.objects.alias(folded=Lower("name")).filter(folded=Lower(Value(name))).exclude(pk=customer.pk)
    if same.exists():
        raise _taken()
    return name


def _taken() -> ValidationError:
    return ValidationError({"name": _("There is a customer of this name already.")}, code="taken")


def _change(name: str, old: Any, new: Any) -> list[Any]:
    return [None, None] if name in MASKED else [_written(old), _written(new)]


def _written(value: Any) -> Any:
    if isinstance(value, User):
        return value.username
    return str(value) if isinstance(value, (dt.date, Decimal)) else value
