"""The settings page, profile and picture, API tokens."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import settings_registry
from accounts.actions import avatars, people, tokens
from accounts.adapter import set_theme
from accounts.forms import NEAR_ZONES, AvatarForm, ProfileForm, TokenForm
from accounts.models import ApiToken, User
from accounts.typed import SignedIn
from pmcomms.ground.html import put_errors, scoped_or_404


@require_GET
def settings_hub(request: SignedIn) -> HttpResponse:
    """Everything this person can set, in groups; ``q`` narrows it."""
    text = request.GET.get("q", "")[:100]
    groups = settings_registry.entries_for(request.user, text)
    return render(request, "accounts/settings_hub.html", {"groups": groups, "q": text})


def _profile_page(request: HttpRequest, form: ProfileForm, avatar_form: AvatarForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "avatar_form": avatar_form, "zones": NEAR_ZONES}
    return render(request, "accounts/profile_edit.html", context, status=status)


def _profile_form(user: User) -> ProfileForm:
    names = ("full_name", "language", "timezone", "theme", "revision")
    return ProfileForm(initial={name: getattr(user, name) for name in names})


@require_http_methods(["GET", "POST"])
def profile_edit(request: SignedIn) -> HttpResponse:
    if request.method == "GET":
        return _profile_page(request, _profile_form(request.user), AvatarForm())
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, form, AvatarForm(), 422)
    try:
        user = people.edit_profile(actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _profile_page(request, form, AvatarForm(), 422)
    with override(user.language):
        messages.success(request, _("Saved."))
    response = redirect("profile-edit")
    set_theme(response, user.theme)
    return response


@require_POST
def avatar_set(request: SignedIn) -> HttpResponse:
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            avatars.set_avatar(actor=request.user, picture=form.cleaned_data["avatar"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("profile-edit")
    return _profile_page(request, _profile_form(request.user), form, 422)


@require_POST
def avatar_clear(request: SignedIn) -> HttpResponse:
    avatars.clear_avatar(actor=request.user)
    return redirect("profile-edit")


@require_GET
def person_avatar(request: SignedIn, username: str) -> FileResponse:
    """The picture of a person, for everybody signed in; always WebP that we wrote ourselves."""
    person = scoped_or_404(User.objects.exclude(avatar=""), username=username)
    response = FileResponse(person.avatar.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@never_cache
@require_GET
def token_list(request: SignedIn) -> HttpResponse:
    return _token_page(request, TokenForm())


def _token_page(request: SignedIn, form: TokenForm, text: str = "", status: int = 200) -> HttpResponse:
    rows = ApiToken.objects.filter(user=request.user)[:100]
    context = {"tokens": rows, "form": form, "new_token": text}
    return render(request, "accounts/token_list.html", context, status=status)


@never_cache
@require_POST
def token_create(request: SignedIn) -> HttpResponse:
    """Answers with the page that shows the token, the only time it can be read."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _token_page(request, form, status=422)
    try:
        _row, text = tokens.create(actor=request.user, owner=request.user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _token_page(request, form, status=422)
    return _token_page(request, TokenForm(), text)


@require_POST
def token_revoke(request: SignedIn, prefix: str) -> HttpResponse:
    token = scoped_or_404(ApiToken.objects.filter(user=request.user), token_key__startswith=prefix)
    tokens.revoke(token, actor=request.user)
    messages.success(request, _("The token is revoked."))
    return redirect("token-list")
