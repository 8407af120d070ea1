"""What an import hands over: sections, pictures, and a report of what could not be kept as it was.

Light on purpose (no models, no settings): the Word reader fills these in a child process.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

TEXT_LIMIT = 4_000
"""Characters of lost text a note quotes at most."""

# Kinds of notes. The first group lost something, the second was kept in another shape.
PICTURE_MISSING, PICTURE_FORMAT, PICTURE_LINKED = "picture_missing", "picture_format", "picture_linked"
EMBEDDED_OBJECT, CHART, SMART_ART, SHAPE = "embedded_object", "chart", "smart_art", "shape"
COMMENTS, DELETED_TEXT, HIDDEN_TEXT = "comments", "deleted_text", "hidden_text"
HEADER_FOOTER, LINK, PART = "header_footer", "link", "part"
INSERTED_TEXT, FOOTNOTES, TEXT_BOX, EQUATION = "inserted_text", "footnotes", "text_box", "equation"
CONTENTS, SYMBOL, HEADING, GUESSED = "contents", "symbol", "heading", "guessed"
MOVED, TITLE, MARKUP, ALIGNMENT = "moved", "title", "markup", "alignment"
KEPT_OTHERWISE = frozenset(
    [INSERTED_TEXT, FOOTNOTES, TEXT_BOX, EQUATION, CONTENTS, HEADING, GUESSED, MOVED, ALIGNMENT, MARKUP]
)


@dataclass(frozen=True)
class ImportNote:
    """One line of the report: what kind of thing, how many, and the text it held (empty when it held none)."""

    kind: str
    text: str = ""
    count: int = 1

    @property
    def is_loss(self) -> bool:
        """Whether something is missing now; else it was kept in another shape."""
        return self.kind not in KEPT_OTHERWISE

    @property
    def listed(self) -> str:
        """The texts it held, one after the other."""
        return pgettext("list", ", ").join(line for line in self.text.split("\n") if line.strip())

    def __str__(self) -> str:
        return _sentences()[self.kind] % {"count": self.count}


def _sentences() -> dict[str, str]:
    return {
        PICTURE_MISSING: _("Pictures that the file only names were left out: %(count)s."),
        PICTURE_FORMAT: _("Pictures in a format no browser shows (EMF, WMF and the like) were left out: %(count)s."),
        PICTURE_LINKED: _("Pictures on other sites were not fetched; their addresses are kept as links: %(count)s."),
        EMBEDDED_OBJECT: _("Embedded objects (such as Visio drawings or Excel sheets) were left out: %(count)s."),
        CHART: _("Charts were left out; add them as pictures: %(count)s."),
        SMART_ART: _("SmartArt drawings were left out; their words are listed here: %(count)s."),
        SHAPE: _("Drawn shapes without text were left out: %(count)s."),
        COMMENTS: _("Comments in the document were not imported: %(count)s."),
        DELETED_TEXT: _("Text deleted in tracked changes was not imported: %(count)s."),
        HIDDEN_TEXT: _("Hidden text was not imported: %(count)s."),
        HEADER_FOOTER: _("Headers and footers were not imported: %(count)s."),
        LINK: _("Links to local files or unknown addresses were kept as text: %(count)s."),
        PART: _("Parts of an unknown kind were left out: %(count)s."),
        INSERTED_TEXT: _("Tracked insertions were accepted: %(count)s."),
        FOOTNOTES: _("Footnotes now stand at the end of their section: %(count)s."),
        TEXT_BOX: _("Text boxes now stand as paragraphs where they were anchored: %(count)s."),
        EQUATION: _("Equations are kept as plain text; check them: %(count)s."),
        CONTENTS: _("The table of contents was left out; the page makes its own: %(count)s lines."),
        SYMBOL: _("Symbols of special fonts could not be read: %(count)s."),
        GUESSED: _("The document has no heading styles; headings were told by their looks, check them: %(count)s."),
        HEADING: _("Headings that say the same as a declared section were taken as that section: %(count)s."),
        TITLE: _("The title of the document is not among the sections; the draft keeps its own."),
        MARKUP: _("HTML that a document cannot hold: its text was kept, scripts and styles were left out: %(count)s."),
        ALIGNMENT: _("Columns of tables are no longer aligned as they were: %(count)s."),
        MOVED: _("Headings that now stand in another place than in the document: %(count)s."),
    }


class Notes:
    """Collects notes of one import, one for each kind."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}

    def add(self, kind: str, text: str = "", count: int = 1) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + count
        texts = self._texts.setdefault(kind, [])
        if text.strip():
            texts.append(text.strip())

    def listed(self) -> list[ImportNote]:
        """The notes, losses first."""
        notes = [
            ImportNote(kind, "\n".join(self._texts[kind])[:TEXT_LIMIT], count) for kind, count in self._counts.items()
        ]
        return sorted(notes, key=lambda note: not note.is_loss)


