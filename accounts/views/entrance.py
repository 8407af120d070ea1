"""Doors that need no sign-in: first run and invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import invitations, people
from accounts.forms import JoinForm
from accounts.models import Invitation, User
from pmcomms.ground.html import put_errors
from pmcomms.ground.limits import allow
from pmcomms.ground.problems import InvalidTransition


def sign_in(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """As after the right password: second step, list of sessions, log; then on to the page ``then``."""
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=reverse(then))
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's answer to a limit, for our own doors too."""
    return render(request, "429.html", status=429)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Makes the first administrator; closed for good once anybody exists."""
    if User.objects.exists():
        return redirect(settings.LOGIN_URL)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.make_first_administrator(**form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except InvalidTransition:
            return redirect(settings.LOGIN_URL)
        else:
            return sign_in(request, user, "settings-hub")
    return render(request, "accounts/first_run.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows what joining means and changes nothing; POST joins."""
    if not allow(f"invitation:{request.META.get('REMOTE_ADDR', '')}", 30, 600):
        return too_many(request)
    invitation = Invitation.objects.filter(secret_hash=invitations.hash_of(secret)).first()
    if invitation is None or not invitation.is_open:
        return render(request, "accounts/invitation_spent.html", status=404)
    form = _join_form(request, invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(secret, **_joining(form, invitation))
        except ValidationError as error:
            put_errors(form, error)
        except InvalidTransition as error:
            raise Http404(str(error.message)) from error
        else:
            return sign_in(request, user, "desk")
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/invitation_accept.html", context, status=422 if form.is_bound else 200)


def _join_form(request: HttpRequest, invitation: Invitation) -> JoinForm:
    form = JoinForm(request.POST or None, initial={"full_name": invitation.full_name, "email": invitation.email})
    if invitation.email:
        form.fields["email"].disabled = True
        form.fields["email"].help_text = _("The address the invitation was made for.")
    return form


def _joining(form: JoinForm, invitation: Invitation) -> dict[str, Any]:
    return {**form.cleaned_data, "email": invitation.email or form.cleaned_data["email"]}
