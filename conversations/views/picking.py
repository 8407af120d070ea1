"""JSON for what asks while somebody types."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from conversations import permissions, picking
from conversations.views.answers import reader, thread_or_404


@require_GET
def mention_pick(request: HttpRequest) -> JsonResponse:
    """Who can be named on a thread: ``[{kind, id, label, detail}]``, departments after people."""
    given = request.GET.get("thread", "")
    thread = thread_or_404(request, int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0)
    text = request.GET.get("q", "")
    people = [
        {"kind": "user", "id": person.username, "label": str(person), "detail": picking.department_names(person)}
        for person in picking.mentionable_people(thread, text)
    ]
    departments = [
        {"kind": "department", "id": department.code, "label": department.name, "detail": ""}
        for department in picking.departments_named(thread, text)
    ]
    return JsonResponse([*people, *departments], safe=False)


@require_GET
def grant_pick(request: HttpRequest, pk: int) -> JsonResponse:
    """Whom a manager can name on a thread, visitors too: ``[{id, label, detail}]``."""
    thread = thread_or_404(request, pk)
    if not permissions.can_manage_thread(reader(request), thread):
        raise PermissionDenied
    found = [
        {"id": person.username, "label": str(person), "detail": _detail(person)}
        for person in picking.people_to_name(request.GET.get("q", ""))
    ]
    return JsonResponse(found, safe=False)


def _detail(person: User) -> str:
    return _("Visitor") if person.is_visitor else picking.department_names(person) or person.job_title
