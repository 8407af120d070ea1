"""Trace links as a card of the subject's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from conversations import permissions
from conversations.actions import links as actions
from conversations.links import links_of
from conversations.models import Thread, TraceLink
from conversations.views.answers import reader, thread_or_404
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404


def _context(request: HttpRequest, thread: Thread) -> dict[str, object]:
    return {
        "thread": thread,
        "groups": links_of(thread, reader(request)),
        "kinds": TraceLink.Kind.choices,
        "can_link": permissions.can_contribute(reader(request), thread),
    }


def _changed(request: HttpRequest, thread: Thread) -> HttpResponse:
    if not is_fragment(request):
        return redirect(thread.address)
    return fragments(request, "conversations/_link_list.html", _context(request, thread), event="links-changed")


@require_GET
def link_list(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    context = _context(request, thread)
    if is_fragment(request):
        return fragments(request, "conversations/_link_list.html", context)
    return render(request, "conversations/link_page.html", context)


@require_POST
def link_add(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    reference = request.POST.get("to", "").strip()
    far = Thread.objects.visible_to(reader(request)).filter(reference__iexact=reference).first() if reference else None
    if far is None:
        raise actions.unknown()
    kind = request.POST.get("kind", TraceLink.Kind.RELATES_TO)
    actions.create(from_thread=thread, to_thread=far, kind=kind, actor=reader(request))
    return _changed(request, thread)


@require_POST
def link_remove(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = reader(request)
    mine = TraceLink.objects.filter(from_thread__in=Thread.objects.visible_to(viewer)).select_related("from_thread")
    link = scoped_or_404(mine, pk=pk)
    actions.remove(link=link, actor=viewer)
    return _changed(request, link.from_thread)
