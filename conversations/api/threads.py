"""Threads: what hangs on them, following, reading, people named, links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import permissions
from conversations.actions import internal, links, people, receipts, watching
from conversations.api import fields
from conversations.links import Shown, render_links
from conversations.models import ReadReceipt, Thread, ThreadPerson, TraceLink, Watcher
from pmcomms.ground.api import Listed, Resource, shape, verb
from pmcomms.ground.filters import Choice, FilterLanguage
from pmcomms.ground.shapes import Reference as ReferenceField
from pmcomms.ground.shapes import StrictModelSerializer, StrictSerializer


class ThreadOutput(StrictModelSerializer):
    product = ReferenceField("key")
    owner = ReferenceField("username")
    departments = serializers.SerializerMethodField()
    part_of = serializers.SerializerMethodField()
    watching = serializers.SerializerMethodField()

    class Meta:
        model = Thread
        fields = [
            "id", "kind", "reference", "title", "address", "product", "audience", "departments", "owner", "part_of",
            "opened_at", "archived_at", "current_version", "watching",
        ]  # fmt: skip

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_departments(self, thread: Thread) -> list[str]:
        return sorted(department.code for department in thread.departments.all())

    def get_part_of(self, thread: Thread) -> str | None:
        return fields.name_of(thread.parent) if thread.parent is not None else None

    @extend_schema_field({"type": "string", "enum": ["", "watching", "muted"]})
    def get_watching(self, thread: Thread) -> str:
        watcher = Watcher.objects.filter(thread=thread, user=self.context["request"].user).first()
        if watcher is None:
            return ""
        return "muted" if watcher.is_muted else "watching"


class ReadInput(StrictSerializer):
    version = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)


class ReceiptOutput(StrictModelSerializer):
    user = ReferenceField("username")

    class Meta:
        model = ReadReceipt
        fields = ["user", "version", "first_read_at", "last_read_at"]


class PersonOutput(StrictModelSerializer):
    user = ReferenceField("username")

    class Meta:
        model = ThreadPerson
        fields = ["user", "reason", "until_on", "can_upload", "created_at"]


class PersonInput(StrictSerializer):
    person = fields.person()
    until_on = serializers.DateField(required=False, allow_null=True)
    can_upload = serializers.BooleanField(required=False, default=False)


class PersonRemoved(StrictSerializer):
    person = fields.person()


class OpenInternal(StrictSerializer):
    department = fields.department()


class ThreadViewSet(Resource):
    """One thread by reference (``CLB-D12``) or number. Lists belong to what hangs on threads."""

    serializer_class = ThreadOutput
    revision_field = None
    lookup_field = "name"
    lookup_value_regex = "[A-Za-z0-9-]{1,40}"

    def get_queryset(self) -> QuerySet[Thread]:
        return Thread.objects.visible_to(fields.asker(self.request)).prefetch_related("departments")

    def get_object(self) -> Thread:
        found = fields.threads_named(fields.asker(self.request), self.kwargs["name"]).first()
        if found is None:
            raise Http404
        return found

    def address_of(self, found: Any) -> str | None:
        return self.reverse_action("detail", args=[fields.name_of(found)])

    @verb(output=ThreadOutput)
    def watch(self, request: Request, name: str) -> Response:
        thread = self.get_object()
        watching.watch(thread=thread, actor=fields.asker(request))
        return self.answer(thread)

    @verb(output=ThreadOutput)
    def unwatch(self, request: Request, name: str) -> Response:
        thread = self.get_object()
        watching.unwatch(thread=thread, actor=fields.asker(request))
        return self.answer(thread)

    @verb(output=ThreadOutput)
    def mute(self, request: Request, name: str) -> Response:
        thread = self.get_object()
        watching.mute(thread=thread, actor=fields.asker(request))
        return self.answer(thread)

    @verb(input=ReadInput, status=204, name="read")
    def mark_read(self, request: Request, name: str) -> Response:
        thread = self.get_object()
        receipts.mark_read(thread=thread, reader=fields.asker(request), version=self.read(ReadInput).get("version"))
        return Response(status=204)

    @extend_schema(responses=ReceiptOutput(many=True))
    @action(detail=True, methods=["get"])
    def readers(self, request: Request, name: str) -> Response:
        """Who has read which version, latest look first."""
        rows = ReadReceipt.objects.filter(thread=self.get_object()).select_related("user")
        page = self.paginate_queryset(rows.order_by("-last_read_at", "-pk"))
        return self.get_paginated_response(ReceiptOutput(page, many=True).data)

    @extend_schema(responses=PersonOutput(many=True))
    @action(detail=True, methods=["get"])
    def people(self, request: Request, name: str) -> Response:
        """Who is named beside the departments; for those who manage the thread."""
        thread = self.get_object()
        if not permissions.can_manage_thread(fields.asker(request), thread):
            self.permission_denied(request)
        page = self.paginate_queryset(thread.people.select_related("user").order_by("pk"))
        return self.get_paginated_response(PersonOutput(page, many=True).data)

    @verb(input=PersonInput, output=PersonOutput)
    def name_person(self, request: Request, name: str) -> Response:
        thread = self.get_object()
        row = people.grant(thread=thread, actor=fields.asker(request), **self.read(PersonInput))
        return self.answer(row, output=PersonOutput)

    @verb(input=PersonRemoved, status=204)
    def remove_person(self, request: Request, name: str) -> Response:
        people.revoke(thread=self.get_object(), actor=fields.asker(request), **self.read(PersonRemoved))
        return Response(status=204)

    @verb(input=OpenInternal, output=ThreadOutput)
    def open_internal(self, request: Request, name: str) -> Response:
        """部门内讨论 of one's own department; open already: that one."""
        found = internal.open_for(thread=self.get_object(), actor=fields.asker(request), **self.read(OpenInternal))
        return self.answer(found)


