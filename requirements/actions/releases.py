"""Planning a release, changing it, freezing its scope, shipping it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import search
from conversations.actions import threads
from conversations.models import Thread
from conversations.text.sanitise import storable
from departments.models import Product
from events import actions as events
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements import permissions
from requirements.actions.scope import let_go
from requirements.models import Release

SUBJECT = "release"
LONGEST_NAME = 30
LONGEST_GOAL = 500
MOST_POINTS = Decimal(99_999)


class Changes(TypedDict, total=False):
    """What may be changed; what is not given stays. ``stage``: one of those before shipping."""

    name: str
    goal: str
    stage: str
    starts_on: dt.date | None
    ships_on: dt.date | None
    capacity: Decimal | None


def plan(
    *,
    actor: User,
    product: Product,
    name: str,
    goal: str = "",
    starts_on: dt.date | None = None,
    ships_on: dt.date | None = None,
    capacity: Decimal | None = None,
) -> Release:
    """A new release of the product, in planning.

    ``capacity``: story points that fit in. Raises ``PermissionDenied``, ``InvalidTransition`` on an archived
    product and ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        if not permissions.can_release(actor, product):
            raise PermissionDenied(_("Only managers of the product plan its releases."))
        if product.archived_at is not None:
            raise InvalidTransition(_("The product is archived."), code="product_archived")
        release = Release(product=product, starts_on=starts_on, ships_on=ships_on, capacity=_capacity(capacity))
        release.name, release.goal = _name(name, release), _goal(goal)
        _span(release)
        last = Release.objects.filter(product=product).aggregate(last=Max("number"))["last"] or 0
        release.number = last + 1
        release.thread = threads.open_thread(
            kind=SUBJECT,
            title=release.name,
            address=release.address,
            reference=release.reference,
            owner=actor,
            audience=Thread.Audience.PRODUCT,
            product=product,
            is_open=True,
        )
        release.save()
        threads.attach_subject(release.thread, release)
        _index(release)
        _record("release.planned", release, actor, {"name": [None, release.name], "ships_on": [None, _day(ships_on)]})
    return release


def edit(release: Release, *, actor: User, revision: int, **changes: Unpack[Changes]) -> Release:
    """Change named fields. Nothing different: no event.

    Raises ``StaleEdit`` with both values when somebody changed it since ``revision``, ``PermissionDenied``,
    ``InvalidTransition`` when it is shipped or cancelled, ``ValidationError`` naming the field.
    """
    with transaction.atomic():
        release = _locked(release, actor)
        _refuse_closed(release)
        wanted = _checked(release, changes)
        differing = {name: value for name, value in wanted.items() if getattr(release, name) != value}
        if not differing:
            return release
        if release.revision != revision:
            raise StaleEdit(
                mine={name: _written(value) for name, value in differing.items()},
                theirs={name: _written(getattr(release, name)) for name in differing},
                revision=release.revision,
            )
        told = {name: [_written(getattr(release, name)), _written(value)] for name, value in differing.items()}
        for name, value in differing.items():
            setattr(release, name, value)
        _span(release)
        _save(release, *differing)
        if "name" in differing:
            threads.retitle(release.thread, release.name)
        _index(release)
        _record("release.edited", release, actor, told)
    return release


def freeze(release: Release, *, actor: User) -> Release:
    """From now on its scope changes only by a manager who says why."""
    return _set_frozen(release, actor, is_frozen=True)


def unfreeze(release: Release, *, actor: User) -> Release:
    return _set_frozen(release, actor, is_frozen=False)


def ship(
    release: Release, *, actor: User, shipped_on: dt.date | None = None, rest_to: Release | None = None
) -> Release:
    """It is out. What is not finished leaves its scope, into ``rest_to`` or back to the pool. Shipped: nothing happens.

    ``shipped_on``: the day, today when not given. Raises ``PermissionDenied``, ``InvalidTransition`` for a
    cancelled one, ``ValidationError`` for a day to come, for nothing finished in it, and for a
    release that cannot take the rest.
    """
    day = shipped_on or timezone.localdate()
    with transaction.atomic():
        release = _locked(release, actor)
        if release.stage == Release.Stage.SHIPPED:
            return release
        _refuse_closed(release)
        if day > timezone.localdate():
            raise ValidationError({"shipped_on": _("This day is still to come.")}, code="future")
        if not release.requirements.live().filter(status__category="done").exists():
            raise ValidationError(_("Nothing in it is finished yet."), code="empty")
        moved = let_go(release, actor=actor, to=rest_to)
        old = release.stage
        release.stage, release.shipped_on = Release.Stage.SHIPPED, day
        _save(release, "stage", "shipped_on")
        done = release.requirements.live().count()
        _record("release.shipped", release, actor, {"stage": [old, release.stage], "done": done, "moved": moved})
    return release


