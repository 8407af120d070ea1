"""The scoped fetches every view of this floor begins with."""

from __future__ import annotations

from accounts.typed import SignedIn
from departments.models import Product
from departments.permissions import products_visible_to
from pmcomms.ground.html import scoped_or_404
from requirements import releases
from requirements.models import Feedback, Release, Requirement, SavedView, Status


def product_of(request: SignedIn, key: str) -> Product:
    return scoped_or_404(products_visible_to(request.user), key=key)


def requirement_of(request: SignedIn, reference: str) -> Requirement:
    """The requirement, if the viewer sees it; else the 404 of a random one."""
    rows = Requirement.objects.visible_to(request.user).with_people().select_related("thread__owner", "parent__thread")
    found: Requirement = scoped_or_404(rows, thread__reference=reference)
    found.thread.product = found.product
    return found


def step_of(requirement: Requirement, name: str) -> Status:
    """A live step of its product by name."""
    return scoped_or_404(Status.objects.live().filter(product=requirement.product), name=name)


def release_of(request: SignedIn, reference: str) -> Release:
    """The release with its counts, if the viewer sees it; else the 404 of a random one."""
    rows = Release.objects.visible_to(request.user).select_related("product", "thread__owner")
    found: Release = scoped_or_404(releases.with_counts(rows), thread__reference=reference)
    found.thread.product = found.product
    return found


def feedback_of(request: SignedIn, reference: str) -> Feedback:
    """The feedback, if the viewer sees it; else the 404 of a random one."""
    rows = Feedback.objects.visible_to(request.user).with_people().with_voices().select_related("thread__owner")
    found: Feedback = scoped_or_404(rows, thread__reference=reference)
    found.thread.product = found.product
    return found


def saved_view_of(request: SignedIn, key: str, pk: int | str) -> SavedView:
    """A view of the product this person sees; else the 404 of a random one."""
    rows = SavedView.objects.filter(product=product_of(request, key)).visible_to(request.user)
    return scoped_or_404(rows.select_related("product", "owner"), pk=pk)
