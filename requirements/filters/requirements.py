"""What lists of requirements can be asked, by page, API and export: ``status=开发中&assignee=me&due=this-week``."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Q

from accounts.models import User
from conversations import search
from departments.models import Product
from pmcomms.ground.filters import Choice, Day, FilterLanguage, Moment, Number, Person, Reference, Text, Words
from requirements.models import Requirement, Status


class RequirementFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "type": Choice("type", Requirement.Type),
        "status": Reference("status__name"),
        "category": Choice("status__category", Status.Category),
        "priority": Choice("priority", Requirement.Priority),
        "assignee": Person("assignee"),
        "requester": Person("requester"),
        "department": Reference("department__code", mine="department_id"),
        "release": Reference("release__name"),
        "parent": Reference("parent__thread__reference"),
        "label": Words("labels"),
        "title": Text("title"),
        "number": Number("number"),
        "points": Number("points"),
        "starts": Day("starts_on"),
        "due": Day("due_on"),
        "created": Moment("created_at"),
        "changed": Moment("changed_at"),
        "closed": Moment("closed_at"),
        "archived": Moment("archived_at"),
    }
    order: ClassVar[dict[str, str]] = {
        "hand": "rank",
        "number": "number",
        "title": "title",
        "priority": "priority",
        "status": "status__position",
        "points": "points",
        "due": "due_on",
        "created": "created_at",
        "changed": "changed_at",
    }
    default_order: ClassVar[tuple[str, ...]] = ("-number", "-pk")

    def find(self, text: str) -> Q:
        """Words anywhere in the title, the description, comments and files."""
        return Q(thread__in=search.matching_threads(self.user, text))


class PageFilters(RequirementFilters):
    """The pool of one product, in the order by hand; ``archived=yes`` turns to the archive as a whole."""

    fields = {name: field for name, field in RequirementFilters.fields.items() if name not in ("archived", "product")}
    default_order: ClassVar[tuple[str, ...]] = ("rank", "pk")
    also = ("archived", "view")


def page_filters(user: User, product: Product) -> PageFilters:
    """The language of the product's own lists, for pages and the views saved of them."""
    return PageFilters(user)
