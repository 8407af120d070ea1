"""Markdown files and text: sections at headings, tables, code and Mermaid as they are, pictures as attachments."""

from __future__ import annotations

import base64
import binascii
import codecs
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote, unquote_to_bytes

from artifacts.importers import report
from artifacts.importers.parts import cut, take_title
from artifacts.importers.pictures import Album
from artifacts.importers.refusals import EMPTY, ENCODING, TOO_LARGE, refusal
from artifacts.importers.report import ImportedDocument, Notes
from conversations.text.markdown import to_html
from conversations.text.sanitise import inner_html, is_too_deep, parse
from conversations.text.schema import READ_TAGS, is_own_attachment
from conversations.text.tree import Element

SIZE_LIMIT = 5 * 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
CONTENTS = re.compile(r"^[ \t]*\[(?:toc|TOC)\][ \t]*$", re.MULTILINE)
DATA_ADDRESS = re.compile(r"data:image/[\w.+-]+(;base64)?,", re.IGNORECASE)


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was in: a byte order mark, else strict UTF-8, else GB18030.

    Raises ValidationError when it is none of these.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig").upper()
            except UnicodeDecodeError:
                raise refusal(ENCODING) from None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding.upper()
    raise refusal(ENCODING)


def read_markdown_file(data: bytes, title: str = "", files: Mapping[str, bytes] | None = None) -> ImportedDocument:
    """Read a Markdown or text file; ``files`` holds pictures uploaded with it, by the path it names them with."""
    if len(data) > SIZE_LIMIT:
        raise refusal(TOO_LARGE)
    text, encoding = decode(data)
    return replace(read_markdown(text, title, files), encoding=encoding)


def read_markdown(text: str, title: str = "", files: Mapping[str, bytes] | None = None) -> ImportedDocument:
    """Read Markdown text. ``title`` is used when no heading stands above all others."""
    if not text.strip():
        raise refusal(EMPTY)
    if len(text) > SIZE_LIMIT:
        raise refusal(TOO_LARGE)
    notes, album = Notes(), Album()
    rendered = to_html(_without_contents(text, notes))
    if rendered and not is_too_deep(rendered):
        tree = parse(rendered)
        note_markup(tree, notes)
        take_pictures(tree, album, notes, files or {})
        rendered = inner_html(tree)
    found, parts = take_title(cut(rendered), "")
    return ImportedDocument(found or title, parts, album.pictures, notes.listed(), has_title=bool(found))


def note_markup(tree: Element, notes: Notes) -> None:
    """What is written in the source and does not come through: elements a document cannot hold, alignment."""
    for element in tree.iterdescendants():
        if isinstance(element.tag, str) and (element.tag not in READ_TAGS or element.tag == "details"):
            notes.add(report.MARKUP, f"<{element.tag}>")
    for table in tree.iter("table"):
        head = table.find(".//tr")
        aligned = [cell for cell in ([] if head is None else head) if cell.get("align")]
        if aligned:
            words = ("".join(cell.itertext()).strip() for cell in aligned)
            notes.add(report.ALIGNMENT, "\n".join(words), len(aligned))


def _without_contents(text: str, notes: Notes) -> str:
    """``[TOC]`` on a line of its own asks an editor for a table of contents."""
    pieces, position = [], 0
    for block in FENCED.finditer(text):
        pieces.append(_contents_taken(text[position : block.start()], notes))
        pieces.append(block.group(0))
        position = block.end()
    pieces.append(_contents_taken(text[position:], notes))
    return "".join(pieces)


def _contents_taken(text: str, notes: Notes) -> str:
    text, count = CONTENTS.subn("", text)
    if count:
        notes.add(report.CONTENTS, "[TOC]", count)
    return text


def take_pictures(tree: Element, album: Album, notes: Notes, files: Mapping[str, bytes]) -> None:
    """Put every picture of the tree into the album, or a word in its place and a note in the report."""
    by_name = {posixpath.basename(name): content for name, content in files.items()}
    for picture in list(tree.iter("img")):
        source = (picture.get("src") or "").strip()
        if is_own_attachment(source):
            continue
        data = _data_of(source)
        if data is None and not re.match(r"[a-z][a-z0-9+.-]*:", source, re.IGNORECASE):
            path = unquote(source).split("?")[0].split("#")[0]
            data = files.get(path, files.get(path.removeprefix("./"), by_name.get(posixpath.basename(path))))
        token = None if data is None else album.add(data)
        if token is not None:
            picture.set("src", token)
        else:
            _leave_word(picture, source, data is not None, notes)


def _data_of(source: str) -> bytes | None:
    """The bytes of a ``data:`` address of a picture."""
    found = DATA_ADDRESS.match(source)
    if found is None:
        return None
    content = source[found.end() :]
    if not found.group(1):
        return unquote_to_bytes(content)
    try:
        return base64.b64decode("".join(unquote(content).split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _leave_word(picture: Element, source: str, was_read: bool, notes: Notes) -> None:
    """A picture that cannot be kept leaves its name: a link when it stands on another site."""
    label = picture.get("alt") or posixpath.basename(source.split("?")[0])
    label = label if len(label) <= 100 else ""
    parent = picture.getparent()
    if source.lower().startswith(("http://", "https://")):
        notes.add(report.PICTURE_LINKED, source)
        inside_link = any(ancestor.tag == "a" for ancestor in picture.iterancestors())
        if not inside_link:
            tail = picture.tail
            picture.clear()
            picture.tag = "a"
            picture.set("href", source)
            picture.text, picture.tail = f"［{label or source}］", tail
            return
    else:
        notes.add(report.PICTURE_FORMAT if was_read else report.PICTURE_MISSING, label or source[:200])
    word = f"［{label}］" if label else ""
    before = picture.getprevious()
    text = word + (picture.tail or "")
    picture.tail = None
    if parent is None:
        return
    parent.remove(picture)
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
