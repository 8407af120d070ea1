"""A draft or a version as JSON: what ``artifacts.content`` hands out for one person, in API values."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from artifacts.columns import Resolver
from artifacts.content import Document, Row, SectionText, TableRows
from pmcomms.ground.shapes import StrictSerializer


class SectionOutput(StrictSerializer):
    key = serializers.CharField()
    heading = serializers.CharField()
    body = serializers.CharField(help_text="Sanitised HTML; blocks carry data-id.")
    is_free = serializers.BooleanField()
    is_redacted = serializers.BooleanField()
    revision = serializers.IntegerField(help_text="0: declared and never written.")


class FilledOutput(StrictSerializer):
    id = serializers.IntegerField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class RowOutput(StrictSerializer):
    key = serializers.CharField()
    cells = serializers.DictField(child=serializers.JSONField(allow_null=True))
    hidden = serializers.ListField(child=serializers.CharField(), help_text="Columns masked for you.")
    invalid = serializers.DictField(child=serializers.CharField(), help_text="Raw text that did not parse.")
    filled = serializers.DictField(child=FilledOutput())
    is_redacted = serializers.BooleanField()
    revision = serializers.IntegerField()


class TableOutput(StrictSerializer):
    key = serializers.CharField()
    rows = RowOutput(many=True)
    subtotals = serializers.DictField(child=serializers.JSONField())


class DocumentOutput(StrictSerializer):
    version = serializers.CharField(allow_null=True)
    content_hash = serializers.CharField(allow_null=True)
    draft_revision = serializers.IntegerField(allow_null=True)
    sections = SectionOutput(many=True)
    tables = TableOutput(many=True)


def document_as_json(document: Document) -> dict[str, Any]:
    """The body of ``DocumentOutput``."""
    resolver = document.resolver()
    version = document.version
    return {
        "version": version.label if version else None,
        "content_hash": version.content_hash if version else None,
        "draft_revision": document.artifact.draft_revision if document.is_draft else None,
        "sections": [section_as_json(section) for section in document.sections],
        "tables": [_table(table, resolver) for table in document.tables],
    }


def section_as_json(section: SectionText) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "body": section.body,
        "is_free": section.is_free,
        "is_redacted": section.is_redacted,
        "revision": section.revision,
    }


def _table(table: TableRows, resolver: Resolver) -> dict[str, Any]:
    return {
        "key": table.key,
        "rows": [row_as_json(table, row, resolver) for row in table.rows],
        "subtotals": {
            key: table.declared.column(key).to_api(value, resolver) for key, value in table.subtotals.items()
        },
    }


def row_as_json(table: TableRows, row: Row, resolver: Resolver) -> dict[str, Any]:
    cells = {column.key: column.to_api(row.cells.get(column.key), resolver) for column in table.columns}
    return {
        "key": row.key,
        "cells": {key: value for key, value in cells.items() if key not in row.hidden},
        "hidden": sorted(row.hidden),
        "invalid": row.invalid,
        "filled": {
            key: {"id": cell.pk, "by": cell.filled_by.username, "at": cell.filled_at}
            for key, cell in row.filled.items()
        },
        "is_redacted": row.is_redacted,
        "revision": row.revision,
    }
