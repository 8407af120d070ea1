"""Taking content out of a version: a manager asks, an administrator confirms, or the other way round.

An administrator who does not see the document decides by its kind, the reason and the names of the parts,
never by their content (``artifacts.stones``).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artifacts import content, permissions, stones
from artifacts.actions import redactions
from artifacts.views import forms
from artifacts.views.fetching import Request, artifact_of
from departments.permissions import managed_product_ids
from pmcomms.ground.html import form_errors, put_errors, scoped_or_404


@require_GET
def redaction_list(request: Request) -> HttpResponse:
    user = request.user
    if not user.is_administrator and not managed_product_ids(user):
        raise Http404
    rows = list(permissions.redactions_of(user)[:100])
    confirmable = [row.pk for row in rows if row.is_open and redactions.can_confirm(user, row)]
    return render(request, "artifacts/redaction_list.html", {"lines": stones.stones(rows, user, confirmable)})


@require_GET
def redaction_detail(request: Request, pk: int) -> HttpResponse:
    """What goes, what stays, who asked and why; the other office confirms here."""
    user = request.user
    row = scoped_or_404(permissions.redactions_of(user), pk=pk)
    can_confirm = row.is_open and redactions.can_confirm(user, row)
    (line,) = stones.stones([row], user, [row.pk] if can_confirm else [])
    context = {
        "stone": stones.with_parts(line, user),
        "redaction": row,
        "can_cancel": row.is_open and (can_confirm or row.requested_by_id == user.pk),
    }
    return render(request, "artifacts/redaction_detail.html", context)


@require_http_methods(["GET", "POST"])
def redaction_request(request: Request, reference: str, label: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    version = content.find_version(artifact, label, request.user)
    if not permissions.can_manage(request.user, artifact):
        raise PermissionDenied(_("Only a product manager or an administrator can ask for this."))
    document = content.read_version(artifact, version, request.user)
    parts = [(section.part, section.heading) for section in document.sections if not section.is_redacted]
    parts += [(row.part, f"{table} {row.key}") for table, row in document.rows() if not row.is_redacted]
    form = forms.RedactionForm(request.POST or None, parts=parts)
    context = {"artifact": artifact, "version": version, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            asked = redactions.request(artifact, actor=request.user, version=version, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("redaction-detail", pk=asked.pk)
    if request.method == "GET":
        return render(request, "artifacts/redaction_request.html", context)
    return form_errors(request, "artifacts/redaction_request.html", "artifacts/redaction_request.html", context)


@require_POST
def redaction_confirm(request: Request, pk: int) -> HttpResponse:
    redactions.confirm(scoped_or_404(permissions.redactions_of(request.user), pk=pk), actor=request.user)
    return redirect("redaction-detail", pk=pk)


@require_POST
def redaction_cancel(request: Request, pk: int) -> HttpResponse:
    redactions.cancel(scoped_or_404(permissions.redactions_of(request.user), pk=pk), actor=request.user)
    return redirect("redaction-detail", pk=pk)
