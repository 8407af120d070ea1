"""Headings of an imported document laid onto the sections a kind declares.

A heading that says the same as a declared section (in either language, by an alias, with or without numbering)
fills that section. A deeper heading goes wherever the chapter it stands under goes, unless it names a declared
section by itself; a chapter that names none stays a free section, in the order of the document. Nothing is
dropped, and the report names every heading that now stands under another name or in another place.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.html import escape

from artifacts.declaration.headings import folded, names_in_all_languages
from artifacts.importers.report import HEADING, MOVED, ImportedDocument, ImportedSection, ImportNote
from conversations.text.sanitise import clean_document

SUFFIXES = ("说明", "描述", "概述", "介绍", "分析", "部分", "一览", "列表", "overview", "description")


class DeclaredSection(Protocol):
    """What is asked of a declared section: ``artifacts.declaration.Section`` has it."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> Any: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass
class MatchedDocument:
    """An import laid onto a kind: declared sections by key, the rest in order, and which heading went where.

    ``order`` has the chapters as the document has them: the key of a declared section, or the number of a free one.
    """

    title: str
    declared: dict[str, str] = field(default_factory=dict)
    free: list[ImportedSection] = field(default_factory=list)
    order: list[str | int] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    report: list[ImportNote] = field(default_factory=list)


@dataclass
class _Home:
    """A section that is being filled: a declared one, or a free one whose own part is ``part``."""

    part: ImportedSection
    key: str | None = None
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    """A heading that later ones may stand under; ``base`` is the level at which its home was entered."""

    part: ImportedSection
    home: _Home
    base: int


def match_sections(document: ImportedDocument, sections: Sequence[DeclaredSection]) -> MatchedDocument:
    """Lay a document onto declared sections; see the module. Ids of blocks stay unique in each section."""
    known, names = _names(sections), {section.key: section for section in sections}
    matched = MatchedDocument(document.title, report=list(document.report))
    homes: list[_Home] = []
    moved: dict[str, str] = {}
    above: list[_Open] = []
    for part in document.parts:
        while above and above[-1].part.level >= part.level:
            above.pop()
        parent = above[-1] if above and part.heading else None
        key = _key_of(part.heading, known)
        if parent is not None and key in (None, parent.home.key):
            parent.home.texts.append(_heading(part, part.level - parent.base + 2) + part.html)
            above.append(_Open(part, parent.home, parent.base))
            continue
        home = next((home for home in homes if key is not None and home.key == key), None)
        if home is None:
            home = _Home(part, key)
            homes.append(home)
        else:
            home.texts.append(_heading(part, 3))
        home.texts.append(part.html)
        if key is not None:
            matched.placed.append((part.heading, key))
            if parent is not None:
                moved.setdefault(key, f"{parent.part.heading} / {part.heading} → {names[key].name}")
        if part.heading:
            above.append(_Open(part, home, part.level))
    _settle(matched, homes, moved)
    moved |= _out_of_order([home for home in homes if home.key not in moved], list(names))
    _tell(matched, list(moved.values()), names)
    return matched


def _key_of(heading: str, known: Mapping[str, str]) -> str | None:
    name = folded(heading)
    return (known.get(name) or known.get(_without_suffix(name))) if heading else None


def _out_of_order(homes: Sequence[_Home], keys: Sequence[str]) -> dict[str, str]:
    """Chapters whose declared section stands before one that the document has earlier."""
    found: dict[str, str] = {}
    furthest = -1
    for home in homes:
        if home.key is None:
            continue
        place = keys.index(home.key)
        if place < furthest:
            found[home.key] = home.part.heading
        furthest = max(furthest, place)
    return found


def _settle(matched: MatchedDocument, homes: Sequence[_Home], moved: Container[str]) -> None:
    for home in homes:
        text = "".join(home.texts)
        if home.key is not None:
            matched.declared[home.key] = clean_document(text, salt=home.key)
            if home.key not in moved:
                matched.order.append(home.key)
        elif home.part.heading or text:
            matched.order.append(len(matched.free))
            matched.free.append(ImportedSection(home.part.heading, home.part.level, clean_document(text)))


def _tell(matched: MatchedDocument, moved: Sequence[str], names: Mapping[str, DeclaredSection]) -> None:
    own = {key: set(map(folded, names_in_all_languages(section.name))) for key, section in names.items()}
    renamed = [f"{heading} → {names[key].name}" for heading, key in matched.placed if folded(heading) not in own[key]]
    for kind, lines in ((HEADING, renamed), (MOVED, moved)):
        if lines:
            matched.report.append(ImportNote(kind, "\n".join(lines), len(lines)))


def _names(sections: Sequence[DeclaredSection]) -> dict[str, str]:
    """Every way to say a section, folded; exact names win over names without their usual endings."""
    known: dict[str, str] = {}
    for section in sections:
        for name in (*names_in_all_languages(section.name), *section.aliases):
            if folded(name):
                known.setdefault(folded(name), section.key)
    for name, key in list(known.items()):
        known.setdefault(_without_suffix(name), key)
    return known


def _without_suffix(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def _heading(part: ImportedSection, level: int) -> str:
    tag = f"h{min(max(level, 3), 4)}"
    return f"<{tag}>{escape(part.heading)}</{tag}>"
