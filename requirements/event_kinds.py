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
    # Views are how people look at a list; what is in it did not change.
    EventKind("saved_view.created", _("View saved"), _("saved a view"), icon="bookmark-plus", is_news=False),
    EventKind("saved_view.edited", _("View changed"), _("changed a view"), icon="bookmark", is_news=False),
    EventKind("saved_view.shared", _("View shared"), _("shared a view"), icon="share-2", is_news=False),
    EventKind("saved_view.deleted", _("View deleted"), _("deleted a view"), icon="bookmark-x", is_news=False),
    EventKind("workflow.began", _("Workflow set up"), _("set up the workflow"), icon="workflow", is_news=False),
)


def register_all() -> None:
    register(*KINDS)
