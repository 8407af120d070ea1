"""The verbs on API tokens."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from events import actions as events

LONGEST_DAYS = 366
MOST_LIVE = 50


def create(*, actor: User, owner: User, name: str, scope: str, days: int | None) -> tuple[ApiToken, str]:
    """A new token of ``owner`` and its text, which is shown once and stored as a hash only.

    ``days`` until it expires, 1 to 366; None never does, which only the command line offers.
    """
    if actor.pk != owner.pk or actor.acting_token_id:
        raise PermissionDenied(_("Tokens are made by their owner, signed in."))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": _("Give 1 to %(most)d days.") % {"most": LONGEST_DAYS}})
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        if ApiToken.objects.live().filter(user=owner).count() >= MOST_LIVE:
            raise ValidationError(_("At most %(most)d tokens at once. Revoke one first.") % {"most": MOST_LIVE})
        expiry = dt.timedelta(days=days) if days is not None else None
        ApiToken(user=owner, name=name.strip(), scope=scope).clean_fields(exclude=["digest", "token_key"])
        token, text = ApiToken.objects.create(user=owner, expiry=expiry, name=name.strip(), scope=scope)
        events.record(
            "token.created", actor=actor, subject=owner, changes={"token": token.prefix_shown, "scope": scope}
        )
    return token, text


def revoke(token: ApiToken, *, actor: User) -> ApiToken:
    """Refuse a token from now on. Its owner, or an administrator."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().get(pk=token.pk)
        if actor.pk != token.user_id and not actor.is_administrator:
            raise PermissionDenied(_("Only its owner or an administrator may revoke a token."))
        if token.revoked_at:
            return token
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        events.record("token.revoked", actor=actor, subject=token.user, changes={"token": token.prefix_shown})
    return token
