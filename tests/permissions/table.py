"""Who may do what at every route: one line each, read by ``test_table.py``.

A line is ``"route": {"METHOD": PROFILE}``; a method that is not listed must be answered with 405. A profile
says what comes of a request for each role, in the order of ``world.ROLES``::

    anonymous visitor stranger viewer member liaison manager administrator

``A`` allowed, ``F`` forbidden (403), ``H`` hidden (404, as if it were not there), ``S`` sent to sign in
(401 in the API), ``U`` unknown (400: what the body names cannot be found, in the words for anything invented).
"""

from __future__ import annotations

from typing import Any

PUBLIC = "AAAAAAAA"
SIGNED_IN = "SAAAAAAA"
COLLEAGUES = "SHAAAAAA"  # everybody but a visitor sees a product that is open to the company
SEES = "SHHHAAAH"  # the product's manager and the department asked
EDITS = "SHHHFFAH"  # the manager (and the owner)
ANSWERS = "SHHHFAFH"  # the liaison of the department asked
FILLS = "SHHHAAFH"  # the department a column names
DOES = "SHHHFAAH"  # the liaison named and the manager
OWN = "SHHHHHAH"  # what belongs to the manager as a person
MANAGES = "SHFFFFAF"  # settings of a product
ADMINISTERS = "SFFFFFFA"
ADMINISTERS_KNOWN = "SHFFFFFA"  # as before, where a visitor does not even know the person
ADMINISTRATORS_OWN = "SHHHHHHA"
ABSENCE = "SHHHHHAA"  # the person away, and administrators
REDACTS = "SHHHHHAA"
CONFIRMS = "SHHHHHFA"  # never who asked for it
OFFICES_SEEN = "SFFFAAFA"  # members of the department, and administrators
BEGINS = "SHAFFAAF"  # liaisons begin their department's kinds, the manager all
KEEPS = "SHFFFFAF"  # the manager, among colleagues who all see it
KEEPS_NAMED = "SUFFFFAF"  # as KEEPS, where the product is named in the body
BEGINS_NAMED = "SUAFFAAF"  # as BEGINS, where the product is named in the body
WRITES_NOTES = "SFAFAAAF"
REGISTER = "SHHHHHAH"  # sales, support, finance, leads and managers read the register of customers
PROMISES_NAMED = "SUUUUUAU"  # promises something to a customer, whom those out of the register cannot name
SAYS = "SUUUAAAU"  # as SEES, where the thread is named in the body
DEPARTMENTS_OWN = "SHHHAAHH"  # inside one department

READ = {"GET": SIGNED_IN}
GET = "GET"
POST = "POST"


def verb(profile: str, *names: str) -> dict[str, dict[str, str]]:
    return {name: {POST: profile} for name in names}


def page(profile: str, *names: str) -> dict[str, dict[str, str]]:
    return {name: {GET: profile} for name in names}


def form(profile: str, *names: str) -> dict[str, dict[str, str]]:
    return {name: {GET: profile, POST: profile} for name in names}


