"""The verbs on people: joining, editing, leaving and coming back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import handover
from accounts.actions import access
from accounts.models import ApiToken, User
from events import actions as events
from events.changes import change, check_revision, save
from pmcomms.ground.problems import InvalidTransition

# So that two first visitors do not both become the first administrator.
_FIRST_LOCK = 7_204_911_002


def require_administrator(actor: User) -> None:
    """Raises ``PermissionDenied`` unless ``actor`` is an active administrator."""
    if not (actor.is_administrator and actor.is_active):
        raise PermissionDenied(_("Only administrators may do this."))


def make_first_administrator(*, username: str, full_name: str, email: str, password: str) -> User:
    """The person who sets this installation up. Raises ``InvalidTransition`` once anybody exists."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_LOCK])
        if User.objects.exists():
            raise InvalidTransition(_("This installation is set up already. Sign in instead."))
        user = User(username=username, full_name=full_name, email=email, is_administrator=True)
        _store_new(user, password)
        events.record("person.added", actor=user, subject=user, changes={"is_administrator": [False, True]})
    return user


def add_person(*, actor: User, username: str, full_name: str, password: str | None = None, **fields: Any) -> User:
    """A new person; without a password they set one by reset link. Administrators only."""
    require_administrator(actor)
    with transaction.atomic():
        user = User(username=username, full_name=full_name, **fields)
        _store_new(user, password)
        events.record("person.added", actor=actor, subject=user, changes={"username": [None, username]})
    return user


def _store_new(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
    else:
        _checked_password(user, password)
        user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()


def _checked_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def join(*, username: str, full_name: str, email: str, password: str, is_administrator: bool) -> User:
    """A person who makes their own account, for ``invitations.accept``; records nothing itself."""
    user = User(username=username, full_name=full_name, email=email, is_administrator=is_administrator)
    _store_new(user, password)
    return user


EDITABLE = ("full_name", "email", "job_title", "is_administrator", "is_visitor")


def edit_person(person: User, *, actor: User, revision: int | None = None, **wanted: Any) -> User:
    """Change what administrators keep of a person. The last administrator stays one.

    Raises ``StaleEdit`` when ``revision`` is not the stored one.
    """
    require_administrator(actor)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        check_revision(person, revision, wanted)
        changes = change(person, {name: wanted[name] for name in EDITABLE if name in wanted})
        if not changes:
            return person
        if "is_administrator" in changes and not person.is_administrator:
            _require_another_administrator(person)
        save(person, changes)
        events.record("person.edited", actor=actor, subject=person, changes=changes)
    return person


def _require_another_administrator(person: User) -> None:
    others = User.objects.active().filter(is_administrator=True).exclude(pk=person.pk)
    if not others.select_for_update().exists():
        raise InvalidTransition(_("This is the last administrator. Name another one first."))


OWN = ("full_name", "language", "timezone", "theme")


def edit_profile(*, actor: User, revision: int | None = None, **wanted: Any) -> User:
    """A person's own name and preferences."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        check_revision(user, revision, wanted)
        changes = change(user, {name: wanted[name] for name in OWN if name in wanted})
        if not changes:
            return user
        save(user, changes)
        events.record("profile.edited", actor=actor, subject=user, changes=changes)
    return user


def deactivate(person: User, *, actor: User) -> User:
    """End sessions and tokens at once and start the handover: offices end, open answers pass on."""
    require_administrator(actor)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            return person
        if person.pk == actor.pk:
            raise InvalidTransition(_("You cannot deactivate yourself."))
        if person.is_administrator:
            _require_another_administrator(person)
        person.is_active, person.deactivated_at = False, timezone.now()
        save(person, {"is_active": None, "deactivated_at": None})
        ended = access.end_everything(person)
        events.record("person.deactivated", actor=actor, subject=person, changes=ended)
        handover.leave(person, actor=actor)
    return person


def reactivate(person: User, *, actor: User) -> User:
    """Let a person sign in again. Offices and tokens that ended stay ended."""
    require_administrator(actor)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.is_active:
            return person
        person.is_active, person.deactivated_at = True, None
        save(person, {"is_active": None, "deactivated_at": None})
        events.record("person.reactivated", actor=actor, subject=person)
    return person


def hand_over(person: User, *, actor: User, successor: User, names: list[str]) -> int:
    """Give what a person still owns (the registered ``names``) to ``successor``; returns how much."""
    require_administrator(actor)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if not successor.is_active or successor.is_visitor or successor.pk == person.pk:
            raise ValidationError({"successor": _("Choose another active person.")})
        moved = handover.reassign(person, successor=successor, actor=actor, names=names)
        if moved:
            events.record(
                "person.handed_over",
                actor=actor,
                subject=person,
                changes={"successor": [None, successor.pk], "moved": [0, sum(moved.values())]},
            )
    return sum(moved.values())


def password_changed(user: User) -> None:
    """After a new password: other sessions end by their hash, programs' tokens here."""
    with transaction.atomic():
        tokens = ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now())
        events.record("password.changed", actor=user, subject=user, changes={"tokens_revoked": [0, tokens]})
