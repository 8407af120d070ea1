"""Releases of a product: the list, one with its scope, and its verbs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from conversations import discussions, following
from departments.models import Product
from pmcomms.ground.html import put_errors
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from requirements import permissions, releases
from requirements.actions import releases as verbs
from requirements.actions import scope
from requirements.filters.releases import PageReleaseFilters
from requirements.forms.releases import CancelForm, EditReleaseForm, NewReleaseForm, ScheduleForm, ShipForm
from requirements.models import Release, Requirement, Status
from requirements.views.fetching import product_of, release_of, requirement_of

SHOWN = 200


@require_GET
def release_list(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    rows = PageReleaseFilters(request.user).apply(Release.objects.of(product).select_related("product"), request.GET)
    shown = page(releases.with_counts(rows), [str(name) for name in rows.query.order_by], request.GET.get("cursor"))
    context = {
        "product": product,
        "releases": shown.items,
        "next": shown.next,
        "can_release": product.archived_at is None and permissions.can_release(request.user, product),
    }
    return render(request, "requirements/release_list.html", context)


@require_GET
def release_detail(request: SignedIn, reference: str) -> HttpResponse:
    release = release_of(request, reference)
    held = release.requirements.live().with_people().order_by("rank", "pk")[: SHOWN + 1]
    scope_rows = [one for one in held if one.status.category != Status.Category.DROPPED]
    groups = releases.changelog(scope_rows[:SHOWN])
    context = {
        "release": release,
        "product": release.product,
        "thread": release.thread,
        "scope": scope_rows[:SHOWN],
        "is_cut": len(held) > SHOWN,
        "load": releases.load_of(release),
        "groups": groups,
        "changelog": releases.as_markdown(release, groups),
        "discussion": discussions.discussion(release.thread, request.user),
        "watch_state": following.watch_state(release.thread, request.user),
        "can_release": release.is_open and permissions.can_release(request.user, release.product),
    }
    return render(request, "requirements/release_detail.html", context)


@require_http_methods(["GET", "POST"])
@page_once
def release_plan(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    _refuse_others(request, product)
    form = NewReleaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = verbs.plan(actor=request.user, product=product, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("release-detail", reference=made.reference)
    context = {"product": product, "form": form}
    return render(request, "requirements/release_plan.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def release_edit(request: SignedIn, reference: str) -> HttpResponse:
    release = release_of(request, reference)
    _refuse_others(request, release.product)
    names = ("name", "goal", "stage", "starts_on", "ships_on", "capacity", "revision")
    form = EditReleaseForm(request.POST or None, initial={name: getattr(release, name) for name in names})
    return _asked(request, release, form, verbs.edit, _("Change the release"), _("Save"))


@require_http_methods(["GET", "POST"])
def release_ship(request: SignedIn, reference: str) -> HttpResponse:
    release = release_of(request, reference)
    _refuse_others(request, release.product)
    form = ShipForm(request.POST or None, release=release, initial={"shipped_on": timezone.localdate()})
    return _asked(request, release, form, verbs.ship, _("Ship the release"), _("Ship"))


@require_http_methods(["GET", "POST"])
def release_cancel(request: SignedIn, reference: str) -> HttpResponse:
    release = release_of(request, reference)
    _refuse_others(request, release.product)
    return _asked(
        request,
        release,
        CancelForm(request.POST or None),
        verbs.cancel,
        _("Cancel the release"),
        _("Cancel the release"),
    )


@require_POST
def release_freeze(request: SignedIn, reference: str) -> HttpResponse:
    release = verbs.freeze(release_of(request, reference), actor=request.user)
    return redirect("release-detail", reference=release.reference)


@require_POST
def release_unfreeze(request: SignedIn, reference: str) -> HttpResponse:
    release = verbs.unfreeze(release_of(request, reference), actor=request.user)
    return redirect("release-detail", reference=release.reference)


@require_http_methods(["GET", "POST"])
def requirement_schedule(request: SignedIn, reference: str) -> HttpResponse:
    """Into a release, or out of it."""
    requirement: Requirement = requirement_of(request, reference)
    product = requirement.product
    if not permissions.can_work(request.user, product):
        raise PermissionDenied(_("Only people who work on this product change what its releases hold."))
    initial = {"release": requirement.release.name if requirement.release else ""}
    form = ScheduleForm(request.POST or None, product=product, initial=initial)
    if form.is_bound and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            scope.schedule(requirement, actor=request.user, to=wanted.pop("release"), **wanted)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("requirement-detail", reference=requirement.reference)
    context = {"requirement": requirement, "product": product, "form": form}
    return render(request, "requirements/requirement_schedule.html", context, status=422 if form.is_bound else 200)


def _asked(request: SignedIn, release: Release, form: Form, verb: Any, title: str, label: str) -> HttpResponse:
    """The form of a verb, and the verb once the form is right."""
    if form.is_bound and form.is_valid():
        try:
            verb(release, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("release-detail", reference=release.reference)
    context = {"release": release, "product": release.product, "form": form, "title": title, "label": label}
    return render(request, "requirements/release_verb.html", context, status=422 if form.is_bound else 200)


def _refuse_others(request: SignedIn, product: Product) -> None:
    if not permissions.can_release(request.user, product):
        raise PermissionDenied(_("Only managers of the product plan and change its releases."))
