"""待我处理, answered in place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from artifacts.views.fetching import Request
from notifications import todos
from pmcomms.ground.html import fragments

FILTERS = ("sign-off", "fill-in", "question", "returned", "open-point", "row", "note", "promise", "requirement")


@require_GET
def todo_list(request: Request) -> HttpResponse:
    lines = todos.todo_list(request.user)
    chosen = request.GET.get("kind", "")
    counts = {kind: sum(line.kind == kind for line in lines) for kind in FILTERS}
    context = {
        "lines": [line for line in lines if chosen in ("", line.kind)],
        "count": len(lines),
        "counts": [(kind, number) for kind, number in counts.items() if number],
        "chosen": chosen,
    }
    return render(request, "notifications/todo_list.html", context)


@require_GET
def todo_count(request: Request) -> HttpResponse:
    """The number beside 待我处理, asked for again by the page on which somebody answered."""
    entry = {"count": todos.count(request.user), "hot": True}
    return fragments(request, "frame/_count.html", {"entry": entry})