@dataclass(frozen=True)
class ImportedPicture:
    """A picture found in the source. ``token`` is the address that stands for it until it is stored."""

    token: str
    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class ImportedSection:
    """A heading (empty before the first one), its level in the source, and sanitised HTML up to the next heading."""

    heading: str
    level: int
    html: str


@dataclass(frozen=True)
class ImportedDocument:
    """Everything an import found, in the order of the source. ``has_title``: the title stood in the document."""

    title: str
    parts: list[ImportedSection] = field(default_factory=list)
    pictures: list[ImportedPicture] = field(default_factory=list)
    report: list[ImportNote] = field(default_factory=list)
    encoding: str = ""
    has_title: bool = False

    def with_stored_pictures(self, store: Callable[[ImportedPicture], str | None]) -> ImportedDocument:
        """The document with every picture stored.

        ``store`` keeps one picture and gives its address (``/attachments/<id>/…``), or None when it is refused;
        then the picture leaves the text and the report says so.
        """
        addresses = {picture.token: store(picture) for picture in self.pictures}
        parts = [replace(part, html=_with_addresses(part.html, addresses)) for part in self.parts]
        refused = [picture.name for picture in self.pictures if addresses[picture.token] is None]
        report = list(self.report)
        if refused:
            report.insert(0, ImportNote(PICTURE_MISSING, "\n".join(refused), len(refused)))
        return replace(self, parts=parts, pictures=[], report=report)

    def as_json(self) -> dict[str, Any]:
        """All but the pictures' bytes, for the way out of the child process."""
        return {
            "title": self.title,
            "has_title": self.has_title,
            "parts": [[part.heading, part.level, part.html] for part in self.parts],
            "pictures": [[picture.token, picture.name, picture.content_type] for picture in self.pictures],
            "report": [[note.kind, note.text, note.count] for note in self.report],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any], files: dict[str, bytes]) -> ImportedDocument:
        """The document a child process wrote; ``files`` holds the pictures by name."""
        return cls(
            title=stored["title"],
            has_title=stored["has_title"],
            parts=[ImportedSection(*part) for part in stored["parts"]],
            pictures=[
                ImportedPicture(token, name, content_type, files[name])
                for token, name, content_type in stored["pictures"]
            ],
            report=[ImportNote(*note) for note in stored["report"]],
        )


def picture_token(number: int, suffix: str) -> str:
    """The address that stands for picture ``number`` until it is stored."""
    return f"/attachments/import-{number}/picture{suffix}"


def _with_addresses(text: str, addresses: dict[str, str | None]) -> str:
    def stored(match: re.Match[str]) -> str:
        token = html.unescape(match.group(2))
        if token not in addresses:
            return match.group(0)
        address = addresses[token]
        return "" if address is None else f"{match.group(1)}{html.escape(address)}{match.group(3)}"

    return re.sub(r'(<img\b[^>]*?\bsrc=")([^"]*)("[^>]*>)', stored, text)
