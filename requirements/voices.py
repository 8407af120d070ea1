"""Who asks for a requirement: its feedback, the customers behind it, and whom to tell when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from requirements import permissions
from requirements.customers import sees_names, shown_name
from requirements.models import Customer, Feedback, Requirement

SHOWN = 30


@dataclass(frozen=True)
class Voice:
    """One feedback as a certain viewer sees it; ``customer`` and ``contact`` as they may read them."""

    feedback: Feedback
    customer: str
    contact: str
    can_tell: bool


@dataclass(frozen=True)
class Voices:
    """``value``: what the customers behind it pay in a year; None for those who read no names."""

    shown: list[Voice]
    count: int
    # Those behind it, each once, as the viewer may read them.
    customers: list[str]
    value: Decimal | None
    # Whom nobody has told yet, though it is done.
    open_count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.shown)

    @property
    def to_tell(self) -> list[Voice]:
        return [voice for voice in self.shown if voice.feedback.can_be_told]


def voice_of(feedback: Feedback, viewer: User) -> Voice:
    can_tell = permissions.can_tell(viewer, feedback)
    return Voice(feedback, customer_of(feedback, viewer), contact_of(feedback, viewer), can_tell)


def customer_of(feedback: Feedback, viewer: User) -> str:
    """Whom it came from, as the viewer may read it."""
    return shown_name(viewer, feedback.customer) if feedback.customer else ""


def contact_of(feedback: Feedback, viewer: User) -> str:
    """The person on the customer's side: for those who read names, and for who wrote it down."""
    return feedback.contact if sees_names(viewer) or feedback.submitted_by_id == viewer.pk else ""


def voices_of(requirement: Requirement, viewer: User) -> Voices:
    """One query, one more for the customers, and one each for counts where there are more than can be shown."""
    rows = Feedback.objects.voices_for(requirement).with_people()
    # Who still has to be told stands first.
    found = list(rows.order_by("-told_at", "number")[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.order_by().count()
    customers = Customer.objects.filter(pk__in=rows.order_by().values("customer")).order_by("pk") if found else []
    value = sum((one.yearly_value or Decimal(0) for one in customers), Decimal(0))
    return Voices(
        shown=[voice_of(one, viewer) for one in found[:SHOWN]],
        count=count,
        customers=[shown_name(viewer, one) for one in customers],
        value=value if sees_names(viewer) else None,
        open_count=rows.order_by().untold().count() if count > SHOWN else sum(one.can_be_told for one in found),
    )
