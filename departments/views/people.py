"""Administration of people, and the picker every page uses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import handover
from accounts.actions import people, recovery
from accounts.actions.people import require_administrator
from accounts.models import User
from accounts.typed import SignedIn
from departments.actions.memberships import start_membership
from departments.forms import AddPersonForm, EditPersonForm, HandOverForm, MembershipForm
from departments.models import Department, Membership
from departments.permissions import people_known_to
from pmcomms.ground.html import put_errors, scoped_or_404
from pmcomms.ground.pagination import page

PICKED = 20


def with_departments(rows: QuerySet[User]) -> QuerySet[User]:
    """People with ``current_memberships``, in one more query."""
    current = Membership.objects.current().select_related("department").order_by("department__ordering")
    return rows.prefetch_related(Prefetch("memberships", current, to_attr="current_memberships"))


@require_GET
def person_pick(request: SignedIn) -> JsonResponse:
    """People by name or pinyin as JSON: ``[{"id", "label", "detail"}]``; ``department`` narrows to its members."""
    rows = people_known_to(request.user).filter(is_visitor=False).matching(request.GET.get("q", "")[:60])
    if code := request.GET.get("department"):
        members = Membership.objects.current().filter(department__code=code).values("user_id")
        rows = rows.filter(pk__in=members)
    found = [
        {
            "id": person.username,
            "label": person.full_name,
            "detail": " · ".join(
                [row.department.name for row in person.current_memberships]  # type: ignore[attr-defined]  # prefetched
                or [person.job_title or person.username]
            ),
        }
        for person in with_departments(rows.order_by("pinyin", "pk"))[:PICKED]
    ]
    return JsonResponse(found, safe=False)


@require_GET
def person_list(request: SignedIn) -> HttpResponse:
    """Everybody, searched by name, user name or pinyin."""
    require_administrator(request.user)
    text, state = request.GET.get("q", "")[:60], request.GET.get("state", "")
    rows = User.objects.matching(text)
    if state in ("active", "inactive"):
        rows = rows.filter(is_active=state == "active")
    found = page(with_departments(rows), ["pinyin", "pk"], request.GET.get("cursor"))
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {"people": found.items, "next": found.next, "q": text, "state": state, "query": query.urlencode()}
    return render(request, "departments/person_list.html", context)


@require_http_methods(["GET", "POST"])
def person_add(request: SignedIn) -> HttpResponse:
    require_administrator(request.user)
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _add(request.user, dict(form.cleaned_data))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Added. Make a link so that they can set their password."))
            return redirect("person-edit", username=person.username)
    return render(request, "departments/person_add.html", {"form": form}, status=422 if form.is_bound else 200)


def _add(actor: User, fields: dict[str, Any]) -> User:
    department = fields.pop("department")
    with transaction.atomic():
        person = people.add_person(actor=actor, **fields)
        if department is not None:
            start_membership(department, actor=actor, user=person)
    return person


def _person(username: str) -> User:
    return scoped_or_404(User.objects.all(), username=username)


def _person_page(
    request: SignedIn, person: User, form: EditPersonForm, status: int = 200, link: str = ""
) -> HttpResponse:
    rows = person.memberships.select_related("department").order_by("ended_on", "started_on", "pk")
    context = {
        "person": person,
        "form": form,
        "link": link,
        "memberships": rows,
        "membership_form": MembershipForm(),
        "departments": Department.objects.filter(archived_at__isnull=True),
        "has_two_step": recovery.has_two_step(person),
        "owned": handover.groups(person, viewer=request.user),
    }
    return render(request, "departments/person_edit.html", context, status=status)


def _edit_form(person: User) -> EditPersonForm:
    names = (*people.EDITABLE, "revision")
    return EditPersonForm(initial={name: getattr(person, name) for name in names})


@require_http_methods(["GET", "POST"])
def person_edit(request: SignedIn, username: str) -> HttpResponse:
    require_administrator(request.user)
    person = _person(username)
    if request.method == "GET":
        return _person_page(request, person, _edit_form(person))
    form = EditPersonForm(request.POST)
    if form.is_valid():
        try:
            people.edit_person(person, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("person-edit", username=person.username)
    return _person_page(request, person, form, status=422)


@never_cache
@require_POST
def person_link(request: SignedIn, username: str) -> HttpResponse:
    """A link by which the person sets a password; shown this once."""
    person = _person(username)
    link = recovery.make_password_link(person, actor=request.user)
    return _person_page(request, person, _edit_form(person), link=link)


@require_POST
def person_reset_two_step(request: SignedIn, username: str) -> HttpResponse:
    person = recovery.reset_two_step(_person(username), actor=request.user)
    messages.success(request, _("Two-step sign-in of %(name)s is off.") % {"name": person})
    return redirect("person-edit", username=person.username)


@require_POST
def person_deactivate(request: SignedIn, username: str) -> HttpResponse:
    """Ends everything at once, then shows what somebody must take over."""
    person = people.deactivate(_person(username), actor=request.user)
    messages.success(request, _("%(name)s is deactivated; sessions and tokens have ended.") % {"name": person})
    has_things = bool(handover.groups(person, viewer=request.user))
    return redirect("person-hand-over" if has_things else "person-edit", username=person.username)


@require_POST
def person_reactivate(request: SignedIn, username: str) -> HttpResponse:
    person = people.reactivate(_person(username), actor=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect("person-edit", username=person.username)


@require_http_methods(["GET", "POST"])
def person_hand_over(request: SignedIn, username: str) -> HttpResponse:
    """The dialog in which what a person owns goes to a successor."""
    require_administrator(request.user)
    person = _person(username)
    groups = handover.groups(person, viewer=request.user)
    form = HandOverForm(request.POST or None, choices=[(group.name, group.label) for group in groups])
    if request.method == "POST" and form.is_valid():
        try:
            moved = people.hand_over(person, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("%(count)d handed over.") % {"count": moved})
            return redirect("person-edit", username=person.username)
    context = {"person": person, "groups": groups, "form": form}
    return render(request, "departments/person_hand_over.html", context, status=422 if form.is_bound else 200)
