"""Invitations, for administrators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import invitations, people
from accounts.forms import InvitationForm
from accounts.models import Invitation
from accounts.typed import SignedIn
from pmcomms.ground.html import put_errors, scoped_or_404
from pmcomms.ground.pagination import page


def link_of(secret: str) -> str:
    """The address to hand over: always the configured host."""
    return settings.SITE_URL + reverse("invitation-accept", args=[secret])


def _list_page(request: SignedIn, form: InvitationForm, link: str = "", status: int = 200) -> HttpResponse:
    rows = page(Invitation.objects.select_related("invited_by", "accepted_by"), ["-pk"], request.GET.get("cursor"))
    context: dict[str, Any] = {"form": form, "invitations": rows.items, "next": rows.next, "link": link}
    return render(request, "accounts/invitation_list.html", context, status=status)


@never_cache
@require_GET
def invitation_list(request: SignedIn) -> HttpResponse:
    people.require_administrator(request.user)
    return _list_page(request, InvitationForm())


@never_cache
@require_POST
def invitation_create(request: SignedIn) -> HttpResponse:
    """Answers with the list and the link, the only time it can be read."""
    people.require_administrator(request.user)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=422)
    try:
        _row, secret = invitations.create(actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _list_page(request, form, status=422)
    return _list_page(request, InvitationForm(), link_of(secret))


@require_POST
def invitation_revoke(request: SignedIn, pk: int) -> HttpResponse:
    people.require_administrator(request.user)
    invitations.revoke(scoped_or_404(Invitation.objects.all(), pk=pk), actor=request.user)
    messages.success(request, _("The invitation is revoked."))
    return redirect("invitation-list")
