"""Attachments: uploaded as multipart, handed out with the same care as on pages."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.actions import attachments, receipts
from conversations.api.fields import ThreadField, ThreadFilter, asker, name_of
from conversations.models import Attachment
from conversations.views.attachments import serve
from pmcomms.ground.api import Listed, Resource, shape
from pmcomms.ground.filters import FilterLanguage, Moment, Person, Reference, Text
from pmcomms.ground.shapes import Reference as ReferenceField
from pmcomms.ground.shapes import StrictModelSerializer, StrictSerializer


class AttachmentInput(StrictSerializer):
    thread = ThreadField()
    file = serializers.FileField(allow_empty_file=True, max_length=None)


class AttachmentOutput(StrictModelSerializer):
    thread = serializers.SerializerMethodField()
    uploaded_by = ReferenceField("username")
    address = serializers.CharField(read_only=True)

    class Meta:
        model = Attachment
        fields = [
            "id", "thread", "comment", "name", "size", "content_type", "sha256", "is_picture", "width", "height",
            "uploaded_by", "created_at", "address",
        ]  # fmt: skip

    def get_thread(self, attachment: Attachment) -> str:
        return name_of(attachment.thread)


class AttachmentFilters(FilterLanguage):
    fields = {
        "thread": ThreadFilter("thread"),
        "product": Reference("thread__product__key"),
        "person": Person("uploaded_by"),
        "name": Text("name"),
        "created": Moment("created_at"),
    }


class AttachmentViewSet(Listed, Resource):
    """Files on threads the asker sees."""

    serializer_class = AttachmentOutput
    filters = AttachmentFilters
    parser_classes = [MultiPartParser]
    revision_field = None
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Attachment]:
        standing = Attachment.objects.standing().visible_to(asker(self.request))
        return standing.select_related("thread__product", "uploaded_by")

    @shape(input=AttachmentInput, output=AttachmentOutput, status=201)
    def create(self, request: Request) -> Response:
        wanted = self.read(AttachmentInput)
        found = attachments.store(thread=wanted["thread"], actor=asker(request), upload=wanted["file"])
        return self.answer(found, 201)

    def destroy(self, request: Request, pk: str) -> Response:
        attachments.delete(attachment=self.get_object(), actor=asker(request))
        return Response(status=204)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def content(self, request: Request, pk: str) -> HttpResponseBase:
        """The bytes; ``Range`` and ``If-None-Match`` are honoured."""
        attachment = self.get_object()
        receipts.record_look(thread=attachment.thread, reader=asker(request))
        return serve(request._request, attachment)
