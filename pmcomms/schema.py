"""What drf-spectacular does not know by itself: problem bodies and the headers every operation shares."""

from __future__ import annotations

import re
from typing import Any

INTRODUCTION = """\
[Back to the product](/) · [API tokens](/settings/tokens/)

**Tokens.** `Authorization: Bearer pm_…`. A token acts with its owner's present rights; its scope is `read` or
`write`. A browser's session works too, with its CSRF token.

**Lists** answer `{"items": […], "next": "cursor" or null}`: send `cursor` back for the next page, `limit` up to
200. Filters are the query parameters of each list; an unknown one is refused.

**Sending twice.** Give a POST an `Idempotency-Key`: with the same key and body it takes effect once and is
answered alike. Not where the answer holds a secret (tokens, links).

**Editing.** A row's `ETag` is its revision. Send it back as `If-Match`: without it 428, when somebody saved first
412.

**Errors** are `application/problem+json` (RFC 9457): `code` for programs, `detail` for people, `errors` by field.
What you may not see answers as if it were not there (404).

**Limits.** 1,200 requests a minute and person unless this installation says otherwise; `RateLimit-*` headers say
what is left, 429 says in `Retry-After` when to go on.
"""
NOUN = re.compile(r"^/api/[^/]+/([^/{]+)(.*)$")

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem body. A 404 carries no request_id.",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "reason", "code"],
                "properties": {name: {"type": "string"} for name in ("field", "reason", "code")},
            },
        },
        "request_id": {"type": "string", "nullable": True},
    },
    "additionalProperties": True,
}
EVERYWHERE = {
    "400": "Broken input; `errors` names the fields.",
    "401": "No session and no valid token.",
    "403": "Seen, but not permitted; or the token's scope does not allow it.",
    "404": "Absent or not visible; both answer the same.",
    "405": "No such method here.",
    "406": "Only application/json is available.",
    "409": "Not possible from the present state.",
    "412": "Changed since it was read (If-Match).",
    "413": "The body is too large.",
    "415": "Only the documented media types are read.",
    "422": "This Idempotency-Key was used for another request.",
    "428": "If-Match is missing.",
    "429": "Too many requests; see Retry-After.",
    "503": "Unavailable for a moment; see Retry-After.",
}
METHODS = {"get": "Read", "post": "Create", "put": "Replace", "patch": "Change", "delete": "Remove"}
WITH_BODY = {"413", "415"}
ONLY = {"409": {"post", "put", "patch", "delete"}, "412": {"post", "put", "patch", "delete"}}
ONLY |= {"428": ONLY["412"], "422": {"post"}}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{8,200}$"},
    "description": "Sent again with the same key and body, a request takes effect once.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that was read; required for edits (428), refused when stale (412).",
}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """SPECTACULAR_SETTINGS["POSTPROCESSING_HOOKS"]: problem responses and shared headers everywhere."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            _complete(method, operation)
            _title(path, method, operation)
    return result


def _title(path: str, method: str, operation: dict[str, Any]) -> None:
    """A group by noun and a name by verb: ``people``, “Hand over”."""
    match = NOUN.match(path)
    if match is None:
        return
    operation["tags"] = [match[1].replace("-", " ").capitalize()]
    words = [part for part in match[2].split("/") if part]
    is_row = bool(words) and words[-1].startswith("{")
    if words and not is_row:
        last = words[-1].replace("-", " ")
        operation["summary"] = last.capitalize() if method == "post" else f"{METHODS[method]}: {last}"
        return
    operation["summary"] = "List" if method == "get" and not is_row else METHODS[method]


def _complete(method: str, operation: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, text in EVERYWHERE.items():
        if status in WITH_BODY and "requestBody" not in operation:
            continue
        if method in ONLY.get(status, {method}):
            operation["responses"].setdefault(status, {"description": text, "content": content})
    if method == "post":
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if method in ("put", "patch", "delete"):
        operation.setdefault("parameters", []).append(IF_MATCH)
