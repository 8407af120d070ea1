"""Forms of sign-in, profile, tokens and invitations; allauth's own with our words."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import reset_mail
from accounts.actions.tokens import LONGEST_DAYS
from accounts.models import ApiToken, User

# Zones people of one company sit in; any other name of the database is accepted too.
NEAR_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)


def _relabel(form: forms.BaseForm, labels: dict[str, Any]) -> None:
    """Our labels; no placeholder that repeats the label."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"login": _("User name or e-mail"), "password": _("Password")})
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].help_text = ""


class ResetForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"email": _("E-mail")})

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Nobody can tell from the answer or its time whether somebody has this address."""
        for user in self.users:
            reset_mail.ask(user)
        return str(self.cleaned_data["email"])


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"password1": _("New password"), "password2": _("New password again")})


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        _relabel(self, labels)
        self.fields["oldpassword"].help_text = ""


def _relabel_code(form: forms.BaseForm) -> None:
    _relabel(form, {"code": _("One-time code")})
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel_code(self)
        # A recovery code holds letters too.
        self.fields["code"].widget.attrs.pop("inputmode")


class CodeAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel_code(self)


class ActivateCodeForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel_code(self)


class JoinForm(forms.Form):
    """Who somebody new is: the first administrator, or an invited person."""

    full_name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput({"autocomplete": "name"}))
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits, dot, dash and underscore, such as zhangwei."),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least ten characters, not only digits."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class ProfileForm(forms.Form):
    full_name = forms.CharField(label=_("Name"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=User.Language.choices)
    timezone = forms.CharField(
        label=_("Time zone"), max_length=60, widget=forms.TextInput({"list": "zones", "autocomplete": "off"})
    )
    theme = forms.ChoiceField(label=_("Appearance"), choices=User.Theme.choices)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_timezone(self) -> str:
        name: str = self.cleaned_data["timezone"]
        if name not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("There is no such time zone. Choose one from the list."))
        return name


class AvatarForm(forms.Form):
    avatar = forms.FileField(
        label=_("Profile picture"),
        help_text=_("PNG, JPEG, WebP or GIF up to 5 MB; it is cut square."),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("token", "Name"), max_length=60, help_text=_("What it is for, such as “nightly report”.")
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=ApiToken.Scope.choices)
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=90)


class InvitationForm(forms.Form):
    full_name = forms.CharField(label=_("Name"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_administrator = forms.BooleanField(label=_("Administrator"), required=False)
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=60, initial=7)
