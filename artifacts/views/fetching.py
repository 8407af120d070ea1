"""The scoped fetches every artifact view begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from django.http import HttpRequest

from accounts.models import User
from artifacts.models import Artifact, SignOff, Version
from departments.models import Product
from departments.permissions import products_visible_to
from pmcomms.ground.html import scoped_or_404
from pmcomms.ground.requests import keep_for_request


class SignedInRequest(HttpRequest):
    """A request that the middleware let through: somebody is signed in."""

    # LoginRequiredMiddleware stands before every view here.
    user: User


Request: TypeAlias = SignedInRequest


def artifact_of(request: Request, reference: str) -> Artifact:
    """The artifact, if the viewer sees it; else the 404 of a random one."""
    artifact: Artifact = scoped_or_404(
        Artifact.objects.visible_to(request.user).with_people().select_related("version__published_by"),
        thread__reference=reference,
    )
    # The thread's product is the artifact's, which is here already.
    artifact.thread.product = artifact.product
    keep_for_request(("artifact under", artifact.thread_id), artifact)
    return artifact


def product_of(request: Request, key: str) -> Product:
    return scoped_or_404(products_visible_to(request.user), key=key)


def sign_off_of(artifact: Artifact, pk: int) -> SignOff:
    """A current sign-off of the artifact."""
    sign_off = scoped_or_404(
        artifact.sign_offs.current().with_people().select_related("version", "artifact__product"), pk=pk
    )
    sign_off.artifact = artifact
    return sign_off


def previous_version(artifact: Artifact, version: Version | None, *, among: Sequence[Version] = ()) -> Version | None:
    """The standing version before ``version``; no query where it is ``among`` those fetched, newest first."""
    if version is None:
        return None
    for one in among:
        if one.sequence < version.sequence and one.withdrawn_at is None:
            return one
    earlier = artifact.versions.filter(sequence__lt=version.sequence, withdrawn_at__isnull=True)
    return earlier.order_by("-sequence").first()
