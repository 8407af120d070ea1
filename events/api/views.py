"""Endpoints of the log and of jobs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from events import dispatch, jobs
from events.api.serializers import JobOutput, LogLineOutput, ReleasedOutput
from events.filters import LogFilters
from events.models import Event, Job
from events.views import lines_of, require_administrator
from pmcomms.ground.api import Listed, Resource, verb


class LogViewSet(Listed, Resource):
    """The administration log, newest first, for administrators."""

    serializer_class = LogLineOutput
    filters = LogFilters
    revision_field = None

    def get_queryset(self) -> QuerySet[Event]:
        return Event.objects.administrative()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_administrator(request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = LogLineOutput(lines_of(list(found or []), request.user), many=True)
        return self.get_paginated_response(shown.data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(LogLineOutput(lines_of([self.get_object()], request.user)[0]).data)

    @verb(output=ReleasedOutput, detail=False)
    def held_release(self, request: Request) -> Response:
        """Lets what a restore has held be told after all."""
        actor: Any = request.user
        return Response({"released": dispatch.release_held(actor=actor)})


class JobViewSet(Listed, Resource):
    """My long pieces of work."""

    serializer_class = JobOutput
    ordering = ("-pk",)
    revision_field = None

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(owner_id=self.request.user.pk)

    @verb(output=JobOutput)
    def cancel(self, request: Request, pk: str) -> Response:
        actor: Any = request.user
        return self.answer(jobs.cancel(self.get_object(), actor=actor))
