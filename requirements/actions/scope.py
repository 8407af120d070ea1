"""What ships with which release: putting a requirement in, taking it out, and what has to make room for it.

A change of scope is two facts, each on its own thread: the requirement is scheduled anew, and the release
that is left or joined has another scope. Both are written in one transaction.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from events import actions as events
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions
from requirements.actions.locking import locked_for_edit, record
from requirements.models import Release, Requirement, Status

LONGEST_GROUND = 2_000


def schedule(
    requirement: Requirement,
    *,
    actor: User,
    to: Release | None,
    ground: str = "",
    displaced: Requirement | None = None,
) -> Requirement:
    """Let it ship with the release ``to``, or with none. Already so: nothing happens.

    A release that is full takes it only when ``displaced`` names what leaves for it; a frozen one only from
    a manager who gives a ``ground``, on leaving as on joining. Raises ``PermissionDenied``,
    ``InvalidTransition`` for a closed release or an archived requirement, ``ValidationError`` naming the field.
    """
    ground = _ground(ground)
    with transaction.atomic():
        touched = _locked_releases(requirement, to)
        requirement = locked_for_edit(requirement, actor)
        if not permissions.can_work(actor, requirement.product):
            raise PermissionDenied(_("Only people who work on this product change what its releases hold."))
        if requirement.release_id == (to.pk if to else None):
            return requirement
        if requirement.release_id and requirement.release_id not in touched:
            raise InvalidTransition(_("Somebody put it into another release meanwhile."), code="moved")
        if to is not None and to.product_id != requirement.product_id:
            raise ValidationError({"release": _("This release belongs to another product.")}, code="other_product")
        for release in (touched.get(requirement.release_id or 0), touched.get(to.pk) if to else None):
            if release is not None:
                _may_change(release, actor, ground)
        if to is not None:
            _make_room(touched[to.pk], requirement, displaced, actor, ground)
        _reschedule(requirement, to, actor, ground)
    return requirement


def points_in(release: Release) -> Decimal:
    """The story points of what is in it and not dropped."""
    rows = release.requirements.live().exclude(status__category=Status.Category.DROPPED)
    return rows.aggregate(points=Sum("points"))["points"] or Decimal(0)


def let_go(release: Release, *, actor: User, to: Release | None, is_all: bool = False) -> int:
    """What is not done leaves the release, into ``to`` or back to the pool; how many. The caller holds the release.

    Raises ``ValidationError`` when ``to`` is closed, frozen, of another product, or the release itself.
    """
    if to is not None:
        to = Release.objects.select_for_update(no_key=True).select_related(None).get(pk=to.pk)
        if not to.is_open or to.product_id != release.product_id or to.pk == release.pk:
            raise ValidationError({"rest_to": _("It cannot take what is left.")}, code="unknown")
        if to.frozen_at is not None:
            message = _("The scope of %(release)s is frozen: open it first.") % {"release": to.name}
            raise ValidationError({"rest_to": message}, code="frozen")
    rows = release.requirements.live()
    if not is_all:
        rows = rows.exclude(status__category=Status.Category.DONE)
    leaving = list(
        rows.select_for_update(no_key=True, of=("self",)).select_related("product", "release__product").order_by("pk")
    )
    for requirement in leaving:
        _reschedule(requirement, to, actor, "")
    return len(leaving)


def _ground(text: str) -> str:
    text = storable(text).strip()
    if len(text) > LONGEST_GROUND:
        message = _("At most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": message}, code="too_long")
    return text


def _locked_releases(requirement: Requirement, to: Release | None) -> dict[int, Release]:
    """The release it leaves and the one it joins, held in the order of their ids; releases before requirements."""
    now = Requirement.objects.values_list("release_id", flat=True).get(pk=requirement.pk)
    wanted = {pk for pk in (now, to.pk if to else None) if pk}
    rows = Release.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {release.pk: release for release in rows}


def _may_change(release: Release, actor: User, ground: str) -> None:
    if not release.is_open:
        words = {"release": release.name, "stage": release.get_stage_display()}
        raise InvalidTransition(_("%(release)s is closed: %(stage)s.") % words, code="closed")
    if release.frozen_at is None:
        return
    if not permissions.can_release(actor, release.product):
        raise PermissionDenied(
            _("The scope of %(release)s is frozen: only a manager changes it.") % {"release": release.name}
        )
    if not ground:
        message = _("The scope of %(release)s is frozen. Say why it changes.") % {"release": release.name}
        raise ValidationError({"ground": message}, code="required")


def _make_room(
    release: Release, requirement: Requirement, displaced: Requirement | None, actor: User, ground: str
) -> None:
    """Take ``displaced`` out where the release is full without it."""
    points = requirement.points or Decimal(0)
    taken = points_in(release)
    if not points or release.room_for(points, taken):
        return
    if displaced is None:
        words = {"release": release.name, "taken": f"{taken:g}", "capacity": f"{release.capacity:g}"}
        message = _("%(release)s is full: %(taken)s of %(capacity)s points. Name what leaves for it.") % words
        raise ValidationError({"displaced": message}, code="full")
    if displaced.pk == requirement.pk or displaced.release_id != release.pk:
        raise ValidationError({"displaced": _("It is not in this release.")}, code="unknown")
    displaced = locked_for_edit(displaced, actor)
    if not release.room_for(points, taken - (displaced.points or Decimal(0))):
        raise ValidationError({"displaced": _("It does not leave room enough.")}, code="too_small")
    _reschedule(
        displaced, None, actor, ground or _("Made room for %(reference)s") % {"reference": requirement.reference}
    )


def _reschedule(requirement: Requirement, to: Release | None, actor: User, ground: str) -> None:
    """Write it, and tell both threads."""
    old = requirement.release
    requirement.release = to
    requirement.revision += 1
    requirement.field_revisions |= {"release": requirement.revision}
    requirement.save(update_fields=["release", "revision", "field_revisions", "changed_at"])
    told = {"release": [old.name if old else None, to.name if to else None]}
    if ground:
        told["ground"] = [None, ground]
    record("requirement.scheduled", requirement, actor, told)
    for release, verb in ((old, "removed"), (to, "added")):
        if release is not None:
            events.record(
                "release.scope_changed",
                actor=actor,
                subject=release,
                thread_id=release.thread_id,
                product_id=release.product_id,
                changes={verb: requirement.reference} | ({"ground": [None, ground]} if ground else {}),
            )
