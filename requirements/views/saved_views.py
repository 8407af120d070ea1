"""The views of a product's requirements: saved, changed, shared, deleted, remembered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from departments.forms import refusal
from departments.models import Product
from departments.permissions import can_manage
from pmcomms.ground.html import is_fragment, put_errors
from pmcomms.ground.idempotency import page_once
from requirements import permissions
from requirements.actions import saved_views
from requirements.forms.saved_views import ShareForm, ViewEditForm, ViewForm
from requirements.models import SavedView
from requirements.saved_views import asked_of
from requirements.views.fetching import product_of, saved_view_of


@require_GET
def saved_view_detail(request: SignedIn, key: str, pk: int) -> HttpResponse:
    """The address one shares: it leads to what the view asks today."""
    return redirect(saved_view_of(request, key, pk).address)


@require_http_methods(["GET", "POST"])
@page_once
def saved_view_new(request: SignedIn, key: str) -> HttpResponse:
    """The list one looks at, under a name."""
    product = product_of(request, key)
    may_pin = can_manage(request.user, product)
    if request.method == "GET":
        asked = {"query": asked_of(request.GET), "kind": request.GET.get("kind", SavedView.Kind.TABLE)}
        return _new_page(request, product, ViewForm(initial=_without_kind(asked), may_pin=may_pin))
    form = ViewForm(request.POST, may_pin=may_pin)
    if form.is_valid():
        try:
            made = saved_views.create(actor=request.user, product=product, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(made.address)
    return _new_page(request, product, form, 422)


def _without_kind(asked: dict[str, str]) -> dict[str, str]:
    """``kind`` is a parameter of this page, not of the question."""
    parts = [part for part in asked["query"].split("&") if part and not part.startswith("kind=")]
    return asked | {"query": "&".join(parts)}


def _new_page(request: SignedIn, product: Product, form: ViewForm, status: int = 200) -> HttpResponse:
    return render(request, "requirements/saved_view_new.html", {"product": product, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def saved_view_edit(request: SignedIn, key: str, pk: int) -> HttpResponse:
    view = saved_view_of(request, key, pk)
    permissions.refuse_edit_view(request.user, view)
    initial = {"name": view.name, "query": view.query, "position": view.position, "revision": view.revision}
    if request.method == "GET":
        return _edit_page(request, view, ViewEditForm(initial=initial))
    form = ViewEditForm(request.POST)
    if form.is_valid():
        wanted: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
        try:
            view = saved_views.edit(view, actor=request.user, **wanted)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(view.address)
    return _edit_page(request, view, form, 422)


def _edit_page(request: SignedIn, view: SavedView, form: ViewEditForm, status: int = 200) -> HttpResponse:
    sharing = {"sharing": view.sharing, "departments": list(view.departments.values_list("code", flat=True))}
    share_form = ShareForm(initial=sharing, may_pin=can_manage(request.user, view.product))
    context = {"view": view, "product": view.product, "form": form, "share_form": share_form}
    return render(request, "requirements/saved_view_edit.html", context, status=status)


@require_POST
def saved_view_share(request: SignedIn, key: str, pk: int) -> HttpResponse:
    view = saved_view_of(request, key, pk)
    # Whether one may pin is the action's to say, so that it is said in words.
    form = ShareForm(request.POST, may_pin=True)
    if not form.is_valid():
        permissions.refuse_edit_view(request.user, view)
        raise refusal(form)
    return redirect(saved_views.share(view, actor=request.user, **form.cleaned_data).address)


@require_POST
def saved_view_delete(request: SignedIn, key: str, pk: int) -> HttpResponse:
    view = saved_view_of(request, key, pk)
    saved_views.delete(view, actor=request.user)
    return redirect("requirement-list", key=view.product.key)


@require_POST
def saved_view_use(request: SignedIn, key: str) -> HttpResponse:
    """Sent by the page that shows a view: the tab 需求 leads there next time. ``all``: to all requirements."""
    product = product_of(request, key)
    word = request.POST.get("view", saved_views.ALL)
    view = None if word == saved_views.ALL else saved_view_of(request, key, word)
    saved_views.use(product, actor=request.user, view=view)
    return HttpResponse() if is_fragment(request) else redirect("requirement-list", key=product.key)
