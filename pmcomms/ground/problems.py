"""What went wrong, said once for pages and API.

``describe`` turns an exception into a ``Problem`` (status, code, sentence, errors per field); the API
renders it as RFC 9457 ``application/problem+json`` (``exception_handler``), pages as a full page or an
htmx fragment (problem_pages.py). Whatever ``describe`` does not know stays an error 500.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise
from rest_framework import exceptions as drf
from rest_framework.request import Request
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
# https://www.postgresql.org/docs/current/errcodes-appendix.html
UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23505", "23P01"
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"
STATEMENT_TIMEOUT = "57014"

log = structlog.get_logger("pmcomms.problems")


class Conflict(Exception):
    """The wish is understood and permitted, but the state of things does not allow it (409)."""

    def __init__(self, message: str | StrPromise, code: str = "conflict") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class InvalidTransition(Conflict):
    """Not allowed from here: the verb does not lead anywhere from the present state (409)."""

    def __init__(self, message: str | StrPromise, code: str = "invalid_transition") -> None:
        super().__init__(message, code)


STALE = gettext_lazy("Somebody saved this while you were editing. Your text is kept below.")


class StaleEdit(Conflict):
    """Somebody else saved first. Carries both texts, so that nothing is lost.

    ``mine`` is what was sent, ``theirs`` what is stored now, ``revision`` the number to build upon.
    409 on pages; 412 in the API when the request carried ``If-Match``.
    """

    def __init__(
        self,
        message: str | StrPromise = STALE,
        *,
        mine: Any = None,
        theirs: Any = None,
        revision: int | None = None,
        code: str = "stale_edit",
        **more: Any,
    ) -> None:
        super().__init__(message, code)
        self.mine = mine
        self.theirs = theirs
        self.revision = revision
        self.more = more

    def members(self) -> dict[str, Any]:
        """The extra members of the problem body."""
        return {"mine": self.mine, "theirs": self.theirs, "revision": self.revision, **self.more}


class PreconditionRequired(drf.APIException):
    status_code = 428
    default_code = "precondition_required"
    default_detail = gettext_lazy("Send If-Match with the ETag you have read, so that no edit is lost.")


class PreconditionFailed(drf.APIException):
    status_code = 412
    default_code = "precondition_failed"
    default_detail = gettext_lazy("This has changed since you read it. Read it again, then repeat your edit.")


class TooLarge(drf.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The request is too large.")


class UnprocessableKey(drf.APIException):
    """The Idempotency-Key has been used before, for something else."""

    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = gettext_lazy("This Idempotency-Key was already used for another request.")


@dataclass(frozen=True)
class FieldError:
    field: str
    reason: str
    code: str = "invalid"


@dataclass(frozen=True)
class Problem:
    """One failed request in words. ``members`` are further members of the problem body."""

    status: int
    code: str
    detail: str
    errors: list[FieldError] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return title_of(self.status)

    def body(self, request_id: str | None) -> dict[str, Any]:
        """The RFC 9457 body. A 404 names no request: hidden and absent answer byte for byte alike."""
        found: dict[str, Any] = {
            "type": f"urn:pmcomms:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [{"field": e.field, "reason": e.reason, "code": e.code} for e in self.errors],
            **self.members,
        }
        if self.status != 404:
            found["request_id"] = request_id
        return found


def title_of(status: int) -> str:
    """The short human name of a status, in the caller's language."""
    titles = {
        400: _("Not understood"),
        401: _("Sign in first"),
        403: _("Not permitted"),
        404: _("Nothing here"),
        405: _("Method not allowed"),
        406: _("Format not available"),
        409: _("Not possible right now"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Format not accepted"),
        422: _("Please check your input"),
        428: _("Condition missing"),
        429: _("Too many requests"),
        503: _("Unavailable for a moment"),
    }
    return titles.get(status) or _("Something went wrong")


def request_id_of(request: HttpRequest | Request | None) -> str | None:
    return getattr(request, "request_id", None)


def describe(exc: BaseException, *, has_if_match: bool = False) -> Problem | None:
    """The problem an exception stands for; None for a fault of ours, which stays an error 500."""
    if isinstance(exc, StaleEdit):
        return Problem(412 if has_if_match else 409, exc.code, str(exc.message), members=exc.members())
    if isinstance(exc, Conflict):
        return Problem(409, exc.code, str(exc.message))
    if isinstance(exc, ValidationError):
        return _invalid(list(_django_errors(exc)))
    if isinstance(exc, (Http404, drf.NotFound)):
        return Problem(404, "not_found", _("There is nothing here, or it is not visible to you."))
    if isinstance(exc, PermissionDenied):
        return Problem(403, "permission_denied", str(exc) or _("You do not have the right to do this."))
    if isinstance(exc, drf.APIException):
        return _from_drf(exc)
    if isinstance(exc, RequestDataTooBig):
        return Problem(413, "too_large", str(TooLarge.default_detail))
    if isinstance(exc, SuspiciousOperation):
        return Problem(400, "bad_request", _("The request could not be understood."))
    return _from_database(exc)


def _invalid(errors: list[FieldError]) -> Problem:
    general = [error for error in errors if not error.field]
    detail = (general or errors)[0].reason if len(errors) == 1 or general else _("Some fields are not valid.")
    code = errors[0].code if len(errors) == 1 and general else "invalid"
    return Problem(400, code, detail, errors=errors)


def _django_errors(exc: ValidationError) -> Iterator[FieldError]:
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.error_list}
    for name, errors in by_field.items():
        for error in errors:
            for message in error.messages:
                yield FieldError("" if name == NON_FIELD_ERRORS else name, message, error.code or "invalid")


