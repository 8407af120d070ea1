"""Liaisons: named by the product's manager on its settings page, by a lead on the department's page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.typed import SignedIn
from departments.actions import liaisons as actions
from departments.forms import BackupForm, LiaisonForm, colleagues, refusal
from departments.models import Department, Liaison, Membership, Product
from departments.permissions import can_manage, leads, products_visible_to
from departments.views.products import settings_page, visible_product
from pmcomms.ground.html import put_errors, scoped_or_404


def _back(request: SignedIn, product: Product, department: Department) -> HttpResponse:
    if can_manage(request.user, product):
        return redirect("product-settings", key=product.key)
    return redirect("department-liaisons", code=department.code)


@require_POST
def liaison_name(request: SignedIn, key: str) -> HttpResponse:
    product = visible_product(request, key)
    form = LiaisonForm(request.POST)
    if form.is_valid():
        department = form.cleaned_data["department"]
        try:
            actions.name_liaison(product, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _back(request, product, department)
    if not can_manage(request.user, product):
        raise refusal(form)
    return settings_page(request, product, liaison_error=(form.data.get("department", ""), form), status=422)


def _liaison(request: SignedIn, key: str, pk: int) -> Liaison:
    product = visible_product(request, key)
    return scoped_or_404(product.liaisons.select_related("department", "product"), pk=pk)


@require_POST
def liaison_change(request: SignedIn, key: str, pk: int) -> HttpResponse:
    """Main or backup."""
    liaison, form = _liaison(request, key, pk), BackupForm(request.POST)
    is_backup = form.is_valid() and form.cleaned_data["is_backup"]
    actions.change_liaison(liaison, actor=request.user, is_backup=is_backup)
    return _back(request, liaison.product, liaison.department)


@require_POST
def liaison_end(request: SignedIn, key: str, pk: int) -> HttpResponse:
    liaison = actions.end_liaison(_liaison(request, key, pk), actor=request.user)
    return _back(request, liaison.product, liaison.department)


@require_GET
def department_liaisons(request: SignedIn, code: str) -> HttpResponse:
    """Who answers for the department on which product; its leads name them here."""
    department = scoped_or_404(Department.objects.all(), code=code)
    if request.user.is_visitor or not _may_look(request.user, department):
        raise PermissionDenied(_("Only the department and administrators may see this."))
    products = list(products_visible_to(request.user).live())
    rows = Liaison.objects.current().filter(department=department, product__in=products)
    by_product: dict[int, list[Liaison]] = {}
    for row in rows.select_related("user").order_by("is_backup", "pk"):
        by_product.setdefault(row.product_id, []).append(row)
    members = Membership.objects.current().filter(department=department).values("user_id")
    context = {
        "department": department,
        "lines": [(product, by_product.get(product.pk, [])) for product in products],
        "people": colleagues().filter(pk__in=members),
        "can_name": leads(request.user, department),
    }
    return render(request, "departments/department_liaisons.html", context)


def _may_look(user: User, department: Department) -> bool:
    belongs = Membership.objects.current().filter(user=user, department=department).exists()
    return belongs or user.is_administrator or leads(user, department)
