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
    EventKind("workflow.began", _("Workflow set up"), _("set up the workflow"), icon="workflow", is_news=False),
)


def register_all() -> None:
    register(*KINDS)
