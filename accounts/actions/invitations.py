"""The verbs on invitation links."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import joining
from accounts.actions import people
from accounts.models import Invitation, User
from events import actions as events
from pmcomms.ground.problems import InvalidTransition

DEFAULT_DAYS = 7


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def create(
    *,
    actor: User,
    full_name: str = "",
    email: str = "",
    is_administrator: bool = False,
    grants: dict[str, Any] | None = None,
    days: int = DEFAULT_DAYS,
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, shown once. ``grants``: see ``accounts.joining``."""
    people.require_administrator(actor)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation(
            full_name=full_name.strip(),
            email=email.strip(),
            is_administrator=is_administrator,
            grants=joining.checked(grants or {}),
            secret_hash=hash_of(secret),
            invited_by=actor,
            expires_at=timezone.now() + dt.timedelta(days=days),
        )
        invitation.clean_fields(exclude=["accepted_by", "grants"])
        invitation.save()
        events.record(
            "invitation.created",
            actor=actor,
            subject=invitation,
            changes={"is_administrator": is_administrator, "days": days},
        )
    return invitation, secret


def accept(secret: str, *, username: str, full_name: str, email: str, password: str) -> User:
    """Make the account of the invited person. Raises ``InvalidTransition`` for a link that is spent."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
        if invitation is None or not invitation.is_open:
            raise InvalidTransition(_("This invitation is no longer valid. Ask for a new one."))
        user = people.join(
            username=username,
            full_name=full_name,
            email=email,
            password=password,
            is_administrator=invitation.is_administrator,
        )
        invitation.accepted_by, invitation.accepted_at = user, timezone.now()
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        events.record("invitation.accepted", actor=user, subject=invitation, changes={"username": [None, username]})
        joining.join(user, invitation.grants, invited_by=invitation.invited_by)
    return user


def revoke(invitation: Invitation, *, actor: User) -> Invitation:
    """Make the link useless."""
    people.require_administrator(actor)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.revoked_at:
            return invitation
        if invitation.accepted_at:
            raise InvalidTransition(_("This invitation was accepted already."))
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        events.record("invitation.revoked", actor=actor, subject=invitation)
    return invitation
