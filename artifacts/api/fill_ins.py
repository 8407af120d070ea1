"""``/artifacts/{reference}/fill-ins/``: cells filled in beside the version, and to-do rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts import content
from artifacts.actions import fill_ins
from artifacts.actions.fill_ins import FillIn
from artifacts.api.fetching import artifact_of, who
from artifacts.models import FilledCell
from artifacts.permissions import Standing
from pmcomms.ground.api import Endpoint, shape
from pmcomms.ground.shapes import StrictSerializer


class FillInShape(StrictSerializer):
    """``seen``: id of the value that was read, 0 for none; left out, whatever is there is replaced."""

    table = serializers.CharField(max_length=60)
    key = serializers.CharField(max_length=40)
    column = serializers.CharField(max_length=60)
    value = serializers.JSONField(allow_null=True)
    seen = serializers.IntegerField(required=False, min_value=0)


class FillInsInput(StrictSerializer):
    cells = FillInShape(many=True)


class FillableOutput(StrictSerializer):
    table = serializers.CharField()
    key = serializers.CharField()
    column = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    seen = serializers.IntegerField()


class FillablesOutput(StrictSerializer):
    cells = FillableOutput(many=True)


class FilledInOutput(StrictSerializer):
    index = serializers.IntegerField()
    id = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()


class FilledInsOutput(StrictSerializer):
    results = FilledInOutput(many=True)


class HistoryOutput(StrictSerializer):
    id = serializers.IntegerField()
    value = serializers.JSONField(allow_null=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class HistoriesOutput(StrictSerializer):
    items = HistoryOutput(many=True)


class FillInsView(Endpoint):
    """The cells of the standing version that you fill in, and filling them in."""

    @shape(output=FillablesOutput)
    def get(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        if artifact.version is None:
            raise Http404
        document = content.read_version(artifact, artifact.version, who(request))
        standing, resolver = Standing(who(request), artifact), document.resolver()
        found = []
        for table, row in document.rows():
            for column in table.filled_columns:
                if column.key in row.hidden or not standing.fills(table, column, row.cells):
                    continue
                value = column.to_api(row.cells.get(column.key), resolver)
                cell = row.filled.get(column.key)
                seen = cell.pk if cell else 0
                found.append({"table": table.key, "key": row.key, "column": column.key, "value": value, "seen": seen})
        return Response({"cells": found})

    @shape(input=FillInsInput, output=FilledInsOutput)
    def post(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        cells = [FillIn(**cell) for cell in self.read(FillInsInput)["cells"]]
        filled = fill_ins.fill_many(artifact, actor=who(request), cells=cells)
        results = [
            {"index": index, "id": one.cell.pk if one.cell else None, "error": one.error}
            for index, one in enumerate(filled)
        ]
        return Response({"results": results})


class CellHistoryView(Endpoint):
    """Every value a cell had, newest first."""

    @extend_schema(operation_id="v1_artifacts_fill_ins_history")
    @shape(output=HistoriesOutput)
    def get(self, request: Request, reference: str, table: str, key: str, column: str) -> Response:
        artifact = artifact_of(request, reference)
        standing = Standing(who(request), artifact)
        declared = standing.kind.find_table(table)
        found = declared.find_column(column) if declared else None
        if found is None or not standing.sees_column(found):
            raise Http404
        cells = FilledCell.objects.filter(artifact=artifact, table=table, row_key=key, column=column)
        return Response({"items": [_as_json(cell) for cell in cells.select_related("filled_by").order_by("-pk")[:200]]})


def _as_json(cell: FilledCell) -> dict[str, Any]:
    return {"id": cell.pk, "value": cell.value, "by": cell.filled_by.username, "at": cell.filled_at}


class TickOutput(StrictSerializer):
    is_done = serializers.BooleanField()


class RowDoneView(Endpoint):
    @shape(output=TickOutput)
    def post(self, request: Request, reference: str, table: str, key: str) -> Response:
        fill_ins.mark_done(artifact_of(request, reference), actor=who(request), table=table, key=key)
        return Response({"is_done": True})


class RowUndoneView(Endpoint):
    @shape(output=TickOutput)
    def post(self, request: Request, reference: str, table: str, key: str) -> Response:
        fill_ins.mark_undone(artifact_of(request, reference), actor=who(request), table=table, key=key)
        return Response({"is_done": False})
