"""Endpoints of departments, memberships, stand-ins and the working calendar."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response

from accounts.actions.people import require_administrator
from accounts.typed import SignedInCall, caller
from departments.actions import calendar, departments, memberships, stand_ins
from departments.api.serializers import (
    CalendarDayInput,
    CalendarDayOutput,
    DepartmentEdit,
    DepartmentInput,
    DepartmentOutput,
    MembershipInput,
    MembershipOutput,
    MembershipRole,
    StandInInput,
    StandInOutput,
)
from departments.filters import MembershipFilters, StandInFilters
from departments.models import CalendarDay, Department, Membership, StandIn
from departments.permissions import stand_ins_visible_to
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb


class DepartmentViewSet(Listed, Resource):
    """Everybody sees the departments, also visitors; administrators change them."""

    serializer_class = DepartmentOutput
    lookup_field = "code"
    lookup_value_regex = "[a-z0-9-]+"
    ordering = ("ordering", "pk")

    def get_queryset(self) -> QuerySet[Department]:
        return Department.objects.all()

    @shape(input=DepartmentInput, output=DepartmentOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        require_administrator(request.user)
        return self.answer(departments.add_department(actor=request.user, **self.read(DepartmentInput)), 201)

    @shape(input=DepartmentEdit, output=DepartmentOutput)
    def partial_update(self, request: SignedInCall, code: str) -> Response:
        row = self.get_object()
        revision, wanted = required_match(request), self.read(DepartmentEdit)
        return self.answer(departments.edit_department(row, actor=request.user, revision=revision, **wanted))

    @verb(output=DepartmentOutput)
    def archive(self, request: SignedInCall, code: str) -> Response:
        return self.answer(departments.archive_department(self.get_object(), actor=request.user))

    @verb(output=DepartmentOutput)
    def restore(self, request: SignedInCall, code: str) -> Response:
        return self.answer(departments.restore_department(self.get_object(), actor=request.user))


class MembershipViewSet(Listed, Resource):
    """Who belonged where, since when; ended ones stay (``ended.is=empty`` for the present ones)."""

    serializer_class = MembershipOutput
    filters = MembershipFilters
    revision_field = None
    queryset = Membership.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[Membership]:
        rows = Membership.objects.select_related("user", "department")
        return rows.filter(user=caller(self.request).pk) if caller(self.request).is_visitor else rows

    @shape(input=MembershipInput, output=MembershipOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        require_administrator(request.user)
        wanted = self.read(MembershipInput)
        row = memberships.start_membership(wanted.pop("department"), actor=request.user, **wanted)
        return self.answer(row, 201)

    @verb(input=MembershipRole, output=MembershipOutput)
    def change(self, request: SignedInCall, pk: str) -> Response:
        wanted = self.read(MembershipRole)
        return self.answer(memberships.change_membership(self.get_object(), actor=request.user, **wanted))

    @verb(output=MembershipOutput)
    def end(self, request: SignedInCall, pk: str) -> Response:
        return self.answer(memberships.end_membership(self.get_object(), actor=request.user))


class StandInViewSet(Listed, Resource):
    """One's own; a lead's department's; an administrator's all."""

    serializer_class = StandInOutput
    filters = StandInFilters
    revision_field = None
    queryset = StandIn.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[StandIn]:
        return stand_ins_visible_to(caller(self.request)).select_related("away", "stand_in")

    @shape(input=StandInInput, output=StandInOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        return self.answer(stand_ins.name_stand_in(actor=request.user, **self.read(StandInInput)), 201)

    @verb(output=StandInOutput)
    def cancel(self, request: SignedInCall, pk: str) -> Response:
        return self.answer(stand_ins.cancel_stand_in(self.get_object(), actor=request.user))


class CalendarDayViewSet(Listed, Resource):
    """The overrides of the working calendar; everybody reads, administrators write."""

    serializer_class = CalendarDayOutput
    lookup_field = "day"
    lookup_value_regex = r"\d{4}-\d{2}-\d{2}"
    ordering = ("day",)
    revision_field = None

    def get_queryset(self) -> QuerySet[CalendarDay]:
        return CalendarDay.objects.all()

    @shape(input=CalendarDayInput, output=CalendarDayOutput, status=201)
    def create(self, request: SignedInCall) -> Response:
        require_administrator(request.user)
        return self.answer(calendar.set_day(actor=request.user, **self.read(CalendarDayInput)), 201)

    @verb()
    def clear(self, request: SignedInCall, day: str) -> Response:
        require_administrator(request.user)
        row: Any = self.get_object()
        calendar.clear_day(actor=request.user, day=row.day)
        return Response(status=204)
