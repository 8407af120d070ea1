"""What drf-spectacular does not know by itself: problem bodies and the headers every operation shares."""

from __future__ import annotations

from typing import Any

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
    for operations in result.get("paths", {}).values():
        for method, operation in operations.items():
            _complete(method, operation)
    return result


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
