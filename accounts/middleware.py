"""Each person's language and zone; and the way to the first-run page of an empty installation."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PreferencesMiddleware:
    """Speaks the language and shows the zone of the person signed in; the browser's language before."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            timezone.activate(zoneinfo.ZoneInfo(user.timezone))
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if user.is_authenticated:
            response.headers.setdefault("Content-Language", user.language)
        return response


class FirstRunMiddleware:
    """While nobody exists, every page leads to the one that makes the first administrator.

    That somebody exists never becomes untrue, so the answer yes is kept; who is signed in is proof.
    """

    somebody_exists = False
    # The API answers 401, health checks answer for themselves, pictures and styles are not behind the door.
    OPEN = ("/api/", "/static/", "/healthz", "/readyz", "/favicon.ico")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        cls = type(self)
        if not cls.somebody_exists and not request.path.startswith(self.OPEN):
            first_run = reverse("first-run")
            cls.somebody_exists = request.user.is_authenticated or User.objects.exists()
            if not cls.somebody_exists and request.path != first_run:
                return HttpResponseRedirect(first_run)
        return self.get_response(request)
