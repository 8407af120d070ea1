"""Ending what a person holds: sessions and tokens."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import ApiToken, User


def end_everything(person: User) -> dict[str, Any]:
    """Delete every session and revoke every token; returns the counts for the event."""
    sessions = UserSession.objects.filter(user=person)
    ended, _ = Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    revoked = ApiToken.objects.filter(user=person, revoked_at__isnull=True).update(revoked_at=timezone.now())
    return {"sessions_ended": [ended, 0], "tokens_revoked": [revoked, 0]}
