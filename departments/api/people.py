"""Endpoints of people; administrators see and do more."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actions import people as actions
from accounts.actions import recovery
from accounts.actions.people import require_administrator
from accounts.api.views import NotReplayed
from accounts.models import User
from accounts.typed import SignedInCall, caller
from departments import people_csv, people_import
from departments.api.serializers import (
    ColleagueOutput,
    HandOverInput,
    HandOverOutput,
    ImportConfirmInput,
    ImportOutput,
    PasswordLinkOutput,
    PersonAdministered,
    PersonEdit,
    PersonInput,
)
from departments.filters import PeopleFilters
from departments.permissions import people_known_to
from departments.views.people import with_departments
from events import jobs
from events.models import Job
from pmcomms.ground.api import Endpoint, Listed, Resource, required_match, shape, verb
from pmcomms.ground.html import scoped_or_404


class PersonViewSet(NotReplayed, Listed, Resource):
    """Colleagues; the deactivated ones for administrators only."""

    filters = PeopleFilters
    lookup_field = "username"
    lookup_value_regex = r"[A-Za-z0-9._-]+"
    queryset = User.objects.get_queryset().none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[User]:
        user = caller(self.request)
        rows = User.objects.get_queryset() if user.is_administrator else people_known_to(user)
        return with_departments(rows)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        is_administrator = getattr(self.request.user, "is_administrator", False)
        return PersonAdministered if is_administrator else ColleagueOutput

    @shape(input=PersonInput, output=PersonAdministered, status=201)
    def create(self, request: SignedInCall) -> Response:
        return self.answer(actions.add_person(actor=request.user, **self.read(PersonInput)), 201)

    @shape(input=PersonEdit, output=PersonAdministered)
    def partial_update(self, request: SignedInCall, username: str) -> Response:
        person = self.get_object()
        revision = required_match(request)
        return self.answer(actions.edit_person(person, actor=request.user, revision=revision, **self.read(PersonEdit)))

    @verb(output=PersonAdministered)
    def deactivate(self, request: SignedInCall, username: str) -> Response:
        return self.answer(actions.deactivate(self.get_object(), actor=request.user))

    @verb(output=PersonAdministered)
    def reactivate(self, request: SignedInCall, username: str) -> Response:
        return self.answer(actions.reactivate(self.get_object(), actor=request.user))

    @verb(input=HandOverInput, output=HandOverOutput)
    def hand_over(self, request: SignedInCall, username: str) -> Response:
        wanted = self.read(HandOverInput)
        return Response({"moved": actions.hand_over(self.get_object(), actor=request.user, **wanted)})

    @verb(output=PasswordLinkOutput)
    def link(self, request: SignedInCall, username: str) -> Response:
        return Response({"link": recovery.make_password_link(self.get_object(), actor=request.user)})

    @verb(output=PersonAdministered)
    def reset_two_step(self, request: SignedInCall, username: str) -> Response:
        return self.answer(recovery.reset_two_step(self.get_object(), actor=request.user))


class PeopleImportView(Endpoint):
    """``POST`` a CSV file as ``file``: answers with the dry run; nothing is changed."""

    parser_classes = [MultiPartParser]

    @shape(output=ImportOutput, status=201)
    def post(self, request: SignedInCall) -> Response:
        require_administrator(request.user)
        upload = request.FILES.get("file")
        if upload is None:
            raise ValidationError({"file": _("Send the file as “file”.")})
        found = people_csv.read(upload.read(people_csv.MOST_BYTES + 1))
        job = people_import.plan(found, actor=request.user, file_name=upload.name or "")
        return Response(ImportOutput(job).data, status=201)


class PeopleImportConfirmView(Endpoint):
    """Makes a dry run real."""

    @shape(input=ImportConfirmInput, output=ImportOutput)
    def post(self, request: SignedInCall) -> Response:
        require_administrator(request.user)
        mine = Job.objects.filter(owner_id=request.user.pk, kind=people_import.KIND)
        job = jobs.confirm(scoped_or_404(mine, pk=self.read(ImportConfirmInput)["job"]), actor=request.user)
        jobs.run(job.pk)
        job.refresh_from_db()
        return Response(ImportOutput(job).data)
