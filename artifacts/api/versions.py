"""``/artifacts/{reference}/versions/…``: what stands, what stood, and what changed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts import comparing, concerned, content, exporting
from artifacts.actions import publish
from artifacts.actions.publish import Preview
from artifacts.api.documents import DocumentOutput, document_as_json
from artifacts.api.fetching import artifact_of, who
from artifacts.api.shapes import VersionOutput
from artifacts.asked import Asked
from artifacts.models import Artifact, Version
from departments.models import Department
from pmcomms.ground.api import Endpoint, Resource, shape
from pmcomms.ground.shapes import StrictSerializer


class VersionViewSet(ListModelMixin, Resource):
    """Versions of one document, newest first."""

    serializer_class = VersionOutput
    revision_field = None
    ordering = ("-sequence",)

    def get_queryset(self) -> QuerySet[Version]:
        artifact = artifact_of(self.request, self.kwargs["reference"])
        return content.versions_shown(artifact, who(self.request)).select_related("withdrawn_by")


class VersionView(Endpoint):
    """The whole text of one version as you may see it."""

    @shape(output=DocumentOutput)
    def get(self, request: Request, reference: str, label: str) -> Response:
        artifact = artifact_of(request, reference)
        version = content.find_version(artifact, label, who(request))
        return Response(document_as_json(content.read_version(artifact, version, who(request))))


class SectionDifferenceOutput(StrictSerializer):
    key = serializers.CharField()
    heading = serializers.CharField()
    html = serializers.CharField(help_text="Words marked by ins and del.")
    added = serializers.IntegerField()
    removed = serializers.IntegerField()


class CellDifferenceOutput(StrictSerializer):
    column = serializers.CharField()
    html = serializers.CharField()


class RowDifferenceOutput(StrictSerializer):
    key = serializers.CharField()
    change = serializers.CharField()
    cells = CellDifferenceOutput(many=True)


class TableDifferenceOutput(StrictSerializer):
    key = serializers.CharField()
    rows = RowDifferenceOutput(many=True)


class ComparisonOutput(StrictSerializer):
    """Changed parts only."""

    from_version = serializers.CharField()
    to_version = serializers.CharField(allow_null=True)
    sections = SectionDifferenceOutput(many=True)
    tables = TableDifferenceOutput(many=True)


class DiffView(Endpoint):
    """``?from=6&to=7``; without ``to`` the standing version, ``to=draft`` for those who edit it."""

    @shape(output=ComparisonOutput)
    def get(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        old = self._version(request, artifact, "from")
        to = request.query_params.get("to", "")
        if to == "draft":
            new = content.read_draft(artifact, who(request))
        else:
            version = content.find_version(artifact, to, who(request)) if to else artifact.version
            if version is None:
                raise Http404
            new = content.read_version(artifact, version, who(request))
        found = comparing.compare(content.read_version(artifact, old, who(request)), new)
        return Response(_comparison(found, old, new.version))

    def _version(self, request: Request, artifact: Artifact, name: str) -> Version:
        label = request.query_params.get(name, "")
        if not label:
            raise ValidationError({name: _("Name a version.")}, code="required")
        return content.find_version(artifact, label, who(request))


def _comparison(found: comparing.Comparison, old: Version, new: Version | None) -> dict[str, Any]:
    sections = [
        {
            "key": section.key,
            "heading": section.heading,
            "html": section.html,
            "added": section.added,
            "removed": section.removed,
        }
        for section in found.sections
        if section.is_changed
    ]
    tables = [
        {
            "key": table.key,
            "rows": [
                {
                    "key": row.key,
                    "change": row.change,
                    "cells": [
                        {"column": column.key, "html": cell.html}
                        for column, cell in zip(table.columns, row.cells, strict=True)
                        if cell.is_changed
                    ],
                }
                for row in table.rows
            ],
        }
        for table in found.tables
    ]
    return {
        "from_version": old.label,
        "to_version": new.label if new else None,
        "sections": sections,
        "tables": tables,
    }


class ConcernLine(StrictSerializer):
    part = serializers.CharField()
    change = serializers.CharField()
    text = serializers.CharField()


class ConcernOutput(StrictSerializer):
    """``since`` null: the first version for this department."""

    since = serializers.CharField(source="since.label", default=None, allow_null=True)
    title = serializers.CharField()
    lines = ConcernLine(many=True)
    more = serializers.IntegerField()


class ConcernView(Endpoint):
    """What changed for one department: ``?department=support``."""

    @shape(output=ConcernOutput)
    def get(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        code = request.query_params.get("department", "")
        if not Department.objects.filter(code=code).exists():
            raise ValidationError({"department": _("There is no such department.")}, code="unknown")
        found = concerned.changes_for(artifact, code, who(request))
        if found is None:
            raise Http404
        return Response(ConcernOutput(found).data)


class MarkdownOutput(StrictSerializer):
    markdown = serializers.CharField()


class MarkdownView(Endpoint):
    """The standing version as Markdown, or ``?version=6``."""

    @shape(output=MarkdownOutput)
    def get(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        label = request.query_params.get("version", "")
        version = content.find_version(artifact, label, who(request)) if label else artifact.version
        if version is None:
            raise Http404
        document = content.read_version(artifact, version, who(request))
        return Response({"markdown": exporting.as_markdown(document)})


class BlockerOutput(StrictSerializer):
    code = serializers.CharField()
    text = serializers.CharField()
    department = serializers.CharField(source="department.code", default=None, allow_null=True)
    parts = serializers.ListField(child=serializers.CharField())


class AskedOutput(StrictSerializer):
    party = serializers.CharField()
    person = serializers.CharField(source="person.username", default=None, allow_null=True)
    question = serializers.CharField()
    due_at = serializers.DateTimeField()
    is_carried = serializers.BooleanField()
    answer = serializers.CharField()
    people = serializers.SerializerMethodField()

    def get_people(self, asked: Asked) -> list[str]:
        return [person.username for person in asked.people]


class PreviewOutput(StrictSerializer):
    before = serializers.CharField(source="before.label", default=None, allow_null=True)
    blockers = BlockerOutput(many=True)
    summary = serializers.CharField()
    material = serializers.JSONField()
    asked = AskedOutput(many=True)
    draft_revision = serializers.IntegerField()


class PublishPreviewView(Endpoint):
    """What publishing now would do."""

    @shape(output=PreviewOutput)
    def get(self, request: Request, reference: str) -> Response:
        found: Preview = publish.preview(artifact_of(request, reference), who(request))
        return Response(PreviewOutput(found).data)
