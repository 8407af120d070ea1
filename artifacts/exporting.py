"""A document as Markdown: sections and record tables, as one person may see them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from artifacts.content import Document, SectionText, TableRows
from artifacts.exporters.markdown import SectionPart, TablePart, artifact_as_markdown
from artifacts.resolving import DatabaseResolver


def as_markdown(document: Document) -> str:
    """The whole text; masked columns are left out, as is what nobody has written yet."""
    title = document.version.title if document.version else document.artifact.title
    sections = [_section(section) for section in document.sections if section.is_redacted or section.body]
    resolver = document.resolver()
    tables = [_table(table, resolver) for table in document.tables if table.rows]
    return artifact_as_markdown(title, [*sections, *tables])


def _section(section: SectionText) -> SectionPart:
    body = f"<p>{_('This content was taken out.')}</p>" if section.is_redacted else section.body
    return SectionPart(section.heading, body)


def _table(table: TableRows, resolver: DatabaseResolver) -> TablePart:
    columns = [column for column in table.columns if column.key not in table.hidden]
    rows = [
        [row.key, *(column.markdown(row.cells.get(column.key), resolver) for column in columns)] for row in table.rows
    ]
    return TablePart(str(table.declared), [_("No."), *map(str, columns)], rows)
