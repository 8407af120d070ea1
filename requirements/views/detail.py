"""One requirement: reading, changing, moving it on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from conversations import discussions, following
from pmcomms.ground.html import is_fragment, put_errors, safe_next
from pmcomms.ground.problems import StaleEdit
from requirements import permissions, promise_lists, workflows
from requirements.actions import edit, lifecycle, move
from requirements.forms.requirements import EditForm, MoveForm
from requirements.models import Requirement, Status
from requirements.progress import progress_of
from requirements.views.fetching import requirement_of, step_of
from requirements.views.scripts import is_script, told_in_json
from requirements.voices import voices_of


@require_GET
def requirement_detail(request: SignedIn, reference: str) -> HttpResponse:
    requirement = requirement_of(request, reference)
    children = list(requirement.children.live().with_people().order_by("rank", "pk"))
    promised = promise_lists.of_requirement(request.user, requirement)
    context = {
        "requirement": requirement,
        "product": requirement.product,
        "thread": requirement.thread,
        "promises": promised,
        "behind": promise_lists.behind(request.user, promised),
        "moves": [] if requirement.archived_at else workflows.moves_for(request.user, requirement),
        "children": children,
        "progress": progress_of(children),
        "voices": voices_of(requirement, request.user),
        "discussion": discussions.discussion(requirement.thread, request.user),
        "watch_state": following.watch_state(requirement.thread, request.user),
        "can_edit": requirement.archived_at is None and permissions.can_edit(request.user, requirement),
        "can_schedule": requirement.archived_at is None and permissions.can_work(request.user, requirement.product),
        "can_archive": permissions.can_archive(request.user, requirement),
    }
    return render(request, "requirements/requirement_detail.html", context)


@require_http_methods(["GET", "POST"])
def requirement_edit(request: SignedIn, reference: str) -> HttpResponse:
    """The fields as a form; the description has its own editor on the same page."""
    requirement = requirement_of(request, reference)
    if not permissions.can_edit(request.user, requirement):
        raise PermissionDenied(_("Only people who work on this product can change its requirements."))
    if request.method == "GET":
        return _edit_page(request, requirement, _filled_form(requirement))
    form = EditForm(request.POST, product=requirement.product)
    if not form.is_valid():
        return _edit_page(request, requirement, form, 422)
    try:
        edit.edit(requirement, actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _edit_page(request, requirement, form, 422)
    return redirect("requirement-detail", reference=requirement.reference)


def _filled_form(requirement: Requirement) -> EditForm:
    names = ("title", "type", "priority", "starts_on", "due_on", "labels", "revision")
    initial: dict[str, Any] = {name: getattr(requirement, name) for name in names}
    initial |= {
        "points": requirement.points_label,
        "assignee": requirement.assignee.username if requirement.assignee else "",
        "department": requirement.department.code if requirement.department else "",
        "parent": requirement.parent.reference if requirement.parent else "",
    }
    return EditForm(initial=initial, product=requirement.product)


def _edit_page(request: SignedIn, requirement: Requirement, form: EditForm, status: int = 200) -> HttpResponse:
    context = {"requirement": requirement, "product": requirement.product, "form": form}
    return render(request, "requirements/requirement_edit.html", context, status=status)


@require_POST
def requirement_save(request: SignedIn, reference: str) -> JsonResponse:
    """What the editor of the description calls: JSON, also for both texts of a conflict."""
    requirement = requirement_of(request, reference)
    revision = request.POST.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        return JsonResponse({"detail": _("The revision you have read is missing.")}, status=422)
    try:
        requirement = edit.edit(
            requirement, actor=request.user, revision=int(revision), description=request.POST.get("body", "")
        )
    except StaleEdit as stale:
        theirs, mine = (side.get("description", "") for side in (stale.theirs, stale.mine))
        return JsonResponse({"theirs": theirs, "mine": mine, "revision": stale.revision}, status=409)
    except ValidationError as error:
        return JsonResponse({"detail": error.messages[0]}, status=422)
    saved = {"revision": requirement.revision, "body": requirement.description}
    return JsonResponse(saved | {"saved_at": timezone.now().isoformat()})


@require_http_methods(["GET", "POST"])
@told_in_json
def requirement_move(request: SignedIn, reference: str) -> HttpResponse:
    """To another step. GET asks for the ground where the move needs one."""
    requirement = requirement_of(request, reference)
    if request.method == "GET":
        return _ask_to_move(request, requirement)
    to = step_of(requirement, request.POST.get("to", ""))
    seen = step_of(requirement, request.POST["seen"]) if request.POST.get("seen") else None
    form = MoveForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        move.move(requirement, actor=request.user, to=to, seen=seen, ground=form.cleaned_data["ground"])
    except ValidationError as error:
        if is_script(request):
            raise
        if form.is_valid():
            put_errors(form, error)
        return _move_form(request, requirement, to, form, 422)
    return _moved(request, requirement)


def _ask_to_move(request: SignedIn, requirement: Requirement) -> HttpResponse:
    """The form of the step named in the query, or of all that are open to this person."""
    offered = [one.to for one in workflows.moves_for(request.user, requirement)]
    wanted = request.GET.get("to", "")
    to = step_of(requirement, wanted) if wanted else None
    if not offered or (to is not None and to not in offered):
        raise PermissionDenied(_("This move is not yours to make."))
    initial = {"to": to.name if to else "", "seen": requirement.status.name}
    form = MoveForm(initial=initial, steps=() if to else [step.name for step in offered])
    return _move_form(request, requirement, to, form, 200)


def _move_form(
    request: SignedIn, requirement: Requirement, to: Status | None, form: MoveForm, status: int
) -> HttpResponse:
    template = "requirements/_move_dialog.html" if is_fragment(request) else "requirements/requirement_move.html"
    context = {"requirement": requirement, "product": requirement.product, "to": to, "form": form}
    return render(request, template, context, status=status)


@require_POST
@told_in_json
def requirement_place(request: SignedIn, reference: str) -> HttpResponse:
    """Behind ``after`` (a number), or first."""
    requirement = requirement_of(request, reference)
    after = request.POST.get("after", "")
    move.place(requirement, actor=request.user, after=requirement_of(request, after) if after else None)
    return _moved(request, requirement)


def _moved(request: SignedIn, requirement: Requirement) -> HttpResponse:
    """Nothing for the board, which moved its card already; htmx and plain forms go to the page."""
    address = safe_next(request) or requirement.thread.address
    if is_script(request):
        return HttpResponse(status=204)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_POST
def requirement_archive(request: SignedIn, reference: str) -> HttpResponse:
    requirement = lifecycle.archive(requirement_of(request, reference), actor=request.user)
    return redirect("requirement-detail", reference=requirement.reference)


@require_POST
def requirement_unarchive(request: SignedIn, reference: str) -> HttpResponse:
    requirement = lifecycle.unarchive(requirement_of(request, reference), actor=request.user)
    return redirect("requirement-detail", reference=requirement.reference)
