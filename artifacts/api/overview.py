"""``/kinds/``, ``/products/{key}/coverage/`` and importing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts import coverage, kinds, permissions
from artifacts.actions import importing
from artifacts.api.fetching import artifact_of, who
from artifacts.declaration import Kind, Table
from artifacts.importers.files import import_file, import_text
from departments.models import Product
from pmcomms.ground.api import Endpoint, shape
from pmcomms.ground.html import scoped_or_404
from pmcomms.ground.json_parser import StrictJSONParser
from pmcomms.ground.shapes import StrictSerializer


class ArtifactKindOutput(StrictSerializer):
    code = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    department = serializers.CharField(allow_null=True)
    mode = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    presets = serializers.ListField(child=serializers.CharField())
    sections = serializers.JSONField()
    tables = serializers.JSONField()


class ArtifactKindsOutput(StrictSerializer):
    items = ArtifactKindOutput(many=True)
    next = serializers.CharField(allow_null=True)


class KindsView(Endpoint):
    """Every kind there is, with the schema of its cells."""

    @extend_schema(operation_id="v1_kinds_list")
    @shape(output=ArtifactKindsOutput)
    def get(self, request: Request) -> Response:
        return Response({"items": [_kind(kind) for kind in kinds.all_kinds()], "next": None})


class KindView(Endpoint):
    @shape(output=ArtifactKindOutput)
    def get(self, request: Request, slug: str) -> Response:
        kind = kinds.find(slug)
        if kind is None:
            raise Http404
        return Response(_kind(kind))


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "code": kind.code,
        "slug": kind.slug,
        "name": str(kind.name),
        "department": kind.department,
        "mode": kind.mode,
        "period": kind.period,
        "presets": list(kind.presets),
        "sections": [{"key": section.key, "name": str(section.name)} for section in kind.sections],
        "tables": [_table(table) for table in kind.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    columns = [
        {
            "key": column.key,
            "name": str(column.name),
            "type": column.type,
            "filled_by": list(column.filled_by),
            "visible_to": list(column.visible_to),
            "is_computed": column.is_computed,
            "schema": column.api_schema(),
        }
        for column in table.columns
    ]
    return {"key": table.key, "name": str(table.name), "row_prefix": table.row_prefix, "columns": columns}


class CellOutput(StrictSerializer):
    kind = serializers.CharField(source="kind.slug")
    state = serializers.ChoiceField(choices=coverage.STATES)
    label: Any = serializers.CharField()
    reference = serializers.CharField(allow_blank=True)
    version = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()


class CoverageRowOutput(StrictSerializer):
    department = serializers.CharField(source="department.code")
    liaisons = serializers.ListField(child=serializers.CharField())
    cells = CellOutput(many=True)


class CoverageOutput(StrictSerializer):
    product = serializers.CharField(source="product.key")
    rows = CoverageRowOutput(many=True)


class CoverageView(Endpoint):
    """部门对齐表 of one product, as you see it."""

    @shape(output=CoverageOutput)
    def get(self, request: Request, key: str) -> Response:
        product = Product.objects.visible_to(who(request)).filter(key=key).first()
        if product is None:
            raise Http404
        return Response(CoverageOutput(coverage.coverage(product, who(request))).data)


class DocumentImportInput(StrictSerializer):
    """Markdown text, or a Word or Markdown file as multipart form data."""

    markdown = serializers.CharField(required=False, max_length=5_000_000, trim_whitespace=False)
    file = serializers.FileField(required=False)


class DocumentImportOutput(StrictSerializer):
    filled = serializers.ListField(child=serializers.CharField())
    free = serializers.ListField(child=serializers.CharField())
    report = serializers.ListField(child=serializers.CharField())
    undo = serializers.IntegerField(help_text="Takes the import back: POST to imports/{undo}/undo/.")


class ImportUndoneOutput(StrictSerializer):
    """``left``: sections edited since; their former text is among your refused parts."""

    restored = serializers.ListField(child=serializers.CharField())
    left = serializers.ListField(child=serializers.CharField())


class ImportView(Endpoint):
    """Take a document into the draft: headings to sections where they match, the rest as free sections."""

    parser_classes = (StrictJSONParser, MultiPartParser)

    @shape(input=DocumentImportInput, output=DocumentImportOutput)
    def post(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        wanted = self.read(DocumentImportInput)
        if ("file" in wanted) == ("markdown" in wanted):
            raise ValidationError({"file": _("Send either a file or Markdown text.")}, code="required")
        if "file" in wanted:
            document = import_file(wanted["file"].name, wanted["file"].read())
        else:
            document = import_text(wanted["markdown"])
        done = importing.import_document(artifact, actor=who(request), document=document)
        report = [str(note) for note in done.report]
        return Response({"filled": done.filled, "free": done.free, "report": report, "undo": done.taken.pk})


class ImportUndoView(Endpoint):
    """Put back what an import replaced. Twice is once."""

    @shape(output=ImportUndoneOutput)
    def post(self, request: Request, reference: str, pk: int) -> Response:
        artifact = artifact_of(request, reference)
        if not permissions.can_edit(who(request), artifact):
            raise PermissionDenied(_("Only those who edit the draft see it."))
        taken = scoped_or_404(artifact.draft_imports.select_related("artifact"), pk=pk)
        undone = importing.undo_import(taken, actor=who(request))
        return Response({"restored": undone.restored, "left": undone.left})
