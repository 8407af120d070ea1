"""Every verb has two doors: a page and an endpoint. What has only one stands here, with its reason."""

from __future__ import annotations

from tests.permissions import table

# A page route and the endpoint that does the same, where the names differ.
SAME = {
    "artifact-answer": "sign-off-answer",
    "artifact-ask": "sign-off-ask",
    "artifact-ask-again": "sign-off-ask-again",
    "artifact-delete": "artifact-detail",
    "artifact-discard": "artifact-discard-draft",
    "artifact-new": "artifact-list",
    "artifact-pass-on": "sign-off-pass-on",
    "artifact-restore": "artifact-restore-version",
    "artifact-settings": "artifact-detail",
    "artifact-signer-add": "artifact-add-signer",
    "attachment-delete": "attachment-detail",
    "attachment-upload": "attachment-list",
    "calendar-day-set": "calendar-day-list",
    "comment-add": "comment-list",
    "comment-delete": "comment-detail",
    "comment-edit": "comment-detail",
    "customer-edit": "customer-detail",
    "customer-new": "customer-list",
    "department-add": "department-list",
    "department-edit": "department-detail",
    "feedback-new": "feedback-list",
    "fill-in-edit": "artifact-fill-ins",
    "grant-add": "thread-name-person",
    "grant-remove": "thread-remove-person",
    "held-release": "log-held-release",
    "internal-open": "thread-open-internal",
    "invitation-create": "invitation-list",
    "liaison-name": "liaison-list",
    "link-add": "link-list",
    "link-remove": "link-detail",
    "meeting-note-conclude": "decision-list",
    "meeting-note-edit": "meeting-note-detail",
    "meeting-note-new": "meeting-note-list",
    "meeting-note-save": "meeting-note-detail",
    "membership-start": "membership-list",
    "note-todo-add": "note-todo-list",
    "note-todo-remove": "note-todo-detail",
    "person-add": "person-list",
    "person-edit": "person-detail",
    "product-create": "product-list",
    "product-edit": "product-detail",
    "profile-edit": "me",
    "promise-edit": "promise-detail",
    "promise-new": "promise-list",
    "redaction-request": "artifact-redactions",
    "release-edit": "release-detail",
    "release-plan": "release-list",
    "requirement-cell": "requirement-detail",
    "requirement-edit": "requirement-detail",
    "requirement-new": "requirement-list",
    "requirement-save": "requirement-detail",
    "row-delete": "row-detail",
    "row-save": "row-detail",
    "saved-view-delete": "saved-view-detail",
    "saved-view-edit": "saved-view-detail",
    "saved-view-new": "saved-view-list",
    "section-add": "section-list",
    "section-delete": "section-detail",
    "section-rename": "section-detail",
    "section-save": "section-detail",
    "stand-in-name": "stand-in-list",
    "token-create": "token-list",
}
# Only a page, because …
PAGE_ONLY = {
    "avatar-set": "a picture of oneself is set where one sees it",
    "avatar-clear": "as avatar-set",
    "invitation-accept": "whoever is invited has no account and no token yet",
}
# The page of an endpoint, where the names differ and the line above does not say it.
SHOWN_BY = {
    "artifact-add-signer": "artifact-signer-add",
    "artifact-publish-erratum": "artifact-publish",
    "artifact-receivers": "artifact-settings",
    "artifact-remove-signer": "artifact-settings",
    "row-list": "row-save",
    "row-paste": "row-save",
    "sign-off-nudge": "artifact-nudge",
}


def verbs(rows: dict[str, dict[str, str]]) -> set[str]:
    return {name for name, methods in rows.items() if set(methods) - {"GET"}}


def test_every_verb_of_a_page_has_an_endpoint() -> None:
    found = {name for name in verbs(table.PAGES) if SAME.get(name, name) not in table.API}
    assert found == set(PAGE_ONLY)


def test_every_verb_of_the_api_has_a_page() -> None:
    shown = {SAME.get(name, name) for name in verbs(table.PAGES)}
    found = {name for name in verbs(table.API) if name not in shown and SHOWN_BY.get(name) not in table.PAGES}
    assert found == set()


def test_the_lists_of_exceptions_name_only_what_exists() -> None:
    assert set(SAME) <= set(table.PAGES) and set(SAME.values()) <= set(table.API)
    assert set(SHOWN_BY) <= set(table.API) and set(SHOWN_BY.values()) <= set(table.PAGES)
