"""Trace links between two threads. Both ends must be in sight of whoever makes one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions
from conversations.models import Thread, TraceLink
from events import actions as events


def create(*, from_thread: Thread, to_thread: Thread, kind: str, actor: User) -> TraceLink:
    """Connect two threads; there already: returned as it is.

    ``PermissionDenied`` on the near end; a far end out of sight is "unknown", like one that is not there.
    """
    with transaction.atomic():
        if not permissions.can_contribute(actor, from_thread):
            raise PermissionDenied(_("Only people who work on this can link it."))
        if not Thread.objects.visible_to(actor).filter(pk=to_thread.pk).exists():
            raise unknown()
        if kind not in TraceLink.Kind.values:
            raise ValidationError({"kind": _("Choose one of the kinds of link offered.")})
        if from_thread.pk == to_thread.pk:
            raise ValidationError({"to": _("An item cannot be linked to itself.")})
        if Thread.Audience.INTERNAL in (from_thread.audience, to_thread.audience):
            raise ValidationError({"to": _("A discussion within a department cannot be linked.")})
        link, is_new = TraceLink.objects.get_or_create(
            from_thread=from_thread, to_thread=to_thread, kind=kind, defaults={"created_by": actor}
        )
        if is_new:
            _record("link.created", link, actor)
    return link


def remove(*, link: TraceLink, actor: User) -> None:
    """Take a link away; whoever works on its near end. Gone already: nothing happens."""
    with transaction.atomic():
        found = TraceLink.objects.select_for_update(of=("self",)).select_related("from_thread__product")
        standing = found.filter(pk=link.pk).first()
        if standing is None:
            return
        if not permissions.can_contribute(actor, standing.from_thread):
            raise PermissionDenied(_("Only people who work on this can link it."))
        _record("link.removed", standing, actor)
        standing.delete()


def unknown() -> ValidationError:
    return ValidationError({"to": _("There is no such item, or it is not visible to you.")}, code="unknown")


def _record(kind: str, link: TraceLink, actor: User) -> None:
    ends = {"to_thread": link.to_thread_id, "kind": link.kind}
    is_new = kind == "link.created"
    events.record(
        kind,
        actor=actor,
        subject=link,
        thread_id=link.from_thread_id,
        product_id=link.from_thread.product_id,
        changes={name: [None, value] if is_new else [value, None] for name, value in ends.items()},
    )
