"""Meeting notes: writing one, reading one, and what becomes of its lines."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conversations import discussions, permissions, reading
from conversations.actions import decisions, notes, todos
from conversations.forms import NewNoteForm, NoteEditForm, TodoForm
from conversations.models import MeetingNote, NoteTodo
from conversations.views.answers import changed, reader
from departments.models import Department
from departments.permissions import products_visible_to
from pmcomms.ground.html import fragments, is_fragment, put_errors, safe_next, scoped_or_404
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from pmcomms.ground.problems import StaleEdit


def note_or_404(request: HttpRequest, pk: int) -> MeetingNote:
    notes = MeetingNote.objects.visible_to(reader(request))
    return scoped_or_404(notes.select_related("thread__product", "thread__owner", "product"), pk=pk)


@require_GET
def meeting_note_list(request: HttpRequest, key: str) -> HttpResponse:
    viewer = reader(request)
    product = scoped_or_404(products_visible_to(viewer), key=key)
    found = reading.notes_visible(viewer).filter(product=product)
    found = found.filter(thread__archived_at__isnull="archived" not in request.GET)
    departments = list(Department.objects.filter(archived_at__isnull=True))
    department = next((one for one in departments if one.code == request.GET.get("department")), None)
    if department is not None:
        found = found.filter(thread__departments=department)
    shown = page(found, ("-held_on", "-pk"), request.GET.get("cursor"))
    context = {
        "product": product,
        "lines": reading.as_lines(shown.items),
        "next": shown.next,
        "departments": departments,
        "department": department,
        "is_archived": "archived" in request.GET,
        "can_write": permissions.can_write_notes(viewer, product),
    }
    return render(request, "conversations/meeting_note_list.html", context)


@require_http_methods(["GET", "POST"])
@page_once
def meeting_note_new(request: HttpRequest) -> HttpResponse:
    """The form, and the note it makes."""
    viewer = reader(request)
    given = request.POST if request.method == "POST" else request.GET
    key = given.get("product", "")
    product = scoped_or_404(products_visible_to(viewer), key=key) if key else None
    if not permissions.can_write_notes(viewer, product):
        raise PermissionDenied(_("Only people who work on this product can write meeting notes."))
    code = request.GET.get("department", "")
    initial = {"departments": [code] if code else [], "people": [viewer], "held_on": timezone.localdate()}
    form = NewNoteForm(request.POST) if request.method == "POST" else NewNoteForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            note = notes.create(actor=viewer, product=product, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("meeting-note-detail", pk=note.pk)
    context = {"form": form, "product": product}
    return render(request, "conversations/meeting_note_new.html", context, status=422 if form.is_bound else 200)


@require_GET
def meeting_note_detail(request: HttpRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    context = _note_context(request, note)
    if is_fragment(request):
        return fragments(request, "conversations/_note_outcome.html", context)
    context["discussion"] = discussions.discussion(note.thread, reader(request))
    context["people"] = note.people.order_by("pinyin")
    return render(request, "conversations/meeting_note_detail.html", context)


def _note_context(request: HttpRequest, note: MeetingNote, todo_form: TodoForm | None = None) -> dict[str, object]:
    """``?todo=`` names the line whose to-do the form is to be filled with."""
    shown = reading.note_page(note, reader(request))
    wanted = request.GET.get("todo", "")
    line = next((one for one in shown.lines if wanted and one.block_id == wanted), None)
    form = todo_form or TodoForm(initial=line.todo_initial if line else {"block_id": ""})
    return {"note": note, "shown": shown, "todo_form": form, "todo_line": None if todo_form else line}


def _outcome(request: HttpRequest, note: MeetingNote, text: str = "", undo: str = "") -> HttpResponse:
    """The note's conclusions and to-dos as they are now."""
    if not is_fragment(request):
        if text:
            messages.success(request, text, extra_tags=undo)
        return redirect(safe_next(request) or note.thread.address)
    context = _note_context(request, note)
    return fragments(request, "conversations/_note_outcome.html", context, event=changed(text) | {"todo-changed": {}})


