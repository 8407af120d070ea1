"""The zip of a Word document, opened with distrust.

Sizes are summed before anything is unpacked, members with odd names refuse the file, XML is parsed without
entities, document types or network, and nothing outside the zip is ever read.
"""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from artifacts.importers.refusals import (
    BROKEN,
    ENCRYPTED,
    MACROS,
    NOT_WORD,
    OLD_WORD,
    TOO_LARGE,
    UNSAFE,
    Refused,
)
from conversations.text.tree import Element

MEMBER_LIMIT = 5_000
TOTAL_LIMIT = 250 * 1024 * 1024
XML_LIMIT = 40 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


@dataclass(frozen=True)
class Relation:
    """A link from one part to another, or to an address outside."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a Word document. Raises Refused when the file is no Word document or not a decent one."""

    def __init__(self, data: bytes) -> None:
        self.zip = _opened(data)
        self.names = _checked_names(self.zip)
        self.main = self._main_part()

    def _main_part(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.names:
                if not relation.target.startswith("word/") and "word/document.xml" not in self.names:
                    raise Refused(NOT_WORD)
                return relation.target
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise Refused(NOT_WORD)

    def bytes(self, name: str) -> bytes | None:
        """The content of a part; None when the zip has no such part."""
        if name not in self.names:
            return None
        try:
            return self.zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Refused(BROKEN) from None

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None when the zip has no such part."""
        if name in self.names and self.zip.getinfo(name).file_size > XML_LIMIT:
            raise Refused(TOO_LARGE)
        content = self.bytes(name)
        if content is None:
            return None
        for strict, transitional in STRICT:
            content = content.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise Refused(UNSAFE if b"<!ENTITY" in content else BROKEN) from None
        if root.getroottree().docinfo.doctype:
            raise Refused(UNSAFE)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id; of the whole package for an empty name."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for entry in [] if root is None else root.iter(f"{PACKAGE}Relationship"):
            target = entry.get("Target", "")
            is_external = entry.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[entry.get("Id", "")] = Relation(entry.get("Type", "").rsplit("/", 1)[-1], target, is_external)
        return found


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(OLE):
        raise Refused(ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in data else OLD_WORD)
    if not data.startswith(b"PK"):
        raise Refused(NOT_WORD if data[:1] in (b"{", b"%", b"<") else BROKEN)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise Refused(BROKEN) from None


def _checked_names(opened: zipfile.ZipFile) -> set[str]:
    members = opened.infolist()
    if len(members) > MEMBER_LIMIT or sum(member.file_size for member in members) > TOTAL_LIMIT:
        raise Refused(TOO_LARGE)
    for member in members:
        name = member.filename
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name:
            raise Refused(UNSAFE)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(UNSAFE)
        if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
            raise Refused(MACROS)
        if member.flag_bits & 0x1:
            raise Refused(ENCRYPTED)
    return {member.filename for member in members}
