"""``/artifacts/{reference}/draft|sections|rows|receivers/``: writing, part by part."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts import content
from artifacts.actions import rows, sections
from artifacts.actions import settings as settings_actions
from artifacts.actions.rows import RowEdit, SavedRow
from artifacts.api.documents import (
    DocumentOutput,
    RowOutput,
    SectionOutput,
    document_as_json,
    row_as_json,
    section_as_json,
)
from artifacts.api.fetching import artifact_of, revision_in, who
from artifacts.api.shapes import ReceiversShape, wishes
from artifacts.columns import Resolver
from artifacts.models import Artifact
from conversations.text.markdown import from_markdown
from pmcomms.ground.api import Endpoint, required_match, set_etag, shape
from pmcomms.ground.problems import describe
from pmcomms.ground.shapes import StrictSerializer


def raw_cells(**options: Any) -> Any:
    """Column keys to whatever was typed or sent; what it means, the column says."""
    return serializers.DictField(child=serializers.JSONField(allow_null=True), **options)


class SectionInput(StrictSerializer):
    """HTML in ``body``, or ``markdown`` instead. ``settles``: id of a refused part this text has merged."""

    body = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    markdown = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    heading = serializers.CharField(required=False, max_length=200)
    settles = serializers.IntegerField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("body" in attrs) == ("markdown" in attrs):
            raise serializers.ValidationError({"body": "Send either body or markdown."})
        return attrs


class NewSectionInput(StrictSerializer):
    heading = serializers.CharField(max_length=200)
    markdown = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    after = serializers.CharField(required=False, allow_null=True, default=None, max_length=60)


class MoveInput(StrictSerializer):
    """``after`` null or empty: first."""

    after = serializers.CharField(allow_null=True, allow_blank=True, max_length=60)


class RowInput(StrictSerializer):
    cells = raw_cells()
    settles = serializers.IntegerField(required=False)


class NewRowInput(StrictSerializer):
    cells = raw_cells(required=False, default=dict)
    after = serializers.CharField(required=False, allow_null=True, allow_blank=True, default=None, max_length=60)


class PasteRow(StrictSerializer):
    """With ``key`` and ``revision`` an existing row, without them a new one."""

    key = serializers.CharField(required=False, allow_null=True, default=None, max_length=40)
    revision = serializers.IntegerField(required=False, min_value=0)
    cells = raw_cells()


class PasteInput(StrictSerializer):
    rows = PasteRow(many=True)
    after = serializers.CharField(required=False, allow_null=True, allow_blank=True, default=None, max_length=60)


class SavedRowOutput(RowOutput):
    # ``Serializer.errors`` is a name of REST framework's own.
    problems = serializers.DictField(child=serializers.CharField(), help_text="By column: what is wrong.")


class PastedOutput(StrictSerializer):
    status = serializers.IntegerField()
    row = SavedRowOutput(allow_null=True)
    problem = serializers.JSONField(allow_null=True)


class PastedRowsOutput(StrictSerializer):
    results = PastedOutput(many=True)


class DraftView(Endpoint):
    """The whole draft; for those who edit it."""

    @shape(output=DocumentOutput)
    def get(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        return Response(document_as_json(content.read_draft(artifact, who(request))))


class SectionsView(Endpoint):
    @shape(input=NewSectionInput, output=SectionOutput, status=201)
    def post(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        wanted = self.read(NewSectionInput)
        section = sections.add_section(
            artifact,
            actor=who(request),
            heading=wanted["heading"],
            body=from_markdown(wanted["markdown"]),
            after=wanted["after"],
        )
        return _section(request, artifact, section.key, 201)


class SectionView(Endpoint):
    @shape(output=SectionOutput)
    def get(self, request: Request, reference: str, key: str) -> Response:
        return _section(request, artifact_of(request, reference), key)

    @shape(input=SectionInput, output=SectionOutput)
    def put(self, request: Request, reference: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        revision = required_match(request)
        wanted = self.read(SectionInput)
        has_markdown = "markdown" in wanted
        sections.save_section(
            artifact,
            actor=who(request),
            key=key,
            body=from_markdown(wanted["markdown"], salt=key) if has_markdown else wanted["body"],
            heading=wanted.get("heading"),
            settles=wanted.get("settles"),
            revision=revision,
            carry=has_markdown,
        )
        return _section(request, artifact, key)

    @shape(status=204)
    def delete(self, request: Request, reference: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        revision = required_match(request)
        sections.delete_section(artifact, actor=who(request), key=key, revision=revision)
        return Response(status=204)


class SectionMoveView(Endpoint):
    @shape(input=MoveInput, output=SectionOutput)
    def post(self, request: Request, reference: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        after = self.read(MoveInput)["after"] or None
        sections.move_section(artifact, actor=who(request), key=key, after=after)
        return _section(request, artifact, key)


class RowsView(Endpoint):
    @shape(input=NewRowInput, output=SavedRowOutput, status=201)
    def post(self, request: Request, reference: str, table: str) -> Response:
        artifact = artifact_of(request, reference)
        saved = rows.add_row(artifact, actor=who(request), table=table, **self.read(NewRowInput))
        return _row(request, artifact, saved, 201)


class RowsPasteView(Endpoint):
    """Many rows at once; one result per row, in order."""

    @shape(input=PasteInput, output=PastedRowsOutput)
    def post(self, request: Request, reference: str, table: str) -> Response:
        artifact = artifact_of(request, reference)
        wanted = self.read(PasteInput)
        edits = [
            RowEdit(row["cells"], row["key"], revision_in(row) if row["key"] is not None else 0)
            for row in wanted["rows"]
        ]
        pasted = rows.save_rows(artifact, actor=who(request), table=table, edits=edits, after=wanted["after"])
        document = content.read_draft(artifact, who(request))
        resolver = document.resolver()
        results = []
        for one in pasted:
            problem = describe(one.stale) if one.stale else None
            results.append(
                {
                    "status": problem.status if problem else 200,
                    "row": _row_json(document, one.saved, resolver) if one.saved else None,
                    "problem": problem.body(None) if problem else None,
                }
            )
        return Response({"results": results})


class RowView(Endpoint):
    @shape(input=RowInput, output=SavedRowOutput)
    def patch(self, request: Request, reference: str, table: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        revision = required_match(request)
        wanted = self.read(RowInput)
        saved = rows.save_row(artifact, actor=who(request), table=table, key=key, revision=revision, **wanted)
        return _row(request, artifact, saved)

    @shape(status=204)
    def delete(self, request: Request, reference: str, table: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        revision = required_match(request)
        rows.delete_row(artifact, actor=who(request), table=table, key=key, revision=revision)
        return Response(status=204)


class RowMoveView(Endpoint):
    @shape(input=MoveInput, output=SavedRowOutput)
    def post(self, request: Request, reference: str, table: str, key: str) -> Response:
        artifact = artifact_of(request, reference)
        after = self.read(MoveInput)["after"]
        row = rows.move_row(artifact, actor=who(request), table=table, key=key, after=after)
        return _row(request, artifact, SavedRow(row))


class ReceiversView(Endpoint):
    """Who it is addressed to, under the artifact's own revision."""

    @shape(output=ReceiversShape)
    def get(self, request: Request, reference: str) -> Response:
        return self._answer(artifact_of(request, reference))

    @shape(input=ReceiversShape, output=ReceiversShape)
    def put(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        revision = required_match(request)
        wanted = wishes(self.read(ReceiversShape)["receivers"])
        return self._answer(
            settings_actions.set_receivers(artifact, actor=who(request), revision=revision, receivers=wanted)
        )

    def _answer(self, artifact: Artifact) -> Response:
        stored = artifact.receivers.select_related("department").prefetch_related("signers").order_by("pk")
        response = Response(ReceiversShape({"receivers": stored}).data)
        set_etag(response, artifact.revision)
        return response


def _section(request: Request, artifact: Artifact, key: str, status: int = 200) -> Response:
    section = content.read_draft(artifact, who(request)).section(key)
    if section is None:
        raise Http404
    response = Response(section_as_json(section), status=status)
    set_etag(response, section.revision)
    return response


def _row(request: Request, artifact: Artifact, saved: SavedRow, status: int = 200) -> Response:
    document = content.read_draft(artifact, who(request))
    response = Response(_row_json(document, saved, document.resolver()), status=status)
    set_etag(response, saved.row.revision)
    return response


def _row_json(document: content.Document, saved: SavedRow, resolver: Resolver) -> dict[str, Any]:
    table = document.table(saved.row.table)
    row = table.row(saved.row.row_key) if table is not None else None
    if table is None or row is None:
        raise Http404  # deleted by somebody else in the meantime
    return {**row_as_json(table, row, resolver), "problems": saved.errors}