@require_http_methods(["GET", "POST"])
def meeting_note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands above the minutes; the minutes have their own editor on the same page."""
    note = note_or_404(request, pk)
    if not permissions.can_edit_note(reader(request), note):
        raise PermissionDenied(_("Only who wrote this note, who was there, or a product manager can change it."))
    if request.method == "GET":
        return _edit_page(request, note, _edit_form(note))
    form = NoteEditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, note, form, 422)
    try:
        notes.edit(note=note, actor=reader(request), **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _edit_page(request, note, form, 422)
    return redirect("meeting-note-detail", pk=note.pk)


def _edit_form(note: MeetingNote) -> NoteEditForm:
    departments = list(note.thread.departments.values_list("code", flat=True))
    initial = {"title": note.thread.title, "held_on": note.held_on, "departments": departments}
    return NoteEditForm(initial={**initial, "people": list(note.people.all()), "revision": note.revision})


def _edit_page(request: HttpRequest, note: MeetingNote, form: NoteEditForm, status: int = 200) -> HttpResponse:
    return render(request, "conversations/meeting_note_edit.html", {"note": note, "form": form}, status=status)


@require_POST
def meeting_note_save(request: HttpRequest, pk: int) -> JsonResponse:
    """What the editor calls: JSON, also for both texts of a conflict."""
    note = note_or_404(request, pk)
    revision = request.POST.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        return JsonResponse({"detail": _("The revision you have read is missing.")}, status=422)
    try:
        note = notes.save_body(
            note=note, actor=reader(request), body=request.POST.get("body", ""), revision=int(revision)
        )
    except StaleEdit as stale:
        return JsonResponse({"theirs": stale.theirs, "mine": stale.mine, "revision": stale.revision}, status=409)
    except ValidationError as error:
        return JsonResponse({"detail": error.messages[0]}, status=422)
    return JsonResponse({"revision": note.revision, "body": note.body, "saved_at": timezone.now().isoformat()})


@require_POST
def meeting_note_archive(request: HttpRequest, pk: int) -> HttpResponse:
    note = notes.archive(note=note_or_404(request, pk), actor=reader(request))
    return redirect("meeting-note-detail", pk=note.pk)


@require_POST
def meeting_note_restore(request: HttpRequest, pk: int) -> HttpResponse:
    note = notes.restore(note=note_or_404(request, pk), actor=reader(request))
    return redirect("meeting-note-detail", pk=note.pk)


@require_POST
def meeting_note_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of the minutes, or words of its own, become a conclusion."""
    note = note_or_404(request, pk)
    decisions.record(
        thread=note.thread,
        actor=reader(request),
        text=request.POST.get("text", ""),
        ground=request.POST.get("ground", ""),
        block_id=request.POST.get("block_id", "")[:20],
        decided_on=note.held_on,
    )
    return _outcome(request, note, _("Recorded as a conclusion."))


@require_POST
def note_todo_add(request: HttpRequest, pk: int) -> HttpResponse:
    note = note_or_404(request, pk)
    form = TodoForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        todos.add(note=note, actor=reader(request), **form.cleaned_data)
    except ValidationError as error:
        if form.is_valid():
            put_errors(form, error)
        context = _note_context(request, note, form)
        if is_fragment(request):
            return fragments(request, "conversations/_note_outcome.html", context, status=422)
        context["discussion"] = discussions.discussion(note.thread, reader(request))
        return render(request, "conversations/meeting_note_detail.html", context, status=422)
    return _outcome(request, note)


def todo_or_404(request: HttpRequest, pk: int) -> NoteTodo:
    found = NoteTodo.objects.visible_to(reader(request)).select_related("note__thread__product", "note__thread__owner")
    return scoped_or_404(found, pk=pk)


@require_POST
def note_todo_done(request: HttpRequest, pk: int) -> HttpResponse:
    todo = todos.done(todo=todo_or_404(request, pk), actor=reader(request))
    return _outcome(request, todo.note, _("Done"), undo=reverse("note-todo-undone", args=[pk]))


@require_POST
def note_todo_undone(request: HttpRequest, pk: int) -> HttpResponse:
    todo = todos.undone(todo=todo_or_404(request, pk), actor=reader(request))
    return _outcome(request, todo.note, _("Open again"))


@require_POST
def note_todo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    todo = todo_or_404(request, pk)
    todos.remove(todo=todo, actor=reader(request))
    return _outcome(request, todo.note)
