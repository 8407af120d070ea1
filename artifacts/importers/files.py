"""An uploaded file or a pasted text of narrative, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from artifacts.importers.docx import import_docx
from artifacts.importers.docx_package import OLE
from artifacts.importers.markdown_file import SIZE_LIMIT, decode, read_markdown, read_markdown_file
from artifacts.importers.pasted import read_pasted
from artifacts.importers.refusals import EMPTY, TOO_LARGE, UNKNOWN, refusal
from artifacts.importers.report import ImportedDocument

TEXT_SUFFIXES = (".md", ".markdown", ".mdown", ".txt")
HTML_SUFFIXES = (".html", ".htm")
WORD_SUFFIXES = (".docx", ".docm", ".doc", ".wps")
PASTED_HTML = re.compile(r"\s*(?:<!--|<(?:!doctype|html|meta|p|div|span|table|h[1-6]|ul|ol|b)\b)", re.IGNORECASE)


def import_file(
    name: str, data: bytes, *, title: str = "", files: Mapping[str, bytes] | None = None
) -> ImportedDocument:
    """Read a Word, Markdown or HTML file; a Word file is known by what it is, not by what it is called.

    ``title`` (else the name without its ending) is used when the document has none of its own. ``files`` holds
    pictures that came along with a Markdown file. Raises ValidationError with a sentence for people.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    suffix, title = path.suffix.lower(), title or path.stem.strip()
    if not data.strip(b"\0\t\r\n "):
        raise refusal(EMPTY)
    if suffix in WORD_SUFFIXES or (suffix in TEXT_SUFFIXES and data.startswith((b"PK\x03\x04", OLE))):
        return import_docx(data, title)
    if suffix in TEXT_SUFFIXES:
        return read_markdown_file(data, title, files)
    if suffix in HTML_SUFFIXES:
        if len(data) > SIZE_LIMIT:
            raise refusal(TOO_LARGE)
        return read_pasted(decode(data)[0], title)
    raise refusal(UNKNOWN)


def import_text(text: str, *, title: str = "") -> ImportedDocument:
    """Read what was pasted: HTML as a browser hands it over, or else Markdown or plain text."""
    return read_pasted(text, title) if PASTED_HTML.match(text) else read_markdown(text, title)
