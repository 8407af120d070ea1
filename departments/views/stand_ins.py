"""Stand-ins: one's own, and for leads and administrators those of others."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.typed import SignedIn
from departments.actions import stand_ins as actions
from departments.forms import StandInForm
from departments.permissions import stand_ins_visible_to
from pmcomms.ground.html import put_errors, scoped_or_404


def _page(request: SignedIn, form: StandInForm, status: int = 200) -> HttpResponse:
    rows = stand_ins_visible_to(request.user).select_related("away", "stand_in").order_by("-from_on", "-pk")
    today = timezone.localdate()
    current = Q(cancelled_at__isnull=True, to_on__gte=today)
    context = {
        "form": form,
        "today": today,
        "current": rows.filter(current)[:100],
        "past": rows.exclude(current)[:20],
    }
    return render(request, "departments/stand_in_list.html", context, status=status)


@require_GET
def stand_in_list(request: SignedIn) -> HttpResponse:
    return _page(request, StandInForm(initial={"away": request.user.username}))


@require_POST
def stand_in_name(request: SignedIn) -> HttpResponse:
    form = StandInForm(request.POST)
    if form.is_valid():
        try:
            row = actions.name_stand_in(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("%(name)s stands in.") % {"name": row.stand_in})
            return redirect("stand-in-list")
    return _page(request, form, 422)


@require_POST
def stand_in_cancel(request: SignedIn, pk: int) -> HttpResponse:
    actions.cancel_stand_in(scoped_or_404(stand_ins_visible_to(request.user), pk=pk), actor=request.user)
    messages.success(request, _("The stand-in is cancelled."))
    return redirect("stand-in-list")
