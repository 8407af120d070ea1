"""Beginning an artifact, and deleting one that nobody was ever shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds, permissions
from artifacts import receivers as receiving
from artifacts.actions.locking import locked_for_edit, record
from artifacts.declaration import Kind
from artifacts.models import Artifact, Receiver
from artifacts.receivers import ReceiverWish
from conversations.actions import threads
from conversations.text.sanitise import storable
from departments.models import Product
from pmcomms.ground.problems import InvalidTransition

SUBJECT = "artifact"


def create(
    *,
    actor: User,
    product: Product,
    kind: str,
    title: str,
    release: str = "",
    owner: User | None = None,
    is_confidential: bool | None = None,
    receivers: Sequence[ReceiverWish] | None = None,
) -> Artifact:
    """Begin a draft of a kind. Reference ``CLB-D12`` from the product's counter; seen by managers and owner.

    ``receivers`` and ``is_confidential`` None: as the kind declares. Raises ``PermissionDenied``,
    ``InvalidTransition`` on an archived product, ``ValidationError`` for an empty title, an unknown kind or
    one the product has not switched on.
    """
    title = checked_title(title)
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=product.pk)
        declared = _checked_kind(product, kind)
        if not permissions.can_create(actor, product, declared):
            raise PermissionDenied(_("You cannot begin this kind of document on this product."))
        if product.archived_at is not None:
            raise InvalidTransition(_("The product is archived."), code="product_archived")
        owner = checked_owner(owner or actor)
        wishes = list(receivers) if receivers is not None else receiving.proposed(declared)
        product.last_artifact_number += 1
        product.save(update_fields=["last_artifact_number"])
        artifact = _write(
            product=product,
            kind=declared,
            title=title,
            release=checked_release(release),
            owner=owner,
            is_confidential=declared.is_confidential if is_confidential is None else is_confidential,
            wishes=wishes,
        )
        record("artifact.created", artifact, actor, {"kind": declared.slug, "owner": owner.pk})
    return artifact


def _write(
    *,
    product: Product,
    kind: Kind,
    title: str,
    release: str,
    owner: User,
    is_confidential: bool,
    wishes: Sequence[ReceiverWish],
) -> Artifact:
    receiving.check(wishes)
    number = product.last_artifact_number
    reference = f"{product.key}-D{number}"
    artifact = Artifact(
        product=product,
        kind=kind.slug,
        number=number,
        title=title,
        release=release,
        owner=owner,
        is_confidential=is_confidential,
    )
    artifact.thread = threads.open_thread(
        kind=SUBJECT,
        title=title,
        address=f"/artifacts/{reference}/",
        reference=reference,
        owner=owner,
        audience=receiving.audience_of(artifact),
        product=product,
        departments=[wish.department for wish in wishes if wish.department is not None],
    )
    artifact.save()
    threads.attach_subject(artifact.thread, artifact)
    write_receivers(artifact, wishes)
    return artifact


def write_receivers(artifact: Artifact, wishes: Sequence[ReceiverWish]) -> None:
    """Store a whole list of receivers; those that stay keep their signers."""
    kept = {receiver.department_id: receiver for receiver in artifact.receivers.all()}
    for wish in wishes:
        receiver = kept.pop(wish.department.pk if wish.department else None, None) or Receiver(
            artifact=artifact, department=wish.department
        )
        receiver.question, receiver.response_days = wish.question, wish.response_days
        receiver.may_lapse = wish.may_lapse
        receiver.save()
    for receiver in kept.values():
        receiver.delete()


def delete(artifact: Artifact, *, actor: User) -> None:
    """Delete a draft that was never published, with its thread. Its reference is not given again.

    Raises ``InvalidTransition`` once there is a version: such an artifact is archived instead.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        if artifact.versions.exists():
            raise InvalidTransition(_("It was published already. Archive it instead."), code="published")
        record("artifact.deleted", artifact, actor, {"reference": [artifact.reference, None]})
        thread = artifact.thread
        artifact.delete()
        thread.delete()


def checked_title(title: str) -> str:
    title = " ".join(storable(title).split())
    if not title:
        raise ValidationError({"title": _("Give it a title.")}, code="required")
    if len(title) > 200:
        raise ValidationError({"title": _("A title has at most 200 characters.")}, code="too_long")
    return title


def checked_release(release: str) -> str:
    release = " ".join(storable(release).split())
    if len(release) > 30:
        raise ValidationError({"release": _("At most %(most)d characters.") % {"most": 30}}, code="too_long")
    return release


def checked_owner(owner: User) -> User:
    if not permissions.may_be_named(owner):
        raise ValidationError({"owner": _("This person cannot own a document.")}, code="unknown")
    return owner


def _checked_kind(product: Product, slug: str) -> Kind:
    kind = kinds.find(slug)
    if kind is None:
        raise ValidationError({"kind": _("There is no such kind of document.")}, code="unknown")
    if not kind.is_general and slug not in product.kinds:
        raise ValidationError({"kind": _("This product has not switched this kind on.")}, code="not_switched_on")
    return kind
