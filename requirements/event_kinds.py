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
        "requirement.scheduled",
        _("Release of a requirement changed"),
        _("changed the release"),
        icon="milestone",
        told=("owner", "asked", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "release.planned",
        _("Release planned"),
        _("planned a release"),
        icon="milestone",
        told=("watching",),
        is_webhook=True,
    ),
    EventKind(
        "release.edited",
        _("Release changed"),
        _("changed the release"),
        icon="pencil",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "release.scope_changed",
        _("Scope of a release changed"),
        _("changed what ships"),
        icon="list-plus",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "release.frozen", _("Scope frozen"), _("froze the scope"), icon="lock", told=("watching",), is_webhook=True
    ),
    EventKind("release.unfrozen", _("Scope opened"), _("opened the scope again"), icon="lock-open", told=("watching",)),
    EventKind(
        "release.shipped",
        _("Release shipped"),
        _("shipped the release"),
        icon="rocket",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "release.cancelled",
        _("Release cancelled"),
        _("cancelled the release"),
        icon="circle-x",
        told=("owner", "watching"),
        is_webhook=True,
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
    *(
        # The register is one for the company: it stands in the administration log, by ids and field names.
        EventKind(f"customer.{code}", label, sentence, icon=icon, is_administrative=True)
        for code, label, sentence, icon in (
            ("created", _("Customer added"), _("added a customer"), "building-2"),
            ("edited", _("Customer changed"), _("changed a customer"), "pencil"),
            ("archived", _("Customer archived"), _("archived a customer"), "archive"),
            (
                "unarchived",
                _("Customer taken out of the archive"),
                _("took a customer out of the archive"),
                "archive-restore",
            ),
            ("handed_over", _("Customer handed over"), _("handed a customer over"), "arrow-right-left"),
        )
    ),
    *(
        EventKind(f"promise.{code}", label, sentence, icon=icon, told=("owner", "asked", "watching"), is_webhook=True)
        for code, label, sentence, icon in (
            ("asked", _("Promise asked for"), _("asked whether it can be promised"), "circle-question-mark"),
            ("given", _("Promise given"), _("promised it to a customer"), "handshake"),
            ("refused", _("Promise refused"), _("said it cannot be promised"), "circle-x"),
            ("edited", _("Promise changed"), _("changed a promise"), "pencil"),
            ("linked", _("Promise linked"), _("linked a promise"), "link"),
            ("kept", _("Promise kept"), _("said that a promise was kept"), "circle-check"),
            ("broken", _("Promise broken"), _("said that a promise was broken"), "circle-alert"),
            ("withdrawn", _("Promise withdrawn"), _("withdrew a promise"), "undo-2"),
        )
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
