"""What page views say again and again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

M = TypeVar("M", bound=Model)


def is_fragment(request: HttpRequest) -> bool:
    """Did htmx ask for a part? (Boosted links and history restores want whole pages.)"""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def fragments(
    request: HttpRequest,
    templates: str | Iterable[str],
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    event: str | dict[str, Any] | None = None,
) -> HttpResponse:
    """One or more fragments in one answer. The first is the target's; others carry ``hx-swap-oob``.

    ``event`` names a client event (``HX-Trigger``) that distant parts listen for.
    """
    names = [templates] if isinstance(templates, str) else list(templates)
    response = HttpResponse("\n".join(render_to_string(name, context, request) for name in names), status=status)
    if event:
        # ASCII only: a header cannot hold Chinese, JSON escapes can.
        response["HX-Trigger"] = event if isinstance(event, str) else json.dumps(event)
    response["Vary"] = "HX-Request"
    return response


def fragment_or_redirect(
    request: HttpRequest,
    templates: str | Iterable[str],
    context: dict[str, Any] | None,
    redirect_to: Any,
    event: str | dict[str, Any] | None = None,
    **redirect_kwargs: Any,
) -> HttpResponse:
    """The answer of a verb: changed fragments for htmx, a redirect for a plain form.

    ``redirect_to`` is a path, a URL name with ``redirect_kwargs``, or an object with an address.
    """
    if is_fragment(request):
        return fragments(request, templates, context, event=event)
    return redirect(redirect_to, **redirect_kwargs)


def safe_next(request: HttpRequest) -> str:
    """Where a verb pressed elsewhere (the to-do list) leads back to, as its form says; own pages only, else empty."""
    wanted = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_own and wanted.startswith("/") else ""


def form_errors(request: HttpRequest, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """The form again with what was typed and its errors, as 422: fragment for htmx, else the page."""
    return fragments(request, fragment if is_fragment(request) else page, context, status=422)


def put_errors(form: BaseForm, error: ValidationError) -> None:
    """Lays what an action refused onto the form's fields, unknown ones on the form as a whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def scoped_or_404(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one row of an already scoped queryset, or the 404 of a random id.

    A value that cannot be one (text for a number, out of range) is simply not there.
    """
    try:
        found = queryset.filter(**lookup).first()
    except (ValueError, TypeError, ValidationError) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found