PAGES: dict[str, dict[str, str]] = {
    **page(SIGNED_IN, "api-docs", "settings-hub", "token-list", "person-pick", "stand-in-list", "product-list"),
    **page(SIGNED_IN, "search", "search-palette", "todo-list", "todo-count", "desk"),
    **form(SIGNED_IN, "profile-edit"),
    **form("SFAAAAAA", "product-create"),
    **page("SHHHHHHH", "person-avatar"),  # the person asked about has none
    **verb(SIGNED_IN, "avatar-set", "avatar-clear", "token-create"),
    **verb("SFFFFFAA", "stand-in-name"),
    **form(PUBLIC, "invitation-accept"),
    **verb(OWN, "token-revoke"),
    **verb(ABSENCE, "stand-in-cancel"),
    **page(
        COLLEAGUES, "meeting-note-list", "artifact-list", "product-overview", "interface-detail", "department-detail"
    ),
    **page(OFFICES_SEEN, "department-liaisons"),
    # Administration
    **page(ADMINISTERS, "log-list", "invitation-list", "person-list", "person-import-report", "department-list"),
    **page(ADMINISTERS, "calendar-detail"),
    **form(ADMINISTERS, "person-add", "person-import", "person-edit", "person-hand-over", "department-add"),
    **form(ADMINISTERS, "department-edit"),
    **verb(ADMINISTERS, "held-release", "invitation-create", "invitation-revoke", "person-import-confirm"),
    **verb(ADMINISTERS, "person-link", "person-deactivate", "person-reactivate", "person-reset-two-step"),
    **verb(
        ADMINISTERS,
        "department-archive",
        "department-restore",
        "membership-start",
        "membership-change",
        "membership-end",
    ),
    **verb(ADMINISTERS, "calendar-day-set", "calendar-day-clear"),
    **page(ADMINISTRATORS_OWN, "job-detail"),
    **verb(ADMINISTRATORS_OWN, "job-cancel"),
    # Products
    **page(MANAGES, "product-settings"),
    **verb(MANAGES, "product-edit", "product-kinds", "product-role-set", "product-role-end", "product-archive"),
    **verb(MANAGES, "product-restore", "liaison-name", "liaison-change", "liaison-end"),
    # Conversations
    **page(SEES, "comment-list", "comment-detail", "comment-show", "comment-composer", "comment-history"),
    **page(
        SEES,
        "comment-decision",
        "comment-menu",
        "attachment-list",
        "attachment-show",
        "watch-button",
        "thread-readers",
        "link-list",
        "thread-feed",
    ),
    **page(SEES, "mention-pick", "meeting-note-detail"),
    **verb(SEES, "comment-add", "comment-reply", "comment-resolve", "comment-reopen", "comment-react"),
    **verb(SEES, "comment-unreact", "comment-decide", "attachment-upload", "thread-watch", "thread-unwatch"),
    **verb(SEES, "thread-mute", "thread-read", "link-add", "link-remove", "meeting-note-conclude"),
    **verb(EDITS, "comment-edit", "comment-delete", "decision-withdraw", "attachment-delete", "grant-add"),
    **verb(EDITS, "grant-remove", "meeting-note-save", "meeting-note-archive", "meeting-note-restore"),
    **verb(SEES, "note-todo-add"),
    **verb(EDITS, "note-todo-remove"),
    **verb(DOES, "note-todo-done", "note-todo-undone"),
    **page(EDITS, "grant-list", "grant-pick"),
    **form(EDITS, "meeting-note-edit"),
    **form(WRITES_NOTES, "meeting-note-new"),
    **page(SEES, "internal-panel"),
    **page(EDITS, "comment-form"),
    **verb(DEPARTMENTS_OWN, "internal-open"),
    # Requirements
    **page(COLLEAGUES, "requirement-list", "requirement-board", "requirement-detail"),
    **form(BEGINS, "requirement-bulk", "requirement-cell"),
    **form(BEGINS, "requirement-new", "requirement-create-many", "requirement-edit", "requirement-move"),
    **verb(BEGINS, "requirement-save", "requirement-place"),
    **verb(KEEPS, "requirement-archive", "requirement-unarchive"),
    **form(BEGINS, "requirement-schedule"),
    **page(COLLEAGUES, "release-list", "release-detail"),
    **form(KEEPS, "release-plan", "release-edit", "release-ship", "release-cancel"),
    **verb(KEEPS, "release-freeze", "release-unfreeze"),
    # Feedback
    **page(COLLEAGUES, "feedback-list", "feedback-detail"),
    **page(SIGNED_IN, "feedback-mine", "feedback-similar", "feedback-customers"),
    **page(BEGINS, "feedback-triage"),
    **form("SFAAAAAA", "feedback-new"),
    **form(BEGINS, "feedback-accept", "feedback-decline", "feedback-duplicate", "feedback-answer"),
    **verb(BEGINS, "feedback-reopen"),
    **verb(BEGINS, "feedback-tell"),
    # Customers and promises
    **page(REGISTER, "customer-list", "customer-detail"),
    **form(REGISTER, "customer-new", "customer-edit"),
    **verb(REGISTER, "customer-archive", "customer-unarchive"),
    **page(COLLEAGUES, "promise-list", "promise-detail"),
    **form(KEEPS, "promise-new", "promise-ask", "promise-edit", "promise-give", "promise-refuse", "promise-break"),
    **form(KEEPS, "promise-withdraw"),
    **form(BEGINS, "promise-link"),
    **verb(KEEPS, "promise-keep"),
    **page(COLLEAGUES, "saved-view-detail"),
    **form(COLLEAGUES, "saved-view-new"),
    **verb(COLLEAGUES, "saved-view-use"),
    **form(KEEPS, "saved-view-edit"),
    **verb(KEEPS, "saved-view-share", "saved-view-delete"),
    # Artifacts
    **form(BEGINS, "artifact-new"),
    **page(SEES, "artifact-detail", "artifact-version", "artifact-diff", "artifact-print", "artifact-export"),
    **page(SEES, "signoff-panel"),
    **page(EDITS, "artifact-edit"),
    **form(EDITS, "artifact-import", "artifact-settings", "artifact-publish"),
    **verb(EDITS, "artifact-restore", "artifact-refresh", "artifact-withdraw", "artifact-archive"),
    **verb(EDITS, "artifact-unarchive", "artifact-discard", "artifact-delete", "artifact-nudge"),
    **verb(EDITS, "section-add", "section-save", "section-rename", "section-move", "section-delete"),
    **verb(EDITS, "row-save", "row-delete", "row-move"),
    **verb(OWN, "refused-part-settle"),
    **verb(EDITS, "import-undo"),
    **form(FILLS, "fill-in-edit"),
    **verb(ANSWERS, "artifact-ask-again"),
    **verb(SEES, "row-done", "row-undone"),
    **page(REDACTS, "redaction-list", "redaction-detail"),
    **form(EDITS, "redaction-request"),
    **verb(CONFIRMS, "redaction-confirm"),
    **verb(REDACTS, "redaction-cancel"),
    **form(ANSWERS, "artifact-answer", "artifact-pass-on", "artifact-ask"),
    **form(EDITS, "question-answer", "artifact-signer-add", "artifact-copy"),
    **form(DOES, "open-point-close"),
}