def _drf_errors(detail: Any, path: str = "") -> Iterator[FieldError]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            here = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _drf_errors(inner, here)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            deeper = isinstance(inner, (dict, list))
            yield from _drf_errors(inner, f"{path}.{index}".lstrip(".") if deeper else path)
    else:
        yield FieldError(path, str(detail), getattr(detail, "code", None) or "invalid")


def _from_drf(exc: drf.APIException) -> Problem:
    if isinstance(exc, drf.ValidationError):
        return _invalid(list(_drf_errors(exc.detail)) or [FieldError("", _("Invalid input."))])
    code = getattr(exc.detail, "code", None) or exc.default_code
    headers = {}
    if header := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(exc, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, round(wait)))
    sentences = {
        "not_authenticated": _("Sign in, or send an API token."),
        "authentication_failed": _("The token or session is not valid."),
        "parse_error": None,
    }
    return Problem(exc.status_code, code, sentences.get(code) or str(exc.detail), headers=headers)


def _from_database(exc: BaseException) -> Problem | None:
    busy = _("The server cannot answer right now. Please try again in a moment.")
    code = sqlstate(exc)
    if isinstance(exc, IntegrityError):
        if code in (UNIQUE_VIOLATION, EXCLUSION_VIOLATION):
            return Problem(409, "already_exists", _("Something with this value exists already."))
        return None
    if isinstance(exc, (OperationalError, InterfaceError)):
        if code == STATEMENT_TIMEOUT:
            slow = _("This took too long and was stopped. Ask for less, or try again in a moment.")
            return Problem(503, "too_slow", slow, headers={"Retry-After": "5"})
        wait = "1" if code in (DEADLOCK, SERIALIZATION, LOCK_TIMEOUT) else "5"
        return Problem(503, "unavailable", busy, headers={"Retry-After": wait})
    if isinstance(exc, DataError) or is_unstorable_text(exc):
        return Problem(400, "bad_value", _("A value in the request cannot be stored."))
    return None


def sqlstate(exc: BaseException) -> str | None:
    """PostgreSQL's five-letter code behind a Django database error, if there is one."""
    return getattr(exc.__cause__, "pgcode", None)


def is_unstorable_text(exc: BaseException) -> bool:
    """Lone surrogates, or NUL: psycopg2 refuses that with a plain ValueError, known only by its text."""
    if isinstance(exc, UnicodeEncodeError):
        return exc.reason == "surrogates not allowed"
    return type(exc) is ValueError and "NUL (0x00)" in str(exc)


def note(request: HttpRequest | Request, problem: Problem) -> None:
    """The one log line of a refusal: who was kept out of where, and of what the server suffers."""
    user_id = getattr(getattr(request, "user", None), "pk", None) if problem.status in (403, 404) else None
    match = request.resolver_match
    line = {"status": problem.status, "code": problem.code, "method": request.method}
    line["route"] = match.route if match else None
    if problem.status == 503:
        log.warning("unavailable", **line)
    elif problem.status == 403 or (problem.status == 404 and user_id and match):
        log.info("denied", user_id=user_id, **line)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's EXCEPTION_HANDLER: every refusal is a problem body."""
    request: Request = context["request"]
    problem = describe(exc, has_if_match="If-Match" in request.headers)
    if problem is None:
        return None
    note(request, problem)
    return Response(
        problem.body(request_id_of(request)),
        status=problem.status,
        headers=problem.headers,
        content_type=MEDIA_TYPE,
    )
