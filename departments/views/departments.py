"""Administration of departments, their members, and the working calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions.people import require_administrator
from accounts.typed import SignedIn
from departments import working_days
from departments.actions import calendar as calendar_actions
from departments.actions import departments as actions
from departments.actions import memberships
from departments.forms import CalendarDayForm, DepartmentForm, EditDepartmentForm, MembershipForm, RoleForm
from departments.models import CalendarDay, Department, Membership
from pmcomms.ground.html import put_errors, scoped_or_404


@require_GET
def department_list(request: SignedIn) -> HttpResponse:
    require_administrator(request.user)
    current = Q(memberships__ended_on__isnull=True)
    rows = Department.objects.annotate(
        members=Count("memberships", filter=current),
        leads=Count("memberships", filter=current & Q(memberships__role=Membership.Role.LEAD)),
    )
    return render(request, "departments/department_list.html", {"departments": rows})


@require_http_methods(["GET", "POST"])
def department_add(request: SignedIn) -> HttpResponse:
    require_administrator(request.user)
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department = actions.add_department(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("department-edit", code=department.code)
    return render(request, "departments/department_add.html", {"form": form}, status=422 if form.is_bound else 200)


def _department(code: str) -> Department:
    return scoped_or_404(Department.objects.all(), code=code)


def _department_page(
    request: SignedIn,
    department: Department,
    form: EditDepartmentForm,
    membership_form: MembershipForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "department": department,
        "form": form,
        "membership_form": membership_form,
        "memberships": department.memberships.current().select_related("user").order_by("role", "user__pinyin"),
        "roles": Membership.Role.choices,
    }
    return render(request, "departments/department_edit.html", context, status=status)


def _edit_form(department: Department) -> EditDepartmentForm:
    return EditDepartmentForm(instance=department, initial={"revision": department.revision})


@require_http_methods(["GET", "POST"])
def department_edit(request: SignedIn, code: str) -> HttpResponse:
    require_administrator(request.user)
    department = _department(code)
    if request.method == "GET":
        return _department_page(request, department, _edit_form(department), MembershipForm())
    form = EditDepartmentForm(request.POST, instance=_department(code))
    if form.is_valid():
        try:
            actions.edit_department(department, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("department-edit", code=code)
    return _department_page(request, department, form, MembershipForm(), 422)


@require_POST
def department_archive(request: SignedIn, code: str) -> HttpResponse:
    actions.archive_department(_department(code), actor=request.user)
    return redirect("department-edit", code=code)


@require_POST
def department_restore(request: SignedIn, code: str) -> HttpResponse:
    actions.restore_department(_department(code), actor=request.user)
    return redirect("department-edit", code=code)


@require_POST
def membership_start(request: SignedIn, code: str) -> HttpResponse:
    require_administrator(request.user)
    department, form = _department(code), MembershipForm(request.POST)
    if form.is_valid():
        try:
            memberships.start_membership(department, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("department-edit", code=code)
    return _department_page(request, department, _edit_form(department), form, 422)


def _membership(pk: int) -> Membership:
    return scoped_or_404(Membership.objects.select_related("department"), pk=pk)


@require_POST
def membership_change(request: SignedIn, pk: int) -> HttpResponse:
    require_administrator(request.user)
    membership, form = _membership(pk), RoleForm(request.POST)
    if not form.is_valid():
        raise ValidationError({"role": _("Choose a role.")})
    memberships.change_membership(membership, actor=request.user, role=form.cleaned_data["role"])
    return redirect("department-edit", code=membership.department.code)


@require_POST
def membership_end(request: SignedIn, pk: int) -> HttpResponse:
    membership = memberships.end_membership(_membership(pk), actor=request.user)
    return redirect("department-edit", code=membership.department.code)


@dataclass(frozen=True)
class Day:
    """One square of the calendar. ``name`` is the override's, or the holiday's in the national calendar."""

    day: dt.date
    is_working: bool
    is_override: bool
    name: str


def _month(year: int, month: int, overrides: dict[dt.date, CalendarDay]) -> tuple[dt.date, list[list[Day | None]]]:
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return dt.date(year, month, 1), [
        [_day(day, overrides.get(day)) if day.month == month else None for day in week] for week in weeks
    ]


def _day(day: dt.date, override: CalendarDay | None) -> Day:
    is_working, name = working_days.national_day(day)
    if override is not None:
        return Day(day, override.is_working, True, override.name)
    return Day(day, is_working, False, name)


def _calendar_page(request: SignedIn, form: CalendarDayForm, year: int, status: int = 200) -> HttpResponse:
    rows = list(CalendarDay.objects.filter(day__year=year))
    overrides = {row.day: row for row in rows}
    context = {
        "year": year,
        "months": [_month(year, month, overrides) for month in range(1, 13)],
        "overrides": rows,
        # Django's Chinese abbreviation is the whole word; one character says it.
        "weekdays": [str(WEEKDAYS_ABBR[number]).removeprefix("星期") for number in range(7)],
        "form": form,
    }
    return render(request, "departments/calendar_detail.html", context, status=status)


def _year(text: str | None) -> int:
    now = timezone.localdate().year
    return int(text) if text and text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100 else now


@require_GET
def calendar_detail(request: SignedIn) -> HttpResponse:
    """The year with its holidays, make-up days and overrides."""
    require_administrator(request.user)
    return _calendar_page(request, CalendarDayForm(), _year(request.GET.get("year")))


@require_POST
def calendar_day_set(request: SignedIn) -> HttpResponse:
    require_administrator(request.user)
    form = CalendarDayForm(request.POST)
    if form.is_valid():
        try:
            row = calendar_actions.set_day(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(f"{_calendar_address()}?year={row.day.year}")
    return _calendar_page(request, form, timezone.localdate().year, 422)


@require_POST
def calendar_day_clear(request: SignedIn, day: str) -> HttpResponse:
    require_administrator(request.user)
    row = scoped_or_404(CalendarDay.objects.all(), day=day)
    calendar_actions.clear_day(actor=request.user, day=row.day)
    return redirect(f"{_calendar_address()}?year={row.day.year}")


def _calendar_address() -> str:
    return reverse("calendar-detail")
