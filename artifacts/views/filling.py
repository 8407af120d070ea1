"""Filling in beside the version, and ticking rows that are to-dos."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from artifacts import content
from artifacts.actions import fill_ins
from artifacts.models import Artifact
from artifacts.presenting import CellView, TableView, table_views
from artifacts.views.fetching import Request, artifact_of
from artifacts.views.reading import page_context
from pmcomms.ground.html import fragments, is_fragment, safe_next


@require_http_methods(["GET", "POST"])
def fill_in_edit(request: Request, reference: str, table: str, key: str, column: str) -> HttpResponse:
    """One cell in a small form; the value shown is sent back, so a newer one is never overwritten unseen."""
    artifact = artifact_of(request, reference)
    shown, cell = _cell(request, artifact, table, key, column)
    context: dict[str, Any] = {
        "artifact": artifact,
        "table": shown,
        "row_key": key,
        "cell": cell,
        "typed": cell.edit_text,
        "action": request.path,
    }
    template = "artifacts/_fill_in_dialog.html" if is_fragment(request) else "artifacts/artifact_fill_in.html"
    if request.method == "GET":
        return render(request, template, context)
    typed: Any = request.POST.getlist("value") if cell.column.type == "multi_choice" else request.POST.get("value", "")
    try:
        fill_ins.fill_in(
            artifact, actor=request.user, table=table, key=key, column=column, value=typed, seen=_seen(request)
        )
    except ValidationError as error:
        return render(request, template, {**context, "typed": typed, "errors": error.messages}, status=422)
    return _after(request, artifact, table, pgettext("toast", "Filled in"))


@require_POST
def row_done(request: Request, reference: str, table: str, key: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    fill_ins.mark_done(artifact, actor=request.user, table=table, key=key)
    undo = reverse("row-undone", args=[reference, table, key])
    return _after(request, artifact, table, _("Done"), undo=undo)


@require_POST
def row_undone(request: Request, reference: str, table: str, key: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    fill_ins.mark_undone(artifact, actor=request.user, table=table, key=key)
    return _after(request, artifact, table, _("Open again"))


def _seen(request: Request) -> int:
    text = request.POST.get("seen", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _cell(request: Request, artifact: Artifact, table: str, key: str, column: str) -> tuple[TableView, CellView]:
    """The cell as the page shows it; 404 when there is none, 403 when it is not this person's to fill in."""
    if artifact.version is None:
        raise Http404
    document = content.read_version(artifact, artifact.version, request.user)
    for view in table_views(document, request.user, {}, with_fill_ins=True):
        for row in view.rows:
            for cell in row.cells:
                if (view.key, row.key, cell.column.key) == (table, key, column):
                    if not cell.can_fill:
                        raise PermissionDenied(_("This cell is filled in by someone else."))
                    return view, cell
    raise Http404


def _after(request: Request, artifact: Artifact, table: str, toast: str, undo: str = "") -> HttpResponse:
    """The table anew; a plain form is led back and finds there what happened, and the way back."""
    if not is_fragment(request):
        messages.success(request, toast, extra_tags=undo)
        return redirect(safe_next(request) or artifact.thread.address)
    context = {**page_context(request.user, artifact, artifact.version), "is_swapped": True}
    context["table"] = next((one for one in context["tables"] if one.key == table), None)
    event = {"close-dialog": True, "todo-changed": True, "toast": {"text": toast, "undo": undo}}
    templates = ["artifacts/_record_table.html", "artifacts/_fill_in_panel.html", "artifacts/_signal_panel.html"]
    return fragments(request, templates, context, event=event)
