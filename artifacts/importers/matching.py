"""Headings of an imported document laid onto the sections a kind declares.

A heading that says the same as a declared section (in either language, by an alias, with or without numbering)
fills that section, together with everything below it that is no declared section itself. The rest stays, in its
order, as free sections. Nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.html import escape

from artifacts.declaration.headings import folded, names_in_all_languages
from artifacts.importers.report import HEADING, ImportedDocument, ImportedSection, ImportNote
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
    """An import laid onto a kind: declared sections by key, the rest in order, and which heading went where."""

    title: str
    declared: dict[str, str] = field(default_factory=dict)
    free: list[ImportedSection] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    report: list[ImportNote] = field(default_factory=list)


def match_sections(document: ImportedDocument, sections: Sequence[DeclaredSection]) -> MatchedDocument:
    """Lay a document onto declared sections; see the module. Ids of blocks stay unique in each section."""
    known = _names(sections)
    matched = MatchedDocument(document.title, report=list(document.report))
    bodies: dict[str, list[str]] = {}
    target: list[str] | None = None
    target_level = 0
    for part in document.parts:
        key = known.get(folded(part.heading)) or known.get(_without_suffix(folded(part.heading)))
        if part.heading and key is not None:
            target, target_level = bodies.setdefault(key, []), part.level
            if target:
                target.append(_heading(part, 3))
            target.append(part.html)
            matched.placed.append((part.heading, key))
        elif target is not None and part.heading and part.level > target_level:
            target.append(_heading(part, part.level - target_level + 2) + part.html)
        else:
            target = None
            _add_free(matched.free, part)
    matched.declared = {key: clean_document("".join(texts), salt=key) for key, texts in bodies.items()}
    own = {section.key: set(map(folded, names_in_all_languages(section.name))) for section in sections}
    if renamed := [heading for heading, key in matched.placed if folded(heading) not in own[key]]:
        matched.report.append(ImportNote(HEADING, "\n".join(renamed), len(renamed)))
    return matched


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


def _add_free(free: list[ImportedSection], part: ImportedSection) -> None:
    """A section of its own, or, when it stands below the last one, a heading in that."""
    if free and part.heading and free[-1].heading and part.level > free[-1].level:
        last = free[-1]
        text = last.html + _heading(part, part.level - last.level + 2) + part.html
        free[-1] = ImportedSection(last.heading, last.level, clean_document(text))
    elif part.heading or part.html:
        free.append(part)


def _heading(part: ImportedSection, level: int) -> str:
    tag = f"h{min(max(level, 3), 4)}"
    return f"<{tag}>{escape(part.heading)}</{tag}>"
