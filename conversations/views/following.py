"""Following a thread, having read it, and who has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from conversations.actions import receipts, watching
from conversations.following import watch_state
from conversations.models import Thread
from conversations.views.answers import reader, thread_or_404
from pmcomms.ground.html import fragments, is_fragment


def _button(request: HttpRequest, thread: Thread) -> HttpResponse:
    if not is_fragment(request):
        return redirect(thread.address)
    context = {"thread": thread, "watch_state": watch_state(thread, reader(request))}
    return fragments(request, "conversations/_watch_button.html", context)


@require_GET
def watch_button(request: HttpRequest, pk: int) -> HttpResponse:
    return _button(request, thread_or_404(request, pk))


@require_POST
def thread_watch(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    watching.watch(thread=thread, actor=reader(request))
    return _button(request, thread)


@require_POST
def thread_unwatch(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    watching.unwatch(thread=thread, actor=reader(request))
    return _button(request, thread)


@require_POST
def thread_mute(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    watching.mute(thread=thread, actor=reader(request))
    return _button(request, thread)


@require_POST
def thread_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The page says that it was shown (``pm-read``); GET itself changes nothing."""
    thread = thread_or_404(request, pk)
    receipts.mark_read(thread=thread, reader=reader(request), version=_version(request.POST.get("version", "")))
    return HttpResponse(status=204)


@require_GET
def thread_readers(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    version = _version(request.GET.get("version", "")) or thread.current_version
    context = {"thread": thread, "version": version, "receipts": receipts.readers_of(thread, version)}
    if is_fragment(request):
        return fragments(request, "conversations/_reader_list.html", context)
    return render(request, "conversations/reader_page.html", context)


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) else None
