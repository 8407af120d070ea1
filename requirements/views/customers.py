"""The register of customers; not found for those who may not read it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from pmcomms.ground.filters import filled
from pmcomms.ground.html import put_errors, scoped_or_404
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from pmcomms.ground.problems import StaleEdit
from requirements import customer_permissions as permissions
from requirements import promise_lists
from requirements.actions import customers
from requirements.customers import sees_names
from requirements.filters.customers import CustomerPageFilters
from requirements.forms.customers import CustomerEditForm, CustomerForm
from requirements.models import Customer, Promise

HEADS = (
    ("name", gettext_lazy("Name")),
    ("", gettext_lazy("Segment")),
    ("", gettext_lazy("Region")),
    ("", gettext_lazy("Looked after by")),
    ("value", gettext_lazy("Yearly value")),
    ("renewal", gettext_lazy("Renews on")),
    ("", gettext_lazy("Health")),
)


@require_GET
def customer_list(request: SignedIn) -> HttpResponse:
    _hide_from_others(request)
    query = filled(request.GET)
    language = CustomerPageFilters(request.user)
    is_archive = request.GET.get("archived") == "yes"
    rows = Customer.objects.filter(language.condition(query, Customer), archived_at__isnull=not is_archive)
    shown = page(rows.select_related("owner"), language.ordering(query), request.GET.get("cursor"))
    query.pop("cursor", None)
    context = {
        "customers": shown.items,
        "next": shown.next,
        "heads": sorting_heads(request, HEADS),
        "segments": Customer.Segment.choices,
        "healths": Customer.Health.choices,
        "asked": {name: request.GET.get(name, "") for name in ("q", "segment", "health", "owner")},
        "order": request.GET.get("order", ""),
        "show_archived": is_archive,
        "query": query.urlencode(),
        "is_narrowed": bool(set(query) - {"order"}),
        "can_keep": permissions.can_keep(request.user),
    }
    return render(request, "requirements/customer_list.html", context)


def sorting_heads(request: SignedIn, heads: Any) -> list[dict[str, Any]]:
    """The table's heads; pressing one sorts by it, pressing again turns the order round."""
    order = request.GET.get("order", "")
    found = []
    for name, label in heads:
        query = filled(request.GET)
        query.pop("cursor", None)
        query["order"] = f"-{name}" if order == name else name
        sorted_by = {name: "ascending", f"-{name}": "descending"}.get(order, "") if name else ""
        found.append({"name": name, "label": label, "query": query.urlencode(), "sorted": sorted_by})
    return found


@require_GET
def customer_detail(request: SignedIn, pk: int) -> HttpResponse:
    customer = _customer_of(request, pk)
    lines = promise_lists.of_customer(request.user, customer)
    states = [(state, label, [one for one in lines if one.promise.state == state]) for state, label in _states()]
    wanted = {one.promise.requirement_id: one.promise.requirement for one in lines if one.promise.requirement}
    context = {
        "customer": customer,
        "states": [(state, label, found) for state, label, found in states if found],
        "requirements": list(wanted.values()),
        "red": sum(bool(one.reasons) for one in lines),
        "can_keep": permissions.can_keep(request.user, customer),
    }
    return render(request, "requirements/customer_detail.html", context)


def _states() -> list[tuple[str, Any]]:
    return list(Promise.State.choices)


@require_http_methods(["GET", "POST"])
@page_once
def customer_new(request: SignedIn) -> HttpResponse:
    _hide_from_others(request)
    if not permissions.can_keep(request.user):
        raise PermissionDenied(_("Sales, support, product managers and the owner keep the register of customers."))
    form = CustomerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = customers.create(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("customer-detail", pk=made.pk)
    return render(request, "requirements/customer_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def customer_edit(request: SignedIn, pk: int) -> HttpResponse:
    customer = _customer_of(request, pk)
    if not permissions.can_keep(request.user, customer):
        raise PermissionDenied(_("Sales, support, product managers and the owner keep the register of customers."))
    if request.method == "GET":
        names = ("name", "segment", "region", "yearly_value", "renews_on", "health", "revision")
        initial = {name: getattr(customer, name) for name in names}
        initial["owner"] = customer.owner.username if customer.owner else ""
        return _edit_page(request, customer, CustomerEditForm(initial=initial))
    form = CustomerEditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, customer, form, 422)
    try:
        customers.edit(customer, actor=request.user, **form.cleaned_data)
    except StaleEdit as stale:
        return _edit_page(request, customer, *both_texts(CustomerEditForm, request, stale))
    except ValidationError as error:
        put_errors(form, error)
        return _edit_page(request, customer, form, 422)
    return redirect("customer-detail", pk=customer.pk)


def both_texts(shape: Any, request: SignedIn, stale: StaleEdit) -> tuple[Any, int, list[tuple[Any, Any]]]:
    """The form with what was typed, upon the newer revision, and what is stored now for each field in conflict."""
    sent = request.POST.copy()
    sent["revision"] = str(stale.revision)
    form = shape(sent)
    return form, 409, [(form.fields[name].label, theirs) for name, theirs in stale.theirs.items()]


def _edit_page(
    request: SignedIn,
    customer: Customer,
    form: CustomerEditForm,
    status: int = 200,
    theirs: list[tuple[Any, Any]] | None = None,
) -> HttpResponse:
    context = {"customer": customer, "form": form, "theirs": theirs}
    return render(request, "requirements/customer_edit.html", context, status=status)


@require_POST
def customer_archive(request: SignedIn, pk: int) -> HttpResponse:
    customers.archive(_customer_of(request, pk), actor=request.user)
    return redirect("customer-detail", pk=pk)


@require_POST
def customer_unarchive(request: SignedIn, pk: int) -> HttpResponse:
    customers.unarchive(_customer_of(request, pk), actor=request.user)
    return redirect("customer-detail", pk=pk)


def _hide_from_others(request: SignedIn) -> None:
    if not sees_names(request.user):
        raise Http404


def _customer_of(request: SignedIn, pk: int) -> Customer:
    found: Customer = scoped_or_404(permissions.customers_visible_to(request.user).select_related("owner"), pk=pk)
    return found
