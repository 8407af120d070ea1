"""What stands around every page: navigation, the viewer's products, departments and count of to-dos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from departments.offices import core_departments, first_department, held_by
from departments.permissions import acting_for_ids, products_visible_to
from notifications import todos

RAIL_PRODUCTS = 12


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str = ""
    count: int = 0
    hot: bool = False
    exact: bool = False
    count_url: str = ""  # where the count is asked for again when it may have changed

    @property
    def name(self) -> str:
        """Products and departments are named, pages are labelled; the same words."""
        return self.label


class Frame:
    """Computed on first use, so fragments that do not show the frame pay nothing. Three queries at most."""

    def __init__(self, user: User) -> None:
        self._user = user

    @cached_property
    def nav(self) -> list[Entry]:
        if self._user.is_visitor:
            return [Entry(_("Shared with me"), reverse("desk"), "house", exact=True)]
        waiting = todos.count(self._user)
        return [
            Entry(_("Desk"), reverse("desk"), "house", exact=True),
            Entry(
                pgettext("page", "To-do"),
                reverse("todo-list"),
                "check",
                count=waiting,
                hot=True,
                count_url=reverse("todo-count"),
            ),
        ]

    @cached_property
    def products(self) -> list[Entry]:
        products = products_visible_to(self._user).live().values_list("name", "key")[:RAIL_PRODUCTS]
        return [Entry(name, reverse("product-overview", args=[key])) for name, key in products]

    @cached_property
    def departments(self) -> list[Entry]:
        if self._user.is_visitor:
            return []
        return [Entry(one.name, reverse("department-detail", args=[one.code]), one.icon) for one in core_departments()]

    @cached_property
    def me(self) -> dict[str, Any]:
        department = first_department(self._user.pk, held_by(acting_for_ids(self._user) or [self._user.pk]))
        return {
            "name": self._user.full_name,
            "role": self._user.job_title or (department.name if department else ""),
            "colour": department.color if department else "",
            "person": self._user,
        }

    @cached_property
    def me_links(self) -> list[Entry]:
        links = [Entry(_("Settings"), reverse("settings-hub"), "settings")]
        if self._user.is_visitor:
            return links
        # At the thumb there is no rail: feedback is given and found again from here.
        mine = Entry(_("My feedback"), reverse("feedback-mine"), "message-square-quote")
        return [Entry(_("Give feedback"), reverse("feedback-new"), "message-square-plus"), mine, *links]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor ``frame`` for templates/frame/."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return {}
    return {"frame": SimpleLazyObject(lambda: Frame(request.user))}  # type: ignore[arg-type]
