"""Word documents (.docx).

``import_docx`` is what the product calls: it reads the file in a child process with limits. ``read_docx`` does the
reading. Word's XML is walked directly: python-docx gives up on files with a dangling relation and knows nothing of
numbering, merged cells, text boxes or tracked changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from artifacts.importers import report
from artifacts.importers.child import run_limited
from artifacts.importers.docx_body import BodyReader
from artifacts.importers.docx_drawings import Drawings
from artifacts.importers.docx_inline import InlineReader
from artifacts.importers.docx_names import W
from artifacts.importers.docx_package import Package
from artifacts.importers.docx_styles import Numbering, Styles
from artifacts.importers.parts import cut, take_title
from artifacts.importers.pictures import Album
from artifacts.importers.refusals import BROKEN, EMPTY, TOO_LARGE, Refused, refusal
from artifacts.importers.report import ImportedDocument, Notes

FILE_LIMIT = 50 * 1024 * 1024


def import_docx(data: bytes, title: str = "") -> ImportedDocument:
    """Read an untrusted .docx in a child process (512 MiB, 10 s).

    ``title`` is used when the document has none. Raises ValidationError with a sentence for people.
    """
    if not data:
        raise refusal(EMPTY)
    if len(data) > FILE_LIMIT:
        raise refusal(TOO_LARGE)
    outcome = run_limited("artifacts.importers.docx:read_in_child", {"title": title}, files={"source.docx": data})
    return ImportedDocument.from_json(outcome.value, outcome.files)


def read_in_child(payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The child's part of ``import_docx``."""
    document = read_docx((folder / "source.docx").read_bytes(), payload["title"])
    for picture in document.pictures:
        (folder / "out" / picture.name).write_bytes(picture.data)
    return document.as_json()


def read_docx(data: bytes, title: str = "") -> ImportedDocument:
    """Read a .docx in this process. Raises Refused."""
    package = Package(data)
    notes, album = Notes(), Album()
    root = package.xml(package.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise Refused(BROKEN)
    reader = _reader(package, notes, album)
    html = reader.read(body)
    _note_comments(package, notes)
    _note_margins(package, notes)
    parts = cut(html)
    if reader.title:
        found, rest = reader.title, parts
    else:
        found, rest = take_title(parts, "")
    return ImportedDocument(found or title, rest, album.pictures, notes.listed(), has_title=bool(found))


def _reader(package: Package, notes: Notes, album: Album) -> BodyReader:
    styles = Styles(_related(package, "styles"))
    numbering = Numbering(_related(package, "numbering"))
    footnotes = {kind: _texts(package, kind) for kind in ("footnote", "endnote")}
    pending: list[str] = []
    count = 0

    def footnote(kind: str, identifier: str) -> str:
        nonlocal count
        text = footnotes[kind].get(identifier)
        if not text:
            return ""
        count += 1
        notes.add(report.FOOTNOTES)
        pending.append(f"[{count}] {text}")
        return f"[{count}]"

    drawings = Drawings(package, album, notes)
    inline = InlineReader(package, package.main, styles, drawings, notes, footnote)
    reader = BodyReader(inline, styles, numbering, notes)
    reader.pending_notes = pending
    return reader


def _related(package: Package, kind: str) -> Any:
    """The root of the one part of a kind that belongs to the main part."""
    for relation in package.relations(package.main).values():
        if relation.kind == kind and not relation.is_external:
            return package.xml(relation.target)
    return package.xml(f"word/{kind}.xml")


def _texts(package: Package, kind: str) -> dict[str, str]:
    """Footnotes or endnotes by id."""
    root = _related(package, f"{kind}s")
    found: dict[str, str] = {}
    for note in [] if root is None else root.iter(f"{W}{kind}"):
        if note.get(f"{W}type", "normal") == "normal":
            found[note.get(f"{W}id", "")] = " ".join("".join(note.itertext(f"{W}t")).split())
    return found


def _note_comments(package: Package, notes: Notes) -> None:
    root = _related(package, "comments")
    for comment in [] if root is None else root.iter(f"{W}comment"):
        author, text = comment.get(f"{W}author", ""), "".join(comment.itertext(f"{W}t")).strip()
        notes.add(report.COMMENTS, f"{author}：{text}" if author else text)


def _note_margins(package: Package, notes: Notes) -> None:
    """Headers and footers that say something, each wording once."""
    seen: set[str] = set()
    for relation in package.relations(package.main).values():
        if relation.kind not in ("header", "footer") or relation.is_external:
            continue
        root = package.xml(relation.target)
        text = "" if root is None else " ".join("".join(root.itertext(f"{W}t")).split())
        if text and not text.isdecimal() and text not in seen:
            seen.add(text)
            notes.add(report.HEADER_FOOTER, text)