class LinkInput(StrictSerializer):
    from_thread = fields.ThreadField()
    to_thread = fields.ThreadField()
    kind = serializers.ChoiceField(choices=TraceLink.Kind.choices, required=False, default=TraceLink.Kind.RELATES_TO)


class LinkOutput(StrictModelSerializer):
    from_thread = serializers.SerializerMethodField()
    to_thread = serializers.SerializerMethodField()
    created_by = ReferenceField("username")

    class Meta:
        model = TraceLink
        fields = ["id", "kind", "from_thread", "to_thread", "created_by", "created_at"]

    @extend_schema_field({"type": "object"})
    def get_from_thread(self, link: TraceLink) -> dict[str, Any]:
        return self.end(link.from_thread_id)

    @extend_schema_field({"type": "object"})
    def get_to_thread(self, link: TraceLink) -> dict[str, Any]:
        return self.end(link.to_thread_id)

    def end(self, thread_id: int) -> dict[str, Any]:
        """An end as the asker may know it: out of sight there is a placeholder and nothing else."""
        shown: Shown = self.context["ends"][thread_id]
        if not shown.is_visible:
            return {"is_visible": False, "title": shown.title}
        name = shown.reference or str(shown.thread_id)
        return {"is_visible": True, "thread": name, "title": shown.title, "address": shown.address}


class LinkFilters(FilterLanguage):
    fields = {
        "from": fields.ThreadFilter("from_thread"),
        "to": fields.ThreadFilter("to_thread"),
        "kind": Choice("kind", TraceLink.Kind),
    }
    default_order = ("pk",)


class LinkViewSet(Listed, Resource):
    """Trace links with at least one end in sight; the other may be a placeholder."""

    serializer_class = LinkOutput
    filters = LinkFilters
    revision_field = None
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[TraceLink]:
        visible = Thread.objects.visible_to(fields.asker(self.request)).values("pk")
        found = TraceLink.objects.filter(from_thread__in=visible) | TraceLink.objects.filter(to_thread__in=visible)
        return found.select_related("created_by", "from_thread__product")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shown(page or []))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.shown([self.get_object()])[0])

    @shape(input=LinkInput, output=LinkOutput, status=201)
    def create(self, request: Request) -> Response:
        link = links.create(actor=fields.asker(request), **self.read(LinkInput))
        return Response(self.shown([link])[0], status=201, headers={"Location": self.address_of(link) or ""})

    def destroy(self, request: Request, pk: str) -> Response:
        mine = self.get_queryset().filter(from_thread__in=Thread.objects.visible_to(fields.asker(request)))
        links.remove(link=get_object_or_404(mine, pk=self.get_object().pk), actor=fields.asker(request))
        return Response(status=204)

    def shown(self, links: Iterable[TraceLink]) -> Sequence[dict[str, Any]]:
        """Links with both ends rendered for the asker, in one query."""
        rows = [*links]
        ids = {end for link in rows for end in (link.from_thread_id, link.to_thread_id)}
        context = {**self.get_serializer_context(), "ends": render_links(ids, fields.asker(self.request))}
        return [dict(LinkOutput(link, context=context).data) for link in rows]
