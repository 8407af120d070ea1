"""Who an artifact is addressed to: what the declaration proposes, and what that means for sight.

A party without a question (declared "none", or asked only when rows that concern it change) is copied:
it sees the artifact and is not asked. So is the kind's own department.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts.declaration import MANAGERS, NONE, Kind
from artifacts.models import Artifact, Receiver
from conversations.models import Thread
from departments import permissions as organisation
from departments.models import Department, Liaison, Membership, Product

DEFAULT_RESPONSE_DAYS = 2
MOST_RESPONSE_DAYS = 60


@dataclass(frozen=True)
class ReceiverWish:
    """One party as a form or a declaration names it. ``department`` None: the product's managers."""

    department: Department | None
    question: str = Receiver.Question.AGREE
    response_days: int = DEFAULT_RESPONSE_DAYS
    may_lapse: bool = False

    @property
    def party(self) -> str:
        return self.department.code if self.department else MANAGERS


def proposed(kind: Kind) -> list[ReceiverWish]:
    """The receivers a new artifact of the kind starts with, in the order of the declaration."""
    departments = {department.code: department for department in Department.objects.filter(archived_at=None)}
    found: dict[str, ReceiverWish] = {}
    for declared in kind.receivers:
        department = departments.get(declared.party)
        if department is None and declared.party != MANAGERS:
            continue
        is_asked = declared.question != NONE and declared.on_change_of is None
        question = declared.question if is_asked else Receiver.Question.COPY
        wish = ReceiverWish(department, question, declared.response_days, declared.may_lapse and is_asked)
        if is_asked or declared.party not in found:
            found[declared.party] = wish
    own = departments.get(kind.department or "")
    if own is not None:
        found.setdefault(own.code, ReceiverWish(own, Receiver.Question.COPY))
    return list(found.values())


def check(wishes: Sequence[ReceiverWish]) -> None:
    """Raises ``ValidationError`` for what no artifact can be addressed to."""
    parties = [wish.party for wish in wishes]
    if len(parties) != len(set(parties)):
        raise ValidationError({"receivers": _("A receiver is named twice.")})
    for wish in wishes:
        if wish.department is not None and wish.department.archived_at is not None:
            raise ValidationError({"receivers": _("%(name)s is archived.") % {"name": wish.department.name}})
        if wish.question not in Receiver.Question.values:
            raise ValidationError({"receivers": _("Unknown question.")})
        if wish.may_lapse and wish.question != Receiver.Question.ACKNOWLEDGE:
            raise ValidationError({"receivers": _("Only an acknowledgement may be taken as read.")})
        if not 1 <= wish.response_days <= MOST_RESPONSE_DAYS:
            raise ValidationError({"receivers": _("Give 1 to %(most)d working days.") % {"most": MOST_RESPONSE_DAYS}})


def audience_of(artifact: Artifact) -> str:
    confidential = artifact.is_confidential
    return Thread.Audience.CONFIDENTIAL if confidential else Thread.Audience.DEPARTMENTS


def departments_of(artifact: Artifact) -> list[Department]:
    """The departments addressed, asked or copied."""
    return list(Department.objects.filter(pk__in=artifact.receivers.values("department_id")))


def vacant(product: Product, wishes: Sequence[ReceiverWish | Receiver], publisher: User) -> list[Department]:
    """Departments that are asked though nobody could answer (the publisher cannot answer the own version)."""
    asked = [wish.department for wish in wishes if wish.department and wish.question != Receiver.Question.COPY]
    answering = organisation.who_answers_by_department(product, asked)
    offices = {department: answering.get(department.pk, []) for department in asked}
    found = []
    for department, people in offices.items():
        others = [person for person in people if person.pk != publisher.pk]
        if not others and not _has_other_office(product, department, publisher):
            found.append(department)
    return found


def _has_other_office(product: Product, department: Department, publisher: User) -> bool:
    """Is there a backup or a lead beside the publisher, who may answer though not asked first?"""
    liaisons = Liaison.objects.current().filter(product=product, department=department, user__is_active=True)
    leads = Membership.objects.leads().filter(department=department, user__is_active=True)
    return liaisons.exclude(user=publisher).exists() or leads.exclude(user=publisher).exists()