# Routes of the sign-in library that the site shows; it answers other methods in its own way.
LIBRARY: dict[str, dict[str, str]] = {
    "/account/": {GET: SIGNED_IN},
    "first-run": {GET: "SSSSSSSS", POST: "SSSSSSSS"},
    **form(PUBLIC, "account_login", "account_logout", "account_reset_password", "account_reset_password_from_key"),
    **page(PUBLIC, "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"),
    **form(SIGNED_IN, "account_reauthenticate", "account_change_password", "mfa_authenticate", "mfa_reauthenticate"),
    **form(SIGNED_IN, "mfa_activate_totp", "mfa_generate_recovery_codes", "usersessions_list"),
    **page(SIGNED_IN, "mfa_index"),
    **form("SHHHHHHH", "mfa_deactivate_totp"),  # nobody here has the second step
    **page("SHHHHHHH", "mfa_view_recovery_codes", "mfa_download_recovery_codes"),
}

API: dict[str, dict[str, str]] = {
    "requirement-list": {GET: SIGNED_IN, POST: BEGINS_NAMED},
    "requirement-detail": {GET: COLLEAGUES, "PATCH": BEGINS},
    **page(COLLEAGUES, "product-workflow"),
    **verb(BEGINS_NAMED, "requirement-create-many"),
    **verb(SIGNED_IN, "requirement-bulk"),  # each row is answered for itself
    **verb(BEGINS, "requirement-move", "requirement-place"),
    **verb(KEEPS, "requirement-archive", "requirement-unarchive"),
    **verb(BEGINS, "requirement-schedule"),
    "release-list": {GET: SIGNED_IN, POST: KEEPS_NAMED},
    "release-detail": {GET: COLLEAGUES, "PATCH": KEEPS},
    **verb(KEEPS, "release-freeze", "release-unfreeze", "release-ship", "release-cancel"),
    "feedback-list": {GET: SIGNED_IN, POST: "SUAAAAAA"},
    **page(COLLEAGUES, "feedback-detail"),
    **verb(BEGINS, "feedback-accept", "feedback-decline", "feedback-duplicate", "feedback-answer"),
    **verb(BEGINS, "feedback-reopen"),
    **verb(BEGINS, "feedback-tell"),
    "customer-list": {GET: REGISTER, POST: REGISTER},
    "customer-detail": {GET: REGISTER, "PATCH": REGISTER},
    **verb(REGISTER, "customer-archive", "customer-unarchive"),
    "promise-list": {GET: SIGNED_IN, POST: PROMISES_NAMED},
    "promise-detail": {GET: COLLEAGUES, "PATCH": KEEPS},
    **verb(PROMISES_NAMED, "promise-ask"),
    **verb(KEEPS, "promise-give", "promise-refuse", "promise-keep", "promise-break", "promise-withdraw"),
    **verb(BEGINS, "promise-link"),
    "saved-view-list": {GET: COLLEAGUES, POST: COLLEAGUES},
    "saved-view-detail": {GET: COLLEAGUES, "PATCH": KEEPS, "DELETE": KEEPS},
    **verb(COLLEAGUES, "saved-view-use"),
    **verb(KEEPS, "saved-view-share"),
    **page(SIGNED_IN, "schema", "product-kind-list", "search", "feed", "kind-list", "kind-detail", "job-list"),
    **page(SIGNED_IN, "sign-off-list", "question-list", "open-point-list", "redaction-list", "refused-part-list"),
    **page(SIGNED_IN, "department-detail", "calendar-day-detail"),
    "me": {GET: SIGNED_IN, "PATCH": SIGNED_IN},
    "token-list": {GET: SIGNED_IN, POST: SIGNED_IN},
    **page(OWN, "token-detail", "refused-part-detail"),
    **verb(OWN, "token-revoke", "refused-part-settle"),
    # Administration and organisation
    **page(ADMINISTERS, "log-list", "log-detail", "invitation-detail"),
    "invitation-list": {GET: ADMINISTERS, POST: ADMINISTERS},
    **verb(ADMINISTERS, "person-import", "person-import-confirm", "log-held-release", "invitation-revoke"),
    **page(ADMINISTRATORS_OWN, "job-detail"),
    **verb(ADMINISTRATORS_OWN, "job-cancel"),
    "person-list": {GET: SIGNED_IN, POST: ADMINISTERS},
    "person-detail": {GET: COLLEAGUES, "PATCH": ADMINISTERS_KNOWN},
    "person-hand-over": {POST: "SUFFFFFA"},
    **verb(ADMINISTERS_KNOWN, "person-deactivate", "person-link", "person-reactivate", "person-reset-two-step"),
    "department-list": {GET: SIGNED_IN, POST: ADMINISTERS},
    "department-detail": {GET: SIGNED_IN, "PATCH": ADMINISTERS},
    **verb(ADMINISTERS, "department-archive", "department-restore", "calendar-day-clear"),
    "membership-list": {GET: SIGNED_IN, POST: ADMINISTERS},
    **page(COLLEAGUES, "membership-detail", "liaison-detail", "product-role-list", "product-coverage"),
    **verb(ADMINISTERS_KNOWN, "membership-change", "membership-end"),
    "calendar-day-list": {GET: SIGNED_IN, POST: ADMINISTERS},
    "stand-in-list": {GET: SIGNED_IN, POST: "SUFFFFAA"},
    **page(ABSENCE, "stand-in-detail"),
    **verb(ABSENCE, "stand-in-cancel"),
    "product-list": {GET: SIGNED_IN, POST: "SFAAAAAA"},
    "product-detail": {GET: COLLEAGUES, "PATCH": MANAGES},
    **verb(MANAGES, "product-archive", "product-restore", "product-kinds", "product-role-end", "product-role-set"),
    "liaison-list": {GET: SIGNED_IN, POST: "SUFFFFAF"},
    **verb(MANAGES, "liaison-change", "liaison-end"),
    # Conversations
    **page(SEES, "thread-detail", "thread-readers", "attachment-content"),
    **page(EDITS, "thread-people"),
    **verb(SEES, "thread-read", "thread-mute", "thread-watch", "thread-unwatch", "comment-decide"),
    **verb(SEES, "comment-react", "comment-unreact", "comment-reopen", "comment-resolve", "comment-reply"),
    **verb(EDITS, "thread-name-person", "thread-remove-person", "decision-withdraw"),
    **verb("SHHHAAFH", "thread-open-internal"),
    **{
        name: {GET: SIGNED_IN, POST: SAYS} for name in ("comment-list", "decision-list", "attachment-list", "link-list")
    },
    "comment-detail": {GET: SEES, "PATCH": EDITS, "DELETE": EDITS},
    "attachment-detail": {GET: SEES, "DELETE": EDITS},
    "link-detail": {GET: SEES, "DELETE": SEES},
    "note-todo-list": {GET: SIGNED_IN, POST: SAYS},
    "note-todo-detail": {GET: SEES, "DELETE": EDITS},
    **page(SEES, "decision-detail"),
    "meeting-note-list": {GET: SIGNED_IN, POST: "SUAFAAAF"},
    "meeting-note-detail": {GET: SEES, "PATCH": EDITS},
    **verb(EDITS, "meeting-note-archive", "meeting-note-restore"),
    **verb(DOES, "note-todo-done", "note-todo-undone"),
    # Artifacts
    "artifact-list": {GET: SIGNED_IN, POST: "SUFFFAAF"},
    "artifact-detail": {GET: SEES, "PATCH": EDITS, "DELETE": EDITS},
    **page(SEES, "version-list", "version-detail", "artifact-diff", "artifact-concerned", "artifact-markdown"),
    **page(SEES, "cell-history", "sign-off-detail", "question-detail", "open-point-detail"),
    **page(EDITS, "artifact-draft", "artifact-publish-preview"),
    "artifact-receivers": {GET: SEES, "PUT": EDITS},
    "artifact-fill-ins": {GET: SEES, POST: SEES},  # each cell is answered for itself
    "section-detail": {GET: EDITS, "PUT": EDITS, "DELETE": EDITS},
    "row-detail": {"PATCH": EDITS, "DELETE": EDITS},
    **verb(
        EDITS, "artifact-import", "import-undo", "section-list", "section-move", "row-list", "row-paste", "row-move"
    ),
    **verb(EDITS, "artifact-archive", "artifact-unarchive", "artifact-discard-draft", "artifact-nudge"),
    **verb(EDITS, "artifact-publish", "artifact-publish-erratum", "artifact-refresh", "artifact-restore-version"),
    **verb(EDITS, "artifact-withdraw", "artifact-add-signer", "artifact-remove-signer", "artifact-copy"),
    **verb(EDITS, "sign-off-nudge", "question-answer", "artifact-redactions"),
    **verb(SEES, "row-done", "row-undone"),
    **verb(ANSWERS, "sign-off-answer", "sign-off-ask", "sign-off-ask-again", "sign-off-pass-on"),
    **verb(DOES, "open-point-close"),
    **page(REDACTS, "redaction-detail"),
    **verb(REDACTS, "redaction-cancel"),
    **verb(CONFIRMS, "redaction-confirm"),
}

