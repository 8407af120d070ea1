"""One cell of the table, changed in place: its control, and the row as it is afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typed import SignedIn
from pmcomms.ground.html import fragments, is_fragment, put_errors
from pmcomms.ground.problems import StaleEdit
from requirements import permissions, workflows
from requirements.actions import edit, move
from requirements.describing.requirements import FIELDS
from requirements.forms.rows import CellForm, StepForm
from requirements.models import Requirement
from requirements.views.fetching import requirement_of, step_of

CELLS = ("title", "priority", "assignee", "due_on", "points", "labels", "status")


@require_http_methods(["GET", "POST"])
def requirement_cell(request: SignedIn, reference: str, field: str) -> HttpResponse:
    """GET: the control of one field. POST: stores it. Without htmx the page of all fields does the same."""
    requirement = requirement_of(request, reference)
    if field not in CELLS:
        raise Http404
    if not permissions.can_edit(request.user, requirement):
        raise PermissionDenied(_("Only people who work on this product can change its requirements."))
    if request.method == "GET":
        if not is_fragment(request):
            return redirect("requirement-move" if field == "status" else "requirement-edit", reference=reference)
        return _control(request, requirement, field, _form(request, requirement, field))
    form = _form(request, requirement, field)
    try:
        if not form.is_valid():
            return _control(request, requirement, field, form, 422)
        _store(request, requirement, form)
    except StaleEdit as stale:
        return _conflict(request, requirement, field, stale)
    except ValidationError as error:
        put_errors(form, error)
        return _control(request, requirement, field, form, 422)
    return _row(request, requirement)


def _form(request: SignedIn, requirement: Requirement, field: str, **initial: Any) -> CellForm | StepForm:
    posted = request.POST if request.method == "POST" and not initial else None
    if field == "status":
        moves = workflows.moves_for(request.user, requirement)
        return StepForm(posted, requirement=requirement, moves=moves)
    return CellForm(posted, requirement=requirement, field=field, initial=initial or None)


def _store(request: SignedIn, requirement: Requirement, form: CellForm | StepForm) -> None:
    wanted = dict(form.cleaned_data)
    if isinstance(form, StepForm):
        to, seen = step_of(requirement, wanted["to"]), step_of(requirement, wanted["seen"])
        move.move(requirement, actor=request.user, to=to, seen=seen, ground=wanted["ground"])
    else:
        edit.edit(requirement, actor=request.user, **wanted)


def _conflict(request: SignedIn, requirement: Requirement, field: str, stale: StaleEdit) -> HttpResponse:
    """Both values: theirs in words, mine in the control, which builds on theirs when it is sent again."""
    mine = request.POST.get(field, "")
    form = _form(request, requirement, field, **{field: mine, "revision": stale.revision})
    theirs = stale.theirs.get(field)
    words = _(", ").join(theirs) if isinstance(theirs, list) else theirs
    return _control(request, requirement, field, form, 409, theirs=words or _("nothing"), is_stale=True)


def _control(
    request: SignedIn, requirement: Requirement, field: str, form: CellForm | StepForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"one": requirement, "field": field, "label": FIELDS[field], "form": form, **more}
    return fragments(request, "requirements/_requirement_cell.html", context, status=status)


def _row(request: SignedIn, requirement: Requirement) -> HttpResponse:
    """The whole row: what was changed may show in other cells, too. A plain form goes to the page."""
    fresh = requirement_of(request, requirement.reference)
    if not is_fragment(request):
        return redirect("requirement-detail", reference=fresh.reference)
    fresh.is_editable = permissions.can_edit(request.user, fresh)  # type: ignore[attr-defined]  # read by the row
    context = {"one": fresh, "can_work": permissions.can_work(request.user, fresh.product)}
    response = fragments(request, "requirements/_requirement_row.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = f"#requirement-{fresh.reference}", "outerHTML"
    return response
