"""What may be attached, decided by what a file holds; what the client says about it is never asked.

A table of endings gives the family a file claims, its first bytes give the family it is. Programs are refused
whatever they are called, pages and drawings with script too. Only raster pictures are ever shown in place,
and those are re-encoded (``pictures``); all else is handed out as a download with the type of this table.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEAD = 4096
BINARY = "application/octet-stream"
PICTURES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}

# Ending → (family its bytes must belong to, type it is handed out as).
ENDINGS: dict[str, tuple[str, str]] = {
    **{ending: (family, PICTURES[family]) for ending, family in
       {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}.items()},
    "bmp": ("bmp", "image/bmp"), "tif": ("tiff", "image/tiff"), "tiff": ("tiff", "image/tiff"),
    "heic": ("ftyp", "image/heic"), "heif": ("ftyp", "image/heif"), "psd": ("psd", BINARY),
    "svg": ("markup", "image/svg+xml"), "html": ("markup", "text/html"), "htm": ("markup", "text/html"),
    "xml": ("text", "text/xml"), "drawio": ("text", BINARY),
    "pdf": ("pdf", "application/pdf"), "rtf": ("text", "application/rtf"),
    "docx": ("zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("zip", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": ("zip", "application/vnd.oasis.opendocument.text"),
    "ods": ("zip", "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ("zip", "application/vnd.oasis.opendocument.presentation"),
    "xmind": ("zip", BINARY), "sketch": ("zip", BINARY), "fig": ("any", BINARY), "rp": ("any", BINARY),
    "doc": ("ole", "application/msword"), "xls": ("ole", "application/vnd.ms-excel"),
    "ppt": ("ole", "application/vnd.ms-powerpoint"), "wps": ("ole", BINARY), "et": ("ole", BINARY),
    "dps": ("ole", BINARY), "vsd": ("ole", BINARY), "vsdx": ("zip", BINARY), "mpp": ("ole", BINARY),
    "eml": ("text", "message/rfc822"), "msg": ("ole", BINARY),
    "txt": ("text", "text/plain"), "md": ("text", "text/markdown"), "markdown": ("text", "text/markdown"),
    "csv": ("text", "text/csv"), "tsv": ("text", "text/tab-separated-values"), "log": ("text", "text/plain"),
    "json": ("text", "application/json"), "yaml": ("text", "text/plain"), "yml": ("text", "text/plain"),
    "sql": ("text", "text/plain"), "ics": ("text", "text/calendar"), "vcf": ("text", "text/vcard"),
    "zip": ("zip", "application/zip"), "7z": ("7z", BINARY), "rar": ("rar", BINARY), "gz": ("gzip", "application/gzip"),
    "tgz": ("gzip", "application/gzip"),
    "mp4": ("ftyp", "video/mp4"), "m4v": ("ftyp", "video/mp4"), "mov": ("ftyp", "video/quicktime"),
    "m4a": ("ftyp", "audio/mp4"), "webm": ("webm", "video/webm"), "mp3": ("mp3", "audio/mpeg"),
    "wav": ("riff", "audio/wav"), "ogg": ("ogg", "audio/ogg"),
}  # fmt: skip

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gzip"), (b"8BPS", "psd"), (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"),
    (b"\x1aE\xdf\xa3", "webm"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"#!", "program"), (b"\xca\xfe\xba\xbe", "program"),
    (b"\xfe\xed\xfa\xce", "program"), (b"\xfe\xed\xfa\xcf", "program"), (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"), (b"dex\n", "program"), (b"!<arch>", "program"), (b"ITSF", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"), (b"\x00asm", "program"), (b"<script", "program"),
    (b"xar!", "program"), (b"MSCF", "program"), (b"\xed\xab\xee\xdb", "program"), (b"BM", "bmp"),
)  # fmt: skip

# Class id of Windows installer packages, which are OLE files like old Word documents.
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")
_PROGRAM_MEMBERS = ("androidmanifest.xml", "meta-inf/manifest.mf", "classes.dex")
_MACROS = "vbaproject.bin"
_SCRIPT = re.compile(
    r"<\s*script|\son\w+\s*=|javascript\s*:|vbscript\s*:|<\s*(?:iframe|object|embed|foreignobject|animate|set|handler|meta)\b"
    r"|<!entity|xlink:href\s*=\s*[\"']\s*(?!#)|data\s*:\s*(?:text|image/svg)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\])?\s*>|\s)*<\s*(svg|html|head|body)\b", re.I | re.S
)


@dataclass(frozen=True)
class FileType:
    """What a file is: its family, the type it is handed out as, whether it may be shown in place."""

    family: str
    content_type: str

    @property
    def is_picture(self) -> bool:
        return self.family in PICTURES


def recognise(name: str, content: IO[bytes]) -> FileType:
    """The type of a file. Raises ``ValidationError`` with a sentence for what is not taken."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise _refused(
            _("Files of this kind cannot be attached (%(ending)s).")
            % {"ending": f".{ending}" if ending else _("no ending")}
        )
    claimed, content_type = ENDINGS[ending]
    family = _family(content)
    if family == "program":
        raise _refused(_("This file is a program, whatever its name says. Programs cannot be attached."))
    if family == "markup":
        _refuse_script(content)
    if family in PICTURES and claimed in PICTURES:
        return FileType(family, PICTURES[family])
    if claimed == "any" or claimed == family or {claimed, family} == {"text", "markup"}:
        _look_inside(family, ending, content)
        return FileType(family if family not in PICTURES else "any", content_type)
    raise _refused(_("The content of this file does not fit its ending (.%(ending)s).") % {"ending": ending})


def _family(content: IO[bytes]) -> str:
    content.seek(0)
    head = content.read(HEAD)
    for start, family in _STARTS:
        if head.startswith(start):
            return "text" if family == "bmp" and _decoded(head) is not None else family
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "riff"
    if head[4:8] == b"ftyp":
        return "ftyp"
    text = _decoded(head)
    if text is None:
        return "unknown"
    if text.lstrip("\ufeff \t\r\n").lower().startswith(("#!", "<script", "@echo off", "<%", "<?php")):
        return "program"
    return "markup" if _MARKUP.match(text.lstrip("\ufeff")) else "text"


def _decoded(head: bytes) -> str | None:
    """The beginning as text in one of the encodings people here use, or None when it is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    if b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030", "big5"):
        # A character may be cut at the end of what was read.
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _refuse_script(content: IO[bytes]) -> None:
    content.seek(0)
    text = _decoded(content.read()) or ""
    if not text or _SCRIPT.search(text) or _SCRIPT.search(re.sub(r"\s|&#?\w+;?", "", text)):
        raise _refused(_("This page or drawing holds script or reaches outside itself. Save it as a picture or PDF."))


def _look_inside(family: str, ending: str, content: IO[bytes]) -> None:
    """Programs and macros in the clothes of documents."""
    if family == "ole":
        content.seek(0)
        if _INSTALLER in content.read():
            raise _refused(_("This file is a program, whatever its name says. Programs cannot be attached."))
    if family != "zip" or ending == "zip":
        return
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            members = {member.lower() for member in archive.namelist()[:20_000]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _refused(_("This file is broken: it cannot be opened.")) from error
    if any(member.endswith(_MACROS) for member in members):
        raise _refused(_("This document holds macros. Save it without them (.%(ending)s).") % {"ending": ending})
    if members & set(_PROGRAM_MEMBERS) and "[content_types].xml" not in members:
        raise _refused(_("This file is a program, whatever its name says. Programs cannot be attached."))


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"file": sentence}, code="file_refused")