TABLE: dict[str, dict[str, str]] = {
    **PAGES,
    **LIBRARY,
    **{f"api-v1:{name}": methods for name, methods in API.items()},
}

# Which object ``pk`` names, by the longest beginning of the route's name.
NOUNS = {
    "artifact-": "sign-off",
    "attachment-": "attachment",
    "attachment-list": "thread",
    "attachment-upload": "thread",
    "comment-": "comment",
    "comment-add": "thread",
    "customer-": "customer",
    "decision-": "decision",
    "grant-": "thread",
    "import-": "import",
    "internal-": "thread",
    "invitation-": "invitation",
    "job-": "job",
    "liaison-": "liaison",
    "link-": "link",
    "link-add": "thread",
    "link-list": "thread",
    "log-": "log",
    "meeting-note-": "note",
    "membership-": "membership",
    "note-todo-": "todo",
    "note-todo-add": "note",
    "open-point-": "open-point",
    "person-import-": "job",
    "promise-": "promise",
    "question-": "question",
    "redaction-": "redaction",
    "refused-part-": "refused-part",
    "saved-view-": "saved-view",
    "sign-off-": "sign-off",
    "stand-in-": "stand-in",
    "thread-": "thread",
    "watch-button": "thread",
}


def noun_of(name: str) -> str | None:
    """The noun of ``pk`` for a route."""
    plain = name.removeprefix("api-v1:")
    if plain == "comment-list":
        return "thread"
    found = [start for start in NOUNS if plain.startswith(start)]
    return NOUNS[max(found, key=len)] if found else None


# Which feedback a verb is tried on: one whose requirement is done.
TOLD_OF = {"feedback-tell": "CLB-F3"}


def keys_of(name: str) -> dict[str, Any]:
    """``key`` means a product, a section or a row, as the route says."""
    plain = name.removeprefix("api-v1:")
    if plain.startswith("requirement-"):
        return {"reference": "CLB-1"}
    if plain.startswith("release-"):
        return {"reference": "CLB-R1"}
    if plain.startswith("feedback-"):
        return {"reference": TOLD_OF.get(plain, "CLB-F1")}
    if plain.startswith("section-"):
        return {"key": "background"}
    if plain.startswith(("row-", "fill-in-", "cell-")):
        return {"key": "US-1"}
    return {"attachment-show": {"name": "说明.txt"}, "product-role-end": {"username": "fang"}}.get(plain, {})
