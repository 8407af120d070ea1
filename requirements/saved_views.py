"""The tabs above the lists: which views a person has there, and which one the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from accounts.models import User
from departments.models import Product
from pmcomms.ground.filters import filled
from requirements import permissions
from requirements.actions.saved_views import ALL, PASSED_OVER
from requirements.models import SavedView, ViewUse


@dataclass(frozen=True)
class Tabs:
    """``here``: the view the page shows; None: all requirements.

    ``to_use``: what to remember as looked at last, "" when it is remembered already.
    """

    views: Sequence[SavedView]
    here: SavedView | None
    last: SavedView | None
    asked: str
    to_use: str
    can_edit: bool

    @property
    def is_changed(self) -> bool:
        """Does the page ask something else than the view it began with?"""
        return self.here is not None and self.here.query != self.asked


def tabs_of(user: User, product: Product, query: QueryDict) -> Tabs:
    """One query, however many there are."""
    rows = SavedView.objects.filter(product=product).visible_to(user).in_order().select_related("owner")
    uses = ViewUse.objects.filter(view=OuterRef("pk"), user=user)
    views = list(rows.annotate(is_last=Exists(uses)))
    for view in views:
        view.product = product
    last = next((view for view in views if view.is_last), None)
    word = query.get("view", "")
    here = next((view for view in views if str(view.pk) == word), None)
    to_use = word if (here is not None and here != last) or (word == ALL and last is not None) else ""
    can_edit = here is not None and permissions.can_edit_view(user, here)
    return Tabs(views, here, last, asked_of(query), to_use, can_edit)


def asked_of(query: QueryDict) -> str:
    """The question of a page's address, in the spelling in which views are stored."""
    asked = filled(query)
    for name in PASSED_OVER:
        asked.pop(name, None)
    return asked.urlencode()
