"""A document as Markdown: sections and record tables, as one person may see them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from artifacts.content import Document, TableRows
from artifacts.resolving import DatabaseResolver
from conversations.text.markdown import to_markdown


def as_markdown(document: Document) -> str:
    """The whole text; masked columns are left out, cells are safe inside a Markdown table."""
    title = document.version.title if document.version else document.artifact.title
    blocks = [f"# {title}"]
    for section in document.sections:
        if section.is_redacted:
            blocks += [f"## {section.heading}", _("This content was taken out.")]
        elif section.body:
            blocks += [f"## {section.heading}", to_markdown(section.body).strip()]
    resolver = document.resolver()
    blocks += [_table(table, resolver) for table in document.tables if table.rows]
    return "\n\n".join(blocks) + "\n"


def _table(table: TableRows, resolver: DatabaseResolver) -> str:
    columns = [column for column in table.columns if column.key not in table.hidden]
    lines = [f"## {table.declared}", ""]
    lines.append("| " + " | ".join([_("No."), *(str(column) for column in columns)]) + " |")
    lines.append("|" + " --- |" * (len(columns) + 1))
    for row in table.rows:
        cells = [column.markdown(row.cells.get(column.key), resolver) for column in columns]
        lines.append("| " + " | ".join([row.key, *cells]) + " |")
    return "\n".join(lines)
