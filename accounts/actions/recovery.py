"""Helping somebody who cannot sign in: a link for a new password, and an end of two-step sign-in.

Either lets whoever holds the result become that person, so each stands in the administration log and is told
to the person by mail. Nobody does it to themselves: another administrator does, or the command line.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access_mail
from accounts.actions.people import require_administrator
from accounts.models import User
from accounts.reset_mail import reset_link
from events import actions as events
from pmcomms.ground.problems import InvalidTransition


def has_two_step(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def make_password_link(person: User, *, actor: User | None) -> str:
    """A link, good once, by which the person sets a password; using it ends their sessions and tokens.

    ``actor`` None: the command line. Raises ``PermissionDenied``, ``InvalidTransition``.
    """
    with transaction.atomic():
        person = _asked_for(person, actor)
        events.record("person.link_created", actor=actor, subject=person)
        if person.last_login is not None:
            access_mail.tell(person, access_mail.LINK)
    return reset_link(person)


def reset_two_step(person: User, *, actor: User | None) -> User:
    """Switch two-step sign-in off, codes and all: the password alone is asked until it is set up again.

    Twice is once. ``actor`` None: the command line. Raises ``PermissionDenied``, ``InvalidTransition``.
    """
    with transaction.atomic():
        person = _asked_for(person, actor)
        count, _kinds = Authenticator.objects.filter(user=person).delete()
        if count:
            events.record("person.two_step_reset", actor=actor, subject=person)
            access_mail.tell(person, access_mail.TWO_STEP)
    return person


def _asked_for(person: User, actor: User | None) -> User:
    if actor is not None:
        require_administrator(actor)
        if actor.pk == person.pk:
            raise InvalidTransition(_("Not for yourself: ask another administrator, or use the command line."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise InvalidTransition(_("This person is deactivated."))
    return person