def cancel(release: Release, *, actor: User, ground: str) -> Release:
    """It will not ship: all its requirements go back to the pool. ``ground`` is required."""
    ground = storable(ground).strip()
    with transaction.atomic():
        release = _locked(release, actor)
        if release.stage == Release.Stage.CANCELLED:
            return release
        _refuse_closed(release)
        if not ground:
            raise ValidationError({"ground": _("Say why.")}, code="required")
        if len(ground) > LONGEST_GOAL:
            message = _("At most %(most)d characters.") % {"most": LONGEST_GOAL}
            raise ValidationError({"ground": message}, code="too_long")
        let_go(release, actor=actor, to=None, is_all=True)
        old = release.stage
        release.stage = Release.Stage.CANCELLED
        _save(release, "stage")
        _record("release.cancelled", release, actor, {"stage": [old, release.stage], "ground": [None, ground]})
    return release


def _locked(release: Release, actor: User) -> Release:
    pk = Release.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=release.pk)
    release = Release.objects.select_related("product", "thread").get(pk=pk)
    if not permissions.can_release(actor, release.product):
        raise PermissionDenied(_("Only managers of the product change its releases."))
    return release


def _refuse_closed(release: Release) -> None:
    if not release.is_open:
        words = {"stage": release.get_stage_display()}
        raise InvalidTransition(_("This release is closed: %(stage)s.") % words, code="closed")
    if release.product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")


def _set_frozen(release: Release, actor: User, *, is_frozen: bool) -> Release:
    with transaction.atomic():
        release = _locked(release, actor)
        _refuse_closed(release)
        if (release.frozen_at is not None) == is_frozen:
            return release
        release.frozen_at = timezone.now() if is_frozen else None
        _save(release, "frozen_at")
        _record("release.frozen" if is_frozen else "release.unfrozen", release, actor)
    return release


def _checked(release: Release, changes: Changes) -> dict[str, Any]:
    wanted: dict[str, Any] = dict(changes)
    if "name" in wanted:
        wanted["name"] = _name(wanted["name"], release)
    if "goal" in wanted:
        wanted["goal"] = _goal(wanted["goal"])
    if "capacity" in wanted:
        wanted["capacity"] = _capacity(wanted["capacity"])
    if "stage" in wanted and wanted["stage"] not in Release.OPEN:
        raise ValidationError({"stage": _("Shipping and cancelling are steps of their own.")}, code="verb")
    return wanted


def _name(name: str, release: Release) -> str:
    name = " ".join(storable(name).split())
    if not name:
        raise ValidationError({"name": _("Give it a name, such as v3.2.")}, code="required")
    if len(name) > LONGEST_NAME:
        message = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
        raise ValidationError({"name": message}, code="too_long")
    if Release.objects.filter(product=release.product, name=name).exclude(pk=release.pk).exists():
        raise ValidationError({"name": _("A release of this name exists already.")}, code="taken")
    return name


def _goal(text: str) -> str:
    text = storable(text).strip()
    if len(text) > LONGEST_GOAL:
        message = _("At most %(most)d characters.") % {"most": LONGEST_GOAL}
        raise ValidationError({"goal": message}, code="too_long")
    return text


def _capacity(points: Decimal | None) -> Decimal | None:
    if points is not None and not 0 < points <= MOST_POINTS:
        message = _("Capacity goes from 1 to %(most)d points.") % {"most": MOST_POINTS}
        raise ValidationError({"capacity": message}, code="out_of_range")
    return points


def _span(release: Release) -> None:
    if release.starts_on and release.ships_on and release.starts_on > release.ships_on:
        raise ValidationError({"ships_on": _("It ships before it starts.")}, code="order")


def _save(release: Release, *fields: str) -> None:
    release.revision += 1
    release.save(update_fields=[*fields, "revision", "changed_at"])


def _index(release: Release) -> None:
    search.put(release.thread, "section:goal", release.goal)


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, (dt.date, Decimal)) else value


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _record(kind: str, release: Release, actor: User, changes: dict[str, Any] | None = None) -> None:
    events.record(
        kind,
        actor=actor,
        subject=release,
        thread_id=release.thread_id,
        product_id=release.product_id,
        changes=changes,
    )
