"""动态 of one thread, as a fragment beside its subject."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from conversations import feed
from conversations.views.answers import reader, thread_or_404
from pmcomms.ground.html import fragments, is_fragment

SHOWN = 30


@require_GET
def thread_feed(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    before = request.GET.get("before", "")
    from_id = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    lines = feed.lines(reader(request), thread=thread, before=from_id, limit=SHOWN + 1)
    context = {
        "thread": thread,
        "lines": lines[:SHOWN],
        "earlier": lines[SHOWN - 1].event_id if len(lines) > SHOWN else None,
    }
    if is_fragment(request):
        return fragments(request, "conversations/_thread_feed.html", context)
    return render(request, "conversations/feed_page.html", context)
