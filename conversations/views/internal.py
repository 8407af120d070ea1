"""部门内讨论 beside what it prepares."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from conversations import discussions
from conversations.actions import internal
from conversations.models import Thread
from conversations.views.answers import reader, thread_or_404
from departments.models import Department
from departments.permissions import departments_of
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404


def _own_departments(request: HttpRequest, thread: Thread) -> list[Department]:
    """The viewer's departments among those the thread is addressed to."""
    return list(departments_of(reader(request)).filter(pk__in=thread.departments.values("pk")))


def _panel(request: HttpRequest, thread: Thread) -> HttpResponse:
    found = discussions.internal_thread(thread, reader(request))
    context = {
        "thread": thread,
        "own": _own_departments(request, thread),
        "discussion": discussions.discussion(found, reader(request)) if found else None,
        "department": found.departments.first() if found else None,
    }
    name = "conversations/_internal_panel.html" if is_fragment(request) else "conversations/internal_page.html"
    return fragments(request, name, context)


@require_GET
def internal_panel(request: HttpRequest, pk: int) -> HttpResponse:
    return _panel(request, thread_or_404(request, pk))


@require_POST
def internal_open(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    own = _own_departments(request, thread)
    code = request.POST.get("department", own[0].code if own else "")
    department = scoped_or_404(Department.objects.filter(archived_at__isnull=True), code=code) if code else None
    if department is None:
        raise Http404
    internal.open_for(thread=thread, department=department, actor=reader(request))
    return _panel(request, thread) if is_fragment(request) else redirect("internal-panel", pk=thread.pk)
