"""Who may do what with requirements they see, and who may be named on them.

Managers, contributors and liaisons of the product work on its requirements; viewers and everybody else
read and comment. A stand-in holds the offices of the person away.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User, UserQuerySet
from departments.models import Liaison, Product, ProductRole
from departments.offices import held_by
from departments.permissions import acting_for_ids, can_contribute, can_manage, can_view_product
from requirements.customers import sees_names
from requirements.models import Feedback, Requirement, SavedView, Transition


def can_work(user: User, product: Product) -> bool:
    """Create, edit, order and move requirements of the product."""
    if user.is_visitor or not user.is_active:
        return False
    if can_contribute(user, product):
        return True
    return any(of == product.pk for of, *_rest in held_by(acting_for_ids(user)).liaisons)


def can_edit(user: User, requirement: Requirement) -> bool:
    """Who works on the product; the assignee and who asked for it, too."""
    if user.is_visitor or not user.is_active:
        return False
    own = {requirement.assignee_id, requirement.requester_id}
    return user.pk in own or can_work(user, requirement.product)


def can_archive(user: User, requirement: Requirement) -> bool:
    return can_manage(user, requirement.product) or (user.pk == requirement.requester_id and not user.is_visitor)


def may_take(user: User, requirement: Requirement, transition: Transition) -> bool:
    """May this person make the move?"""
    if can_manage(user, requirement.product):
        return True
    if transition.who == Transition.Who.MANAGER:
        return False
    if transition.who == Transition.Who.ASSIGNEE:
        return requirement.assignee_id in acting_for_ids(user)
    return can_edit(user, requirement)


def assignable(product: Product) -> UserQuerySet:
    """The active people who see the product, so that nobody is given what is hidden from them."""
    people = User.objects.active().filter(is_visitor=False)
    if product.visibility == Product.Visibility.COMPANY:
        return people
    roles = ProductRole.objects.filter(product=product).values("user_id")
    liaisons = Liaison.objects.current().filter(product=product).values("user_id")
    return people.filter(Q(pk__in=roles) | Q(pk__in=liaisons))


def can_release(user: User, product: Product) -> bool:
    """Plan, change, freeze, ship and cancel releases of the product."""
    return not user.is_visitor and user.is_active and can_manage(user, product)


def can_log(user: User, product: Product) -> bool:
    """Give feedback: every colleague who sees the product."""
    return user.is_active and not user.is_visitor and can_view_product(user, product)


def can_tell(user: User, feedback: Feedback) -> bool:
    """Record that whoever asked was told: who brought it in, who reads the names of customers, who works on it."""
    if user.is_visitor or not user.is_active:
        return False
    return user.pk == feedback.submitted_by_id or sees_names(user) or can_work(user, feedback.product)


def can_save_views(user: User, product: Product) -> bool:
    """Whoever sees the product keeps views of it; visitors see none."""
    return user.is_active and not user.is_visitor and can_view_product(user, product)


def can_edit_view(user: User, view: SavedView) -> bool:
    """Its owner; of a pinned one the managers, too, so that it outlives who made it."""
    return view.owner_id == user.pk or (view.is_pinned and can_manage(user, view.product))


def refuse_edit_view(user: User, view: SavedView) -> None:
    if not can_edit_view(user, view):
        raise PermissionDenied(_("Only its owner can change a view, and managers one that is pinned."))
