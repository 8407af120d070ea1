"""The requirements of a product: the table and the board, over one filter language."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.typed import SignedIn
from conversations.text.markdown import from_markdown
from departments.models import Product
from pmcomms.ground.filters import filled
from pmcomms.ground.html import put_errors
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from requirements import boards, permissions, workflows
from requirements.actions import create
from requirements.actions.create import SALT
from requirements.filters.requirements import page_filters
from requirements.forms.requirements import LinesForm, NewForm
from requirements.models import Requirement
from requirements.models.requirement import RequirementQuerySet
from requirements.saved_views import Tabs, tabs_of
from requirements.views.fetching import product_of

HEADS = (
    ("number", gettext_lazy("No.")),
    ("title", gettext_lazy("Title")),
    ("status", gettext_lazy("Status")),
    ("priority", gettext_lazy("Priority")),
    ("", gettext_lazy("Assignee")),
    ("due", gettext_lazy("Due on")),
    ("points", gettext_lazy("Story points")),
)

# What the filter bar itself can ask.
IN_BAR = ("q", "status", "type", "priority", "assignee")


@require_GET
def requirement_list(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    tabs = tabs_of(request.user, product, request.GET)
    if not request.GET and tabs.last is not None:
        return redirect(tabs.last.address)
    rows = _asked(request, product)
    shown = page(rows.with_people(), [str(name) for name in rows.query.order_by], request.GET.get("cursor"))
    context = _frame(request, product, tabs)
    own = {request.user.pk}
    for one in shown.items:
        one.is_editable = not one.archived_at and bool(  # type: ignore[attr-defined]  # read by the row
            context["can_work"] or {one.assignee_id, one.requester_id} & own
        )
    context |= {"requirements": shown.items, "next": shown.next, "heads": _heads(request)}
    return render(request, "requirements/requirement_list.html", context)


@require_GET
def requirement_board(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    context = _frame(request, product, tabs_of(request.user, product, request.GET))
    context["columns"] = boards.columns(product, _asked(request, product).order_by())
    return render(request, "requirements/requirement_board.html", context)


def _asked(request: SignedIn, product: Product) -> RequirementQuerySet:
    """What the filter bar leaves; who sees the product sees its requirements."""
    rows = Requirement.objects.of(product).filter(archived_at__isnull=request.GET.get("archived") != "yes")
    language = page_filters(request.user, product)
    query = filled(request.GET)
    return rows.filter(language.condition(query, Requirement)).order_by(*language.ordering(query))


def _heads(request: SignedIn) -> list[dict[str, Any]]:
    """The table's heads; pressing one sorts by it, pressing again turns the order round."""
    order = request.GET.get("order", "")
    found = []
    for name, label in HEADS:
        query = filled(request.GET)
        query.pop("cursor", None)
        query["order"] = f"-{name}" if order == name else name
        sorted_by = {name: "ascending", f"-{name}": "descending"}.get(order, "") if name else ""
        found.append({"name": name, "label": label, "query": query.urlencode(), "sorted": sorted_by})
    return found


def _frame(request: SignedIn, product: Product, tabs: Tabs) -> dict[str, Any]:
    """The filter bar and what surrounds both pages."""
    asked = filled(request.GET)
    asked.pop("cursor", None)
    return {
        "product": product,
        "steps": workflows.steps_of(product),
        "types": Requirement.Type.choices,
        "priorities": Requirement.Priority.choices,
        "asked": {name: request.GET.get(name, "") for name in IN_BAR},
        "kept": _kept(asked),
        "tabs": tabs,
        "order": request.GET.get("order", ""),
        "show_archived": request.GET.get("archived") == "yes",
        "query": asked.urlencode(),
        "is_narrowed": bool(set(asked) - {"order", "view"}),
        "can_work": product.archived_at is None and permissions.can_work(request.user, product),
    }


def _kept(asked: QueryDict) -> list[dict[str, str]]:
    """What the address asks beyond the bar: shown as chips that take it off, and kept when the bar is used."""
    found = []
    for name, values in asked.lists():
        for value in values:
            if name in ("order", "view", "archived") or (name in IN_BAR and value == asked[name]):
                continue
            rest = asked.copy()
            rest.setlist(name, [other for other in values if other != value])
            found.append({"name": name, "value": value, "without": rest.urlencode()})
    return found


@require_http_methods(["GET", "POST"])
@page_once
def requirement_new(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    _refuse_others(request, product)
    form = NewForm(request.POST or None, product=product)
    if form.is_bound and form.is_valid():
        wanted = dict(form.cleaned_data)
        wanted["description"] = from_markdown(wanted["description"], salt=SALT)
        try:
            made = create.create(actor=request.user, product=product, **wanted)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if "another" in request.POST:
                messages.success(request, _("Created: %(requirement)s") % {"requirement": made})
                return redirect("requirement-new", key=product.key)
            return redirect("requirement-detail", reference=made.reference)
    context = {"product": product, "form": form}
    return render(request, "requirements/requirement_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@page_once
def requirement_create_many(request: SignedIn, key: str) -> HttpResponse:
    """Pasted lines, a requirement each."""
    product = product_of(request, key)
    _refuse_others(request, product)
    form = LinesForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = create.create_many(actor=request.user, product=product, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            count = len(made)
            text = ngettext("Created %(count)d requirement.", "Created %(count)d requirements.", count)
            messages.success(request, text % {"count": count})
            return redirect("requirement-list", key=product.key)
    context = {"product": product, "form": form}
    return render(request, "requirements/requirement_lines.html", context, status=422 if form.is_bound else 200)


def _refuse_others(request: SignedIn, product: Product) -> None:
    if not permissions.can_work(request.user, product):
        raise PermissionDenied(_("Only people who work on this product can create requirements."))
