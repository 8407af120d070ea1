"""What this floor tells the lower ones about itself, once, when the application starts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import handover
from conversations import feed, jumps
from conversations.models import Comment, Thread
from conversations.registry import SubjectKind, register
from conversations.text.blocks import block_ids
from requirements.actions import customers, leaving
from requirements.actions.create import SUBJECT
from requirements.actions.feedback import log
from requirements.actions.releases import SUBJECT as RELEASE
from requirements.customers import sees_names
from requirements.describing import feedback, promises, releases, requirements


def check_anchor(thread: Thread, anchor: str, key: str) -> None:
    """A comment on a requirement may be tied to one of the blocks of its description."""
    if anchor != Comment.Anchor.QUOTE or key not in block_ids(thread.requirement.description):
        raise ValidationError({"anchor": _("This line does not stand in the requirement.")})


def register_all() -> None:
    register(SubjectKind(SUBJECT, gettext_lazy("Requirement"), icon="list-checks", check_anchor=check_anchor))
    register(SubjectKind(log.SUBJECT, gettext_lazy("Feedback"), icon="message-square-quote"))
    feed.register_describer("requirement", requirements.describe)
    register(SubjectKind(RELEASE, pgettext_lazy("of a product", "Release"), icon="milestone"))
    feed.register_describer("release", releases.describe)
    feed.register_describer("feedback", feedback.describe)
    jumps.register_place(
        jumps.Place(gettext_lazy("Give feedback"), "feedback-new", "message-square-plus", ("tifankui", "fankui"))
    )
    jumps.register_place(jumps.Place(gettext_lazy("My feedback"), "feedback-mine", "message-square-quote"))
    handover.register(
        handover.Owned(
            "requirements", gettext_lazy("Requirements"), items=leaving.items_assigned, move=leaving.move_assigned
        )
    )
    feed.register_describer("promise", promises.describe)
    handover.register(
        handover.Owned("customers", gettext_lazy("Customers"), items=customers.items_owned, move=customers.move_owned)
    )
    jumps.register_place(
        jumps.Place(gettext_lazy("Customers"), "customer-list", "building-2", ("customers",), is_shown=sees_names)
    )
