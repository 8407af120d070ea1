"""Problems shown to people: a page of its own, or a fragment for htmx.

Templates: ``errors/problem.html`` (whole page) and ``errors/_problem.html`` (root ``id="problem"``).
A frame that wants to show fragments in place carries an empty ``<pm-problem id="problem">``; the answer
retargets itself there, so that the form somebody typed into stays as it is. What a plain form had sent
is shown again on the page, so nothing is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer

from pmcomms.ground.problems import MEDIA_TYPE, Problem, describe, note, request_id_of

# Never shown back, whatever the form.
SECRET_WORDS = ("password", "token", "secret", "csrf")
SECRET_NAMES = ("code", "key")


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _leads_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    where = urlsplit(response.headers.get("Location", "")).path
    return where == resolve_url(settings.LOGIN_URL) and not request.user.is_authenticated


def unstorable() -> Problem:
    return Problem(400, "bad_value", _("A value in the request cannot be stored."))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the form this caller reads: problem body, htmx fragment or page."""
    if is_api(request):
        body = JSONRenderer().render(problem.body(request_id_of(request)))
        response = HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE)
    else:
        is_form = problem.errors and request.method == "POST"
        response = _page(request, replace(problem, status=422) if is_form else problem)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _page(request: HttpRequest, problem: Problem) -> HttpResponse:
    is_fragment = is_htmx(request)
    context = {
        "problem": problem,
        "floating": is_fragment,
        "request_id": request_id_of(request) if problem.status != 404 else None,
        "back": back_address(request),
        "submitted": [] if is_fragment or problem.status not in (409, 422) else submitted_text(request),
    }
    template = "errors/_problem.html" if is_fragment else "errors/problem.html"
    # Without the request: no context processor may query a database that is perhaps the problem.
    response = HttpResponse(render_to_string(template, context), status=problem.status)
    if is_fragment:
        response["HX-Retarget"] = "#problem"
        response["HX-Reswap"] = "outerHTML"
    return response


def back_address(request: HttpRequest) -> str:
    """The page before, if it is one of ours; else the front page."""
    referer = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()})
    except DisallowedHost:
        is_ours = False
    if request.method != "POST" or not is_ours:
        return "/"
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def submitted_text(request: HttpRequest) -> list[tuple[str, str]]:
    """What the refused form had sent, without anything secret."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name not in SECRET_NAMES and not any(word in name for word in SECRET_WORDS)
    ]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: SuspiciousOperation, too large bodies, broken multipart."""
    found = describe(exception)
    return answer(request, found or Problem(400, "bad_request", _("The request could not be understood.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403, for refusals raised outside a view."""
    problem = describe(exception)
    if problem is None:
        raise exception
    note(request, problem)
    return answer(request, problem)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: same body for what is hidden, what is absent and what has no route."""
    problem = describe(exception)
    if problem is None:
        raise exception
    return answer(request, problem)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: also where a database that went away in a middleware ends, as 503."""
    exc = sys.exc_info()[1]
    problem = describe(exc) if exc is not None else None
    if problem is None or problem.status != 503:
        detail = _("This is our fault, not yours. It has been logged; please try again.")
        problem = Problem(500, "server_error", detail)
    else:
        note(request, problem)
    return answer(request, problem)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    detail = _("This page was open for too long or was sent from elsewhere. Reload it and send it again.")
    problem = Problem(403, "csrf_failed", detail)
    note(request, problem)
    return answer(request, problem)


class HarmlessTextMiddleware:
    """Refuses NUL in path, query and cookies before anything looks them up.

    PostgreSQL cannot hold it, so every lookup with one would be an error 500. Stands before the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        texts = [request.path_info, *request.COOKIES.values()]
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in text for text in texts):
            return answer(request, unstorable())
        return self.get_response(request)


class ProblemMiddleware:
    """Turns what a page view raises into its answer. Stands last, next to the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 302 and is_htmx(request) and _leads_to_sign_in(request, response):
            # htmx would follow and swap the sign-in page into the form that somebody was typing in.
            detail = _("Your session has ended. Sign in again in another tab, then send this once more.")
            return answer(request, Problem(401, "not_authenticated", detail))
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """NUL in forms of pages; the API's parser looks at its own bodies."""
        if request.method != "POST" or is_api(request):
            return None
        if any("\0" in text for name, values in request.POST.lists() for text in (name, *values)):
            return answer(request, unstorable())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SuspiciousOperation) and not isinstance(exception, RequestDataTooBig):
            return None  # Django logs these to its security logger and then calls handler400.
        problem = describe(exception)
        if problem is None:
            return None
        note(request, problem)
        return answer(request, problem)
