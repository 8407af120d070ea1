"""What allauth asks this product: who may join, where links lead, what a new password ends."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.actions import people
from accounts.models import User
from events import actions as events

THEME_COOKIE_SECONDS = 365 * 24 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is not active. Ask an administrator."),
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "username_password_mismatch": _("The user name or the password is not right."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right."),
        "rate_limited": _("Too many tries. Wait a moment, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by invitation only."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Other sessions end by the new hash; tokens end here; written to the administration log."""
        with transaction.atomic():
            super().set_password(user, password)
            people.password_changed(user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            events.record("session.started", actor=user, subject=user)
        response = super().post_login(request, user, **kwargs)
        if user.theme != User.Theme.SYSTEM and "theme" not in request.COOKIES:
            set_theme(response, user.theme)
        return response


def set_theme(response: HttpResponse, theme: str) -> None:
    """Tell this browser the theme; the frame reads the cookie before the first paint."""
    if theme == User.Theme.SYSTEM:
        response.delete_cookie("theme", samesite="Lax")
    else:
        response.set_cookie(
            "theme",
            theme,
            max_age=THEME_COOKIE_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"pmcomms.two-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class TwoFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted under SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right."),
        "cannot_delete_authenticator": _("Two-step sign-in cannot be switched off."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()
