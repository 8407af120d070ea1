"""The checks of what a requirement is given, one function a field; each raises ``ValidationError``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from departments.models import Product
from requirements import permissions
from requirements.models import Requirement

LONGEST_TITLE = 200
LONGEST_LABEL = 30
MOST_LABELS = 20
MOST_POINTS = Decimal(9999)


def title(text: str) -> str:
    text = " ".join(storable(text).split())
    if not text:
        raise ValidationError({"title": _("Give it a title.")}, code="required")
    if len(text) > LONGEST_TITLE:
        message = _("A title has at most %(most)d characters.") % {"most": LONGEST_TITLE}
        raise ValidationError({"title": message}, code="too_long")
    return text


def labels(words: Iterable[str]) -> list[str]:
    """Without doubles, in the order given."""
    found = list(dict.fromkeys(word for one in words if (word := " ".join(storable(one).split()))))
    if len(found) > MOST_LABELS:
        raise ValidationError({"labels": _("At most %(most)d labels.") % {"most": MOST_LABELS}}, code="too_many")
    if any(len(word) > LONGEST_LABEL for word in found):
        message = _("A label has at most %(most)d characters.") % {"most": LONGEST_LABEL}
        raise ValidationError({"labels": message}, code="too_long")
    return found


def assignee(person: User | None, product: Product) -> User | None:
    """Somebody who sees the product."""
    if person is not None and not permissions.assignable(product).filter(pk=person.pk).exists():
        raise ValidationError({"assignee": _("This person does not see the product.")}, code="unknown")
    return person


def parent(found: Requirement | None, type: str, product: Product) -> Requirement | None:
    """One level higher at least and of the same product, so that there is no circle."""
    if found is None:
        return None
    if found.product_id != product.pk:
        raise ValidationError({"parent": _("The parent belongs to another product.")}, code="other_product")
    if found.archived_at is not None:
        raise ValidationError({"parent": _("The parent is archived.")}, code="archived")
    levels = Requirement.LEVELS
    if levels[Requirement.Type(found.type)] >= levels[Requirement.Type(type)]:
        message = _("A %(type)s cannot stand under a %(parent)s.")
        words = {"type": Requirement.Type(type).label, "parent": Requirement.Type(found.type).label}
        raise ValidationError({"parent": message % words}, code="level")
    return found


def type_with_children(type: str, requirement: Requirement) -> str:
    """A type that still stands above the requirement's children."""
    if type not in Requirement.Type.values:
        raise ValidationError({"type": _("Unknown.")}, code="unknown")
    levels = Requirement.LEVELS
    below = requirement.children.values_list("type", flat=True)
    if any(levels[Requirement.Type(child)] <= levels[Requirement.Type(type)] for child in below):
        raise ValidationError({"type": _("Its children stand on this level already.")}, code="level")
    return type


def points(number: Decimal | None) -> Decimal | None:
    if number is not None and not 0 <= number <= MOST_POINTS:
        message = _("Points go from 0 to %(most)d.") % {"most": MOST_POINTS}
        raise ValidationError({"points": message}, code="out_of_range")
    return number


def span(starts_on: dt.date | None, due_on: dt.date | None) -> None:
    if starts_on is not None and due_on is not None and starts_on > due_on:
        raise ValidationError({"due_on": _("It is due before it starts.")}, code="order")
