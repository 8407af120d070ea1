"""JSON for what asks while somebody types."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from conversations import picking
from conversations.views.answers import reader, thread_or_404
from departments.permissions import managed_product_ids, products_visible_to
from pmcomms.ground.html import scoped_or_404


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
def people_pick(request: HttpRequest) -> JsonResponse:
    """People to choose: ``[{id, label, detail}]``; ``product=CLB`` keeps to who may know a private one."""
    viewer = reader(request)
    only_visitors = request.GET.get("visitors") == "1"
    if viewer.is_visitor or (only_visitors and not managed_product_ids(viewer) and not viewer.is_administrator):
        raise PermissionDenied
    key = request.GET.get("product")
    product = scoped_or_404(products_visible_to(viewer), key=key) if key else None
    people = picking.people_to_pick(request.GET.get("q", ""), product=product, only_visitors=only_visitors)
    found = [
        {"id": person.username, "label": str(person), "detail": picking.department_names(person) or person.job_title}
        for person in people
    ]
    return JsonResponse(found, safe=False)
