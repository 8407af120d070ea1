"""Which reader takes a file: by its name."""

from __future__ import annotations

from artifacts.importers.docx import import_docx
from artifacts.importers.markdown_file import read_markdown, read_markdown_file
from artifacts.importers.refusals import EMPTY, UNKNOWN, refusal
from artifacts.importers.report import ImportedDocument

MARKDOWN = ("md", "markdown", "txt")
WORD = ("docx", "doc")


def import_file(name: str, data: bytes, *, title: str = "") -> ImportedDocument:
    """Read a Word or Markdown file. Raises ``ValidationError`` with a sentence for any other, or a broken one."""
    suffix = name.lower().rpartition(".")[2]
    if suffix in MARKDOWN:
        return read_markdown_file(data, title)
    if suffix in WORD:
        return import_docx(data, title)
    raise refusal(UNKNOWN)


def import_text(text: str, *, title: str = "") -> ImportedDocument:
    """Read Markdown or plain text that was typed or sent."""
    if not text.strip():
        raise refusal(EMPTY)
    return read_markdown(text, title)
