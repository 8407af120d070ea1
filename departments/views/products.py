"""Products: the list, creating one, its settings page and the verbs on it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from departments import kinds_registry
from departments.actions import products as actions
from departments.actions.products import require_manager
from departments.forms import EditProductForm, KindsForm, ProductForm, ProductRoleForm, refusal
from departments.models import Department, Liaison, Product, ProductRole
from departments.permissions import can_create_product, managed_product_ids, products_visible_to
from pmcomms.ground.html import put_errors, scoped_or_404
from pmcomms.ground.idempotency import page_once


def visible_product(request: SignedIn, key: str) -> Product:
    """The product, or the 404 of a random key for who may not know of it."""
    return scoped_or_404(products_visible_to(request.user), key=key)


@require_GET
def product_list(request: SignedIn) -> HttpResponse:
    """What one may see, with its managers; archived ones apart."""
    rows = products_visible_to(request.user).order_by("name")
    managers = ProductRole.objects.managers().filter(product__in=rows).select_related("user").order_by("pk")
    by_product: dict[int, list[str]] = {}
    for row in managers:
        by_product.setdefault(row.product_id, []).append(row.user.full_name)
    managed = managed_product_ids(request.user)
    lines = [(product, by_product.get(product.pk, []), product.pk in managed) for product in rows]
    context = {
        "live": [line for line in lines if line[0].archived_at is None],
        "archived": [line for line in lines if line[0].archived_at is not None],
        "can_create": can_create_product(request.user),
    }
    return render(request, "departments/product_list.html", context)


@require_http_methods(["GET", "POST"])
@page_once
def product_create(request: SignedIn) -> HttpResponse:
    if not can_create_product(request.user):
        raise PermissionDenied(_("Visitors cannot create products."))
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = actions.create_product(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Created. Now name the liaisons of each department."))
            return redirect("product-settings", key=product.key)
    return render(request, "departments/product_create.html", {"form": form}, status=422 if form.is_bound else 200)


def settings_page(
    request: SignedIn,
    product: Product,
    *,
    status: int = 200,
    form: EditProductForm | None = None,
    role_form: Form | None = None,
    liaison_error: tuple[str, Form] | None = None,
) -> HttpResponse:
    """The settings with the forms given, fresh ones for the others."""
    context = {
        "product": product,
        "form": form or EditProductForm(instance=product, initial={"revision": product.revision}),
        "role_form": role_form or ProductRoleForm(),
        "roles": product.roles.select_related("user").order_by("role", "user__pinyin"),
        "role_choices": ProductRole.Role.choices,
        "presets": Product.Preset.choices,
        "kinds": _kinds(product),
        "departments": _departments(product),
        "liaison_error": liaison_error,
    }
    return render(request, "departments/product_settings.html", context, status=status)


def _kinds(product: Product) -> list[dict[str, Any]]:
    """The kinds by department, each with whether it is switched on."""
    names = {row.code: row for row in Department.objects.all()}
    on = set(product.kinds)
    entries = [entry for entry in kinds_registry.all_entries() if entry.department in names]
    entries.sort(key=lambda entry: names[entry.department].ordering)
    return [
        {"department": names[code], "entries": [(entry, entry.slug in on) for entry in group]}
        for code, group in groupby(entries, key=lambda entry: entry.department)
    ]


def _departments(product: Product) -> list[dict[str, Any]]:
    """Each department with its liaisons on the product and the members that could be named."""
    liaisons: dict[int, list[Liaison]] = {}
    for row in Liaison.objects.current().filter(product=product).select_related("user").order_by("is_backup", "pk"):
        liaisons.setdefault(row.department_id, []).append(row)
    found = []
    for department in Department.objects.filter(archived_at__isnull=True).prefetch_related("memberships__user"):
        named = {row.user_id for row in liaisons.get(department.pk, [])}
        members = [row.user for row in department.memberships.all() if row.ended_on is None]
        people = [person for person in members if person.is_active and not person.is_visitor and person.pk not in named]
        people.sort(key=lambda person: person.pinyin)
        found.append(
            {
                "department": department,
                "liaisons": liaisons.get(department.pk, []),
                "people": people,
                "has_members": bool(members),
            }
        )
    return found


@require_GET
def product_settings(request: SignedIn, key: str) -> HttpResponse:
    product = visible_product(request, key)
    require_manager(request.user, product)
    return settings_page(request, product)


@require_POST
def product_edit(request: SignedIn, key: str) -> HttpResponse:
    product = visible_product(request, key)
    require_manager(request.user, product)
    form = EditProductForm(request.POST, instance=visible_product(request, key))
    if form.is_valid():
        try:
            actions.edit_product(product, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("product-settings", key=key)
    return settings_page(request, product, form=form, status=422)


@require_POST
def product_kinds(request: SignedIn, key: str) -> HttpResponse:
    """``preset`` switches on what it holds; otherwise exactly the ``kinds`` ticked."""
    product = visible_product(request, key)
    form = KindsForm(request.POST)
    if not form.is_valid():
        raise refusal(form)
    preset = form.cleaned_data["preset"]
    kinds = None if preset else form.cleaned_data["kinds"]
    actions.switch_kinds(product, actor=request.user, preset=preset or None, kinds=kinds)
    messages.success(request, _("Saved."))
    return redirect("product-settings", key=key)


@require_POST
def product_role_set(request: SignedIn, key: str) -> HttpResponse:
    product = visible_product(request, key)
    require_manager(request.user, product)
    form = ProductRoleForm(request.POST)
    if form.is_valid():
        try:
            actions.set_role(product, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("product-settings", key=key)
    return settings_page(request, product, role_form=form, status=422)


@require_POST
def product_role_end(request: SignedIn, key: str, username: str) -> HttpResponse:
    product = visible_product(request, key)
    require_manager(request.user, product)
    row = scoped_or_404(product.roles.select_related("user"), user__username=username)
    actions.end_role(product, actor=request.user, user=row.user)
    return redirect("product-settings", key=key)


@require_POST
def product_archive(request: SignedIn, key: str) -> HttpResponse:
    actions.archive_product(visible_product(request, key), actor=request.user)
    messages.success(request, _("Archived. It stays readable."))
    return redirect("product-settings", key=key)


@require_POST
def product_restore(request: SignedIn, key: str) -> HttpResponse:
    actions.restore_product(visible_product(request, key), actor=request.user)
    messages.success(request, _("Restored."))
    return redirect("product-settings", key=key)
