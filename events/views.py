"""The administration log and the page of a long piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events import dispatch, jobs, names, registry
from events.filters import LogFilters
from events.models import Event, Job
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404
from pmcomms.ground.pagination import page


@dataclass(frozen=True)
class Line:
    """One line of the log. ``actor`` and ``subject`` are "" where the viewer may not know them."""

    event: Event
    kind: registry.EventKind | None
    actor: str
    subject: str
    changes: list[tuple[str, str, str]]


def require_administrator(user: Any) -> None:
    """Raises ``PermissionDenied`` unless the person administrates this installation."""
    if not getattr(user, "is_administrator", False):
        raise PermissionDenied(_("Only administrators may see this."))


def lines_of(events: list[Event], viewer: Any) -> list[Line]:
    """Events with words: one query per kind of subject."""
    pairs = {(event.subject_kind, event.subject_id) for event in events}
    pairs |= {("user", event.actor_id) for event in events if event.actor_id}
    known = names.names_of(pairs, viewer)
    kinds = {kind.code: kind for kind in registry.all_kinds()}
    return [
        Line(
            event=event,
            kind=kinds.get(event.kind),
            actor=known.get(("user", event.actor_id), "") if event.actor_id else _("The system"),
            subject=known.get((event.subject_kind, event.subject_id), ""),
            changes=names.shown_changes(event.changes),
        )
        for event in events
    ]


@require_GET
def log_list(request: HttpRequest) -> HttpResponse:
    """Everything administrative that happened, newest first."""
    require_administrator(request.user)
    query = request.GET.copy()
    cursor = query.pop("cursor", [None])[-1]
    for name in [name for name in query if not query[name]]:
        del query[name]
    rows = LogFilters(request.user).apply(Event.objects.administrative(), query)
    found = page(rows, ["-pk"], cursor)
    context = {
        "lines": lines_of(found.items, request.user),
        "next": found.next,
        "query": query.urlencode(),
        "chosen": query,
        "held": dispatch.held(),
        "from_day": query.get("at.from", ""),
        "kinds": [kind for kind in registry.all_kinds() if kind.is_administrative],
    }
    return render(request, "events/log_list.html", context)


@require_POST
def held_release(request: HttpRequest) -> HttpResponse:
    """Lets what a restore has held be told after all."""
    require_administrator(request.user)
    count = dispatch.release_held(actor=request.user)  # type: ignore[arg-type]  # behind LoginRequiredMiddleware
    messages.success(request, _("%(count)d released.") % {"count": count})
    return redirect("log-list")


@require_GET
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress and result of one's own work; the page asks again by itself while it runs."""
    job = scoped_or_404(Job.objects.filter(owner_id=request.user.pk), pk=pk)
    context = {"job": job, "is_open": job.state in jobs.OPEN}
    if is_fragment(request):
        return fragments(request, "events/_job.html", context)
    return render(request, "events/job_detail.html", context)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = scoped_or_404(Job.objects.filter(owner_id=request.user.pk), pk=pk)
    jobs.cancel(job, actor=request.user)  # type: ignore[arg-type]  # behind LoginRequiredMiddleware
    messages.success(request, _("It stops as soon as it can."))
    return redirect("job-detail", pk=pk)
