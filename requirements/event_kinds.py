"""The events of this floor, as feeds, mails and webhooks call them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register

KINDS = (
    EventKind(
        "requirement.created",
        _("Requirement created"),
        _("created a requirement"),
        icon="list-plus",
        told=("asked", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "requirement.edited",
        _("Requirement changed"),
        _("changed the requirement"),
        icon="pencil",
        told=("asked", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "requirement.moved",
        _("Requirement moved"),
        _("moved the requirement on"),
        icon="arrow-right",
        told=("owner", "asked", "watching"),
        is_webhook=True,
    ),
    # The order of a list is everybody's and nobody's news.
    EventKind("requirement.placed", _("Order changed"), _("changed the order"), icon="arrow-up-down", is_news=False),
    EventKind(
        "requirement.archived", _("Requirement archived"), _("archived this"), icon="archive", told=("watching",)
    ),
    EventKind(
        "requirement.unarchived",
        _("Requirement taken out of the archive"),
        _("took this out of the archive"),
        icon="archive-restore",
    ),
    EventKind(
        "requirement.handed_over",
        _("Assignee changed with a departure"),
        _("handed the requirement over"),
        icon="arrow-right-left",
        told=("asked",),
    ),
    EventKind(
        "feedback.logged",
        _("Feedback logged"),
        _("brought in feedback"),
        icon="message-square-plus",
        told=("watching",),
        is_webhook=True,
    ),
    EventKind(
        "feedback.accepted",
        _("Feedback accepted"),
        _("accepted the feedback"),
        icon="circle-check",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "feedback.declined",
        _("Feedback declined"),
        _("declined the feedback"),
        icon="circle-x",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "feedback.duplicated",
        _("Feedback said before"),
        _("joined the feedback with what was said before"),
        icon="copy",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "feedback.answered",
        _("Feedback answered"),
        _("answered the feedback"),
        icon="message-square-reply",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "feedback.reopened",
        _("Feedback reopened"),
        _("put the feedback back into the queue"),
        icon="rotate-ccw",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "feedback.told",
        _("Asker told"),
        _("told whoever asked that it is done"),
        icon="megaphone",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind("workflow.began", _("Workflow set up"), _("set up the workflow"), icon="workflow", is_news=False),
)


def register_all() -> None:
    register(*KINDS)
