"""The events of this floor, as feeds, mails and webhooks call them.

``changes`` never holds the value of a masked cell; an edit names part and column only.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register

_ASKED = ("asked", "watching")

KINDS = (
    EventKind("artifact.created", _("Artifact created"), _("began a draft"), icon="file-plus"),
    # Of drafts only those who edit them know; feeds are read by everybody who sees the document.
    EventKind("artifact.edited", _("Draft edited"), _("edited the draft"), icon="pencil", is_news=False),
    EventKind("artifact.settings_changed", _("Settings changed"), _("changed the settings"), icon="settings"),
    EventKind(
        "artifact.receivers_changed",
        _("Receivers changed"),
        _("changed who is asked"),
        icon="users",
        told=("asked", "watching"),
    ),
    EventKind(
        "artifact.published",
        _("Sent for sign-off"),
        _("sent a version for sign-off"),
        icon="send",
        told=("asked", "department", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "artifact.erratum_published",
        _("Erratum published"),
        _("published an erratum"),
        icon="spell-check",
        told=("watching",),
        is_webhook=True,
    ),
    EventKind(
        "artifact.refreshed",
        _("Updated"),
        _("updated the record"),
        icon="refresh-cw",
        told=("asked", "watching"),
        is_webhook=True,
    ),
    EventKind("artifact.period_frozen", _("Period frozen"), _("froze a period"), icon="snowflake"),
    EventKind(
        "artifact.withdrawn",
        _("Version withdrawn"),
        _("withdrew a version"),
        icon="undo-2",
        told=("asked", "department", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "artifact.draft_discarded", _("Draft discarded"), _("discarded the draft"), icon="trash-2", is_news=False
    ),
    EventKind(
        "artifact.draft_restored",
        _("Version restored"),
        _("took an earlier version into the draft"),
        icon="history",
        is_news=False,
    ),
    EventKind(
        "artifact.imported", _("Imported"), _("imported a document into the draft"), icon="file-input", is_news=False
    ),
    EventKind("artifact.import_undone", _("Import undone"), _("took an import back"), icon="undo-2", is_news=False),
    EventKind("artifact.archived", _("Archived"), _("archived this"), icon="archive", told=("watching",)),
    EventKind("artifact.unarchived", _("Taken out of the archive"), _("took this out of the archive"), icon="archive"),
    EventKind("artifact.deleted", _("Draft deleted"), _("deleted a draft"), icon="trash-2"),
    EventKind(
        "artifact.became_stale",
        _("Stale"),
        _("is out of date"),
        icon="clock-alert",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "artifact.handed_over", _("Owner changed"), _("handed this over"), icon="arrow-right-left", told=("owner",)
    ),
    EventKind("redaction.requested", _("Redaction requested"), _("asked to take content out"), icon="eraser"),
    EventKind(
        "redaction.confirmed",
        _("Content taken out"),
        _("took content out of a version"),
        icon="eraser",
        told=("owner",),
    ),
    EventKind("redaction.cancelled", _("Redaction cancelled"), _("dropped a redaction"), icon="eraser"),
    EventKind(
        "sign_off.answered",
        _("Answered"),
        _("answered"),
        icon="check",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind("sign_off.passed_on", _("Passed on"), _("passed the question on"), icon="forward", told=("asked",)),
    EventKind(
        "sign_off.signer_added", _("Signer added"), _("asked a person by name"), icon="user-plus", told=("asked",)
    ),
    EventKind("sign_off.copied", _("Copied"), _("sent a copy"), icon="copy", told=("asked",)),
    EventKind("sign_off.nudged", _("Nudge"), _("sent a nudge"), icon="bell-ring", told=("asked",)),
    EventKind(
        "sign_off.asked_again",
        _("Asked again"),
        _("wants to answer again"),
        icon="rotate-ccw",
        told=("owner", "asked", "watching"),
    ),
    EventKind("sign_off.lapsed", _("Taken as read"), _("was taken as read"), icon="hourglass"),
    EventKind(
        "sign_off.handed_over",
        _("Question handed over"),
        _("handed an open question over"),
        icon="arrow-right-left",
        told=("asked", "owner"),
    ),
    EventKind(
        "question.asked",
        _("Question asked"),
        _("asked a question; the clock is paused"),
        icon="circle-question-mark",
        told=("owner", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "question.answered",
        _("Question answered"),
        _("answered a question; the clock runs again"),
        icon="message-circle-reply",
        told=("asked", "watching"),
        is_webhook=True,
    ),
    EventKind(
        "question.handed_over",
        _("Question of a person who left"),
        _("handed a question over"),
        icon="arrow-right-left",
        told=("asked", "owner"),
    ),
    EventKind(
        "open_point.handed_over",
        _("Condition of a person who left"),
        _("handed an open point over"),
        icon="arrow-right-left",
        told=("asked", "owner"),
    ),
    EventKind(
        "todo_rows.left",
        _("Rows without a person"),
        _("deactivated a person with rows to do here"),
        icon="user-minus",
        told=("owner",),
    ),
    EventKind(
        "todo_rows.handed_over",
        _("Rows handed over"),
        _("handed the rows to do over"),
        icon="arrow-right-left",
        told=("owner",),
    ),
    EventKind("open_point.closed", _("Open point closed"), _("closed an open point"), icon="circle-check", told=_ASKED),
    EventKind("fill_in.filled", _("Filled in"), _("filled a cell in"), icon="table-2", told=("owner",)),
    EventKind("fill_in.done", _("Done"), _("ticked a to-do off"), icon="square-check", told=("owner",)),
    EventKind("fill_in.undone", _("Not done"), _("opened a to-do again"), icon="square", told=("owner",)),
)


def register_all() -> None:
    register(*KINDS)
