"""Who was named on a thread, for those who manage it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from conversations import permissions
from conversations.actions import people
from conversations.forms import GrantForm
from conversations.models import Thread
from conversations.views.answers import reader, thread_or_404
from pmcomms.ground.html import fragments, is_fragment, put_errors


def _managed_or_403(request: HttpRequest, pk: int) -> Thread:
    thread = thread_or_404(request, pk)
    if not permissions.can_manage_thread(reader(request), thread):
        raise PermissionDenied(_("Only a product manager can name people here."))
    return thread


def _answer(request: HttpRequest, thread: Thread, form: GrantForm | None = None, status: int = 200) -> HttpResponse:
    grants = thread.people.select_related("user").order_by("user__is_visitor", "user__pinyin")
    context = {"thread": thread, "grants": grants, "form": form or GrantForm()}
    if is_fragment(request):
        return fragments(request, "conversations/_grant_list.html", context, status=status)
    return render(request, "conversations/grant_page.html", context, status=status)


@require_GET
def grant_list(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _managed_or_403(request, pk))


@require_POST
def grant_add(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _managed_or_403(request, pk)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _answer(request, thread, form, 422)
    try:
        people.grant(thread=thread, actor=reader(request), **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _answer(request, thread, form, 422)
    return _answer(request, thread) if is_fragment(request) else redirect("grant-list", pk=thread.pk)


@require_POST
def grant_remove(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _managed_or_403(request, pk)
    person = User.objects.filter(username=request.POST.get("person", "")).first()
    if person is not None:
        people.revoke(thread=thread, person=person, actor=reader(request))
    return _answer(request, thread) if is_fragment(request) else redirect("grant-list", pk=thread.pk)
