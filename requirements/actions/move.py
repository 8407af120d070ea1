"""Moving a requirement to another step of its workflow, and its place in the order by hand."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from departments.models import Product
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions, ranks, workflows
from requirements.actions.locking import locked, record, refuse_archived
from requirements.models import Requirement, Status

LONGEST_GROUND = 2_000


def move(
    requirement: Requirement, *, actor: User, to: Status, seen: Status | None = None, ground: str = ""
) -> Requirement:
    """Take it to the step ``to``. Already there: nothing happens.

    ``seen``: the step on which the actor saw it; when somebody moved it in between, ``InvalidTransition``
    says so. Raises it too for a move the workflow does not know, ``PermissionDenied`` for one that is not
    the actor's to make, and ``ValidationError`` for fields and ground the move requires.
    """
    with transaction.atomic():
        requirement = locked(requirement)
        refuse_archived(requirement)
        if not permissions.can_edit(actor, requirement):
            raise PermissionDenied(_("Only people who work on this product can move its requirements."))
        if to.pk == requirement.status_id:
            return requirement
        if seen is not None and seen.pk != requirement.status_id:
            words = {"status": requirement.status.name}
            raise InvalidTransition(_("Somebody moved it to “%(status)s” meanwhile.") % words, code="moved")
        ground = _checked_move(requirement, actor, to, ground)
        changes = {"status": [requirement.status.name, to.name]}
        if ground:
            changes["ground"] = [None, ground]  # type: ignore[list-item]  # old is nothing
        requirement.status = to
        requirement.closed_at = (requirement.closed_at or timezone.now()) if to.is_closed else None
        requirement.revision += 1
        requirement.save(update_fields=["status", "closed_at", "revision", "changed_at"])
        record("requirement.moved", requirement, actor, changes)
    return requirement


def _checked_move(requirement: Requirement, actor: User, to: Status, ground: str) -> str:
    """The ground as stored, when the workflow lets this person make this move now."""
    ways = [row for row in workflows.transitions_from(requirement) if row.to_status_id == to.pk]
    if not ways:
        words = {"old": requirement.status.name, "new": to.name}
        raise InvalidTransition(_("From “%(old)s” nothing goes to “%(new)s”.") % words, code="no_such_move")
    way = next((row for row in ways if permissions.may_take(actor, requirement, row)), None)
    if way is None:
        raise PermissionDenied(_("This move is for %(who)s.") % {"who": ways[0].get_who_display()})
    missing = workflows.missing_fields(requirement, way)
    if missing:
        raise ValidationError({name: _("Needed before this move.") for name in missing}, code="required")
    ground = storable(ground).strip()
    if workflows.GROUND in way.required_fields and not ground:
        raise ValidationError({"ground": _("Say why.")}, code="required")
    if len(ground) > LONGEST_GROUND:
        message = _("At most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": message}, code="too_long")
    return ground


def place(requirement: Requirement, *, actor: User, after: Requirement | None) -> Requirement:
    """Put it right behind ``after``, or first. Writes one row; the order is the product's, not a person's.

    Raises ``PermissionDenied``, ``InvalidTransition`` when archived, and ``ValidationError`` when ``after``
    is of another product or the requirement itself.
    """
    with transaction.atomic():
        # The product's row: two moves to the same place follow one another and get different keys.
        Product.objects.select_for_update(no_key=True).get(pk=requirement.product_id)
        requirement = locked(requirement)
        refuse_archived(requirement)
        if not permissions.can_work(actor, requirement.product):
            raise PermissionDenied(_("Only people who work on this product can order its requirements."))
        if after is not None and (after.product_id != requirement.product_id or after.pk == requirement.pk):
            raise ValidationError({"after": _("It cannot stand behind this one.")}, code="unknown")
        before, behind = _neighbours(requirement, after)
        if before < requirement.rank and (not behind or requirement.rank < behind):
            return requirement
        requirement.rank = ranks.between(before, behind)
        requirement.save(update_fields=["rank"])
        if len(requirement.rank) > ranks.LONGEST:
            _deal_anew(requirement.product)
            requirement.refresh_from_db(fields=["rank"])
        record("requirement.placed", requirement, actor)
    return requirement


def _neighbours(requirement: Requirement, after: Requirement | None) -> tuple[str, str]:
    """The keys between which it goes; the archived keep theirs, so they count."""
    others = Requirement.objects.filter(product=requirement.product_id).exclude(pk=requirement.pk)
    before = others.values_list("rank", flat=True).get(pk=after.pk) if after is not None else ""
    behind = others.filter(rank__gt=before).order_by("rank").values_list("rank", flat=True).first()
    return before, behind or ""


def _deal_anew(product: Product) -> None:
    """Keys of equal length for the whole product, in the same order: once in thousands of moves to one spot."""
    rows = list(Requirement.objects.filter(product=product).order_by("rank", "pk").only("pk"))
    for row, rank in zip(rows, ranks.spread(len(rows)), strict=True):
        row.rank = rank
    Requirement.objects.bulk_update(rows, ["rank"], batch_size=1000)
