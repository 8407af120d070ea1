"""工作台, 产品总览, 对接页, department page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from artifacts import coverage
from artifacts.interface import answer_medians, interface
from artifacts.views.editing import kinds_to_begin
from artifacts.views.fetching import Request, product_of
from conversations import reading
from departments.models import Department, Liaison, Membership
from departments.permissions import can_manage, products_visible_to
from insights import agenda
from insights import desk as desks
from insights import overview as overviews
from pmcomms.ground.html import scoped_or_404
from requirements.customers import KNOWING, sees_names


@require_GET
def desk(request: Request) -> HttpResponse:
    if request.user.is_visitor:
        return render(request, "insights/desk_visitor.html", {"threads": desks.shared_with(request.user)})
    return render(request, "insights/desk.html", {"desk": desks.desk(request.user)})


@require_GET
def product_overview(request: Request, key: str) -> HttpResponse:
    product = product_of(request, key)
    context = {
        "product": product,
        "overview": overviews.overview(product, request.user),
        "can_manage": can_manage(request.user, product),
        "can_create": bool(kinds_to_begin(request, product)),
    }
    return render(request, "insights/product_overview.html", context)


@require_GET
def interface_detail(request: Request, key: str, code: str) -> HttpResponse:
    """对接页 of a product and a department."""
    product = product_of(request, key)
    if request.user.is_visitor:
        raise Http404
    department = scoped_or_404(Department.objects.filter(archived_at__isnull=True), code=code)
    shown = interface(product, department, request.user)
    notes = reading.notes_of(product, department, request.user)
    ours, theirs = answer_medians(product, department, request.user)
    liaisons = Liaison.objects.current().filter(product=product, department=department).select_related("user")
    context = {
        "product": product,
        "department": department,
        "interface": shown,
        "notes": notes,
        "main": [one.user for one in liaisons if not one.is_backup],
        "backups": [one.user for one in liaisons if one.is_backup],
        "answer_days": ours,
        "reply_days": theirs,
        "agenda": agenda.as_text(shown, notes),
    }
    return render(request, "insights/interface_detail.html", context)


@require_GET
def department_detail(request: Request, code: str) -> HttpResponse:
    if request.user.is_visitor:
        raise Http404
    department = scoped_or_404(Department.objects.filter(archived_at__isnull=True), code=code)
    products = list(products_visible_to(request.user).live())
    memberships = Membership.objects.current().filter(department=department, user__is_active=True)
    context = {
        "department": department,
        "rows": coverage.department_cells(department, products, request.user),
        "memberships": memberships.select_related("user").order_by("role", "user__pinyin"),
        "opens_customers": department.code in KNOWING and sees_names(request.user),
    }
    return render(request, "insights/department_detail.html", context)
