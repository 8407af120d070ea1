"""Keeping a list under a name, sharing it, and remembering which one was looked at last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.text.sanitise import storable
from departments.models import Department, Product
from departments.permissions import can_manage
from events import actions as events
from pmcomms.ground.filters import PAGING, filled
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from requirements import permissions
from requirements.filters.requirements import page_filters
from requirements.models import Requirement, SavedView, ViewUse

LONGEST_NAME = 30
LONGEST_QUERY = 2_000
MOST_VIEWS = 50
# What belongs to the page and not to the question.
PASSED_OVER = (*PAGING, "view")
# What stands for no view in an address.
ALL = "all"


class Changes(TypedDict, total=False):
    """What may be changed; what is not given stays."""

    name: str
    query: str
    kind: str
    position: int


def create(
    *,
    actor: User,
    product: Product,
    name: str,
    query: str = "",
    kind: str = SavedView.Kind.TABLE,
    sharing: str = SavedView.Sharing.PERSONAL,
    departments: Iterable[Department] = (),
) -> SavedView:
    """A view at the end of the product's tabs. Raises ``ValidationError`` naming the field, ``PermissionDenied``,
    and ``InvalidTransition`` on an archived product."""
    with transaction.atomic():
        product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        if not permissions.can_save_views(actor, product):
            raise PermissionDenied(_("Only people who see this product can save views of it."))
        if product.archived_at is not None:
            raise InvalidTransition(_("The product is archived."), code="product_archived")
        view = SavedView(product=product, owner=actor)
        wanted = Changes(name=name, query=query, kind=kind)
        for field, value in _checked(view, wanted, actor).items():
            setattr(view, field, value)
        named = _checked_sharing(view, actor, sharing, departments)
        rows = SavedView.objects.filter(product=product)
        if rows.filter(owner=actor).count() >= MOST_VIEWS:
            message = _("At most %(most)d views of your own on a product.") % {"most": MOST_VIEWS}
            raise ValidationError({"name": message}, code="too_many")
        view.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        view.sharing = sharing
        view.save()
        view.departments.set(named)
        _record("saved_view.created", view, actor, {"name": [None, view.name], "sharing": [None, sharing]})
    return view


def edit(view: SavedView, *, actor: User, revision: int, **changes: Unpack[Changes]) -> SavedView:
    """Rename it, or let it ask something else. Raises ``StaleEdit`` with both values when somebody was faster."""
    with transaction.atomic():
        view = _locked(view, actor)
        wanted = _checked(view, changes, actor)
        differing = {field: value for field, value in wanted.items() if getattr(view, field) != value}
        if not differing:
            return view
        if view.revision != revision:
            theirs = {field: getattr(view, field) for field in differing}
            raise StaleEdit(mine=differing, theirs=theirs, revision=view.revision)
        told = {field: [getattr(view, field), value] for field, value in differing.items()}
        for field, value in differing.items():
            setattr(view, field, value)
        view.revision += 1
        view.save(update_fields=[*differing, "revision", "changed_at"])
        _record("saved_view.edited", view, actor, told)
    return view


def share(view: SavedView, *, actor: User, sharing: str, departments: Iterable[Department] = ()) -> SavedView:
    """Keep it to oneself, share it with departments, or pin it for the product (managers)."""
    with transaction.atomic():
        view = _locked(view, actor)
        named = _checked_sharing(view, actor, sharing, departments)
        before = sorted(view.departments.values_list("code", flat=True))
        after = sorted(department.code for department in named)
        if (view.sharing, before) == (sharing, after):
            return view
        told = {"sharing": [view.sharing, sharing], "departments": [before, after]}
        view.sharing = sharing
        view.revision += 1
        view.save(update_fields=["sharing", "revision", "changed_at"])
        view.departments.set(named)
        _record("saved_view.shared", view, actor, told)
    return view


def delete(view: SavedView, *, actor: User) -> None:
    """It is gone for everybody it was shared with. Gone already: nothing happens."""
    with transaction.atomic():
        if not SavedView.objects.filter(pk=view.pk).exists():
            return
        view = _locked(view, actor)
        _record("saved_view.deleted", view, actor, {"name": [view.name, None]})
        view.delete()


def use(product: Product, *, actor: User, view: SavedView | None) -> None:
    """Remember that this person looked at the view, or at all requirements; reading is told to nobody."""
    ViewUse.objects.update_or_create(user=actor, product=product, defaults={"view": view})


def _locked(view: SavedView, actor: User) -> SavedView:
    view = SavedView.objects.select_for_update(of=("self",)).select_related("product", "owner").get(pk=view.pk)
    permissions.refuse_edit_view(actor, view)
    return view


def _checked(view: SavedView, changes: Changes, actor: User) -> dict[str, Any]:
    """The new values as they would be stored."""
    wanted: dict[str, Any] = dict(changes)
    if "name" in wanted:
        wanted["name"] = _name(view, wanted["name"])
    if "query" in wanted:
        wanted["query"] = _query(view.product, wanted["query"], actor)
    if "kind" in wanted and wanted["kind"] not in SavedView.Kind.values:
        raise ValidationError({"kind": _("Unknown.")}, code="unknown")
    return wanted


def _name(view: SavedView, text: str) -> str:
    text = " ".join(storable(text).split())
    if not text:
        raise ValidationError({"name": _("Give it a name.")}, code="required")
    if len(text) > LONGEST_NAME:
        message = _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise ValidationError({"name": message}, code="too_long")
    others = SavedView.objects.filter(product=view.product, owner=view.owner, name=text)
    if others.exclude(pk=view.pk).exists():
        raise ValidationError({"name": _("There is a view of this name already.")}, code="taken")
    return text


def _query(product: Product, text: str, actor: User) -> str:
    """The query string in one spelling; what the filter language does not know is refused by name."""
    asked = filled(QueryDict(text.removeprefix("?")))
    for name in PASSED_OVER:
        asked.pop(name, None)
    language = page_filters(actor, product)
    try:
        language.condition(asked, Requirement)
        language.ordering(asked)
    except ValidationError as error:
        raise ValidationError({"query": error.messages}, code="unknown_filter") from error
    written = asked.urlencode()
    if len(written) > LONGEST_QUERY:
        raise ValidationError({"query": _("Too many conditions at once.")}, code="too_long")
    return written


def _checked_sharing(view: SavedView, actor: User, sharing: str, departments: Iterable[Department]) -> list[Department]:
    """The departments it will be shared with; none unless it is shared by department."""
    if sharing not in SavedView.Sharing.values:
        raise ValidationError({"sharing": _("Unknown.")}, code="unknown")
    if sharing == SavedView.Sharing.PINNED and not can_manage(actor, view.product):
        raise PermissionDenied(_("Only managers can pin a view for everybody on the product."))
    if sharing != SavedView.Sharing.DEPARTMENTS:
        return []
    named = list(departments)
    if not named:
        raise ValidationError({"departments": _("Name a department.")}, code="required")
    return named


def _record(kind: str, view: SavedView, actor: User, changes: dict[str, Any]) -> None:
    events.record(kind, actor=actor, subject=view, product_id=view.product_id, changes=changes)
