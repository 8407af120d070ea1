"""Which reader takes a file: by its name, in every encoding Chinese files come in."""

from __future__ import annotations

from artifacts.importers.docx import import_docx
from artifacts.importers.parts import cut, take_title
from artifacts.importers.refusals import EMPTY, ENCODING, UNKNOWN, refusal
from artifacts.importers.report import ImportedDocument
from conversations.text.markdown import from_markdown

MARKDOWN = (".md", ".markdown", ".txt")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def import_file(name: str, data: bytes, *, title: str = "") -> ImportedDocument:
    """Read a Word or Markdown file. Raises ``ValidationError`` with a sentence for any other, or a broken one."""
    suffix = name.lower().rpartition(".")[2]
    if f".{suffix}" in MARKDOWN:
        return import_text(decode(data), title=title)
    if suffix in ("docx", "doc"):
        return import_docx(data, title)
    raise refusal(UNKNOWN)


def import_text(text: str, *, title: str = "") -> ImportedDocument:
    """Markdown or plain text."""
    if not text.strip():
        raise refusal(EMPTY)
    found, parts = take_title(cut(from_markdown(text)), title)
    return ImportedDocument(found, parts)


def decode(data: bytes) -> str:
    """A byte order mark decides; else strict UTF-8, else GB18030. Raises ``ValidationError`` for neither."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return _strictly(data, (encoding,))
    return _strictly(data, ("utf-8", "gb18030"))


def _strictly(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(ENCODING)
