"""Who calls the API: a program with a token, or a browser with its session (REST framework's own)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken, User

# A busy program must not write a row per request.
LAST_USED_EVERY = dt.timedelta(minutes=1)


class TokenAuthentication(KnoxAuthentication):
    """``Authorization: Bearer pm_…``. ``request.auth`` is the ``ApiToken``; its scope is asked by ``HasScope``.

    The rights are the owner's rights now: the user is read with every request. ``acting_token_id`` marks
    the user object, so that events name the token.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        found = self._find(token)
        if found is None or not found.is_live or not found.user.is_active:
            raise AuthenticationFailed(_("The token is not valid."))
        self._note_use(found)
        user: User = found.user
        user.acting_token_id = found.prefix_shown
        timezone.activate(zoneinfo.ZoneInfo(user.timezone))
        return user, found

    def _find(self, token: bytes) -> ApiToken | None:
        try:
            text = token.decode("ascii")
        except UnicodeDecodeError:
            return None
        digest = hash_token(text)
        rows = ApiToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related("user")
        return next((row for row in rows if compare_digest(row.digest, digest)), None)

    def _note_use(self, token: ApiToken) -> None:
        now = timezone.now()
        if token.last_used_at is None or token.last_used_at < now - LAST_USED_EVERY:
            stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - LAST_USED_EVERY)
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)

    def authenticate_header(self, request: Any) -> str:
        return str(settings.REST_KNOX["AUTH_HEADER_PREFIX"])
