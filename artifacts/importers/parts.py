"""From one long run of HTML to titled sections."""

from __future__ import annotations

import sys

from artifacts.importers.report import ImportedSection
from conversations.text.blocks import split_blocks
from conversations.text.plain import one_line
from conversations.text.sanitise import clean_document, parse, serialise
from conversations.text.tree import Element, new

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
LONGEST_HEADING = 200


def cut(html: str) -> list[ImportedSection]:
    """Sanitise and cut at every top-level heading; what stands before the first one has no heading.

    A heading without words is dropped; one that is no heading for its length stays a paragraph.
    """
    stored = clean_document(html, limit=sys.maxsize)
    parts: list[tuple[str, int, list[str]]] = [("", 1, [])]
    for block in split_blocks(stored):
        if block.tag in HEADINGS:
            words = one_line(block.html)
            pictures = _pictures(block.html)
            if words and len(words) <= LONGEST_HEADING:
                parts.append((words, HEADINGS[block.tag], [pictures] if pictures else []))
                continue
            if words or pictures:
                parts[-1][2].append(f"<p>{block.html[block.html.index('>') + 1 : -5]}</p>")
            continue
        parts[-1][2].append(block.html)
    sections = [
        ImportedSection(heading, level, clean_document("".join(blocks), limit=sys.maxsize))
        for heading, level, blocks in parts
    ]
    return [section for section in sections if section.heading or section.html]


def _pictures(html: str) -> str:
    holder = new("div")
    for picture in parse(html).iter("img"):
        picture.tail = None
        holder.append(picture)
    return serialise(holder) if len(holder) else ""


def take_title(parts: list[ImportedSection], otherwise: str) -> tuple[str, list[ImportedSection]]:
    """The title of a document and the rest of it.

    A single heading of the highest level that opens the document and is followed by others is its title; text
    right under it stands before the first section.
    """
    headed = [part for part in parts if part.heading]
    if len(headed) > 1 and parts[0] is headed[0]:
        first = headed[0]
        if all(part.level > first.level for part in headed[1:]):
            opening = [ImportedSection("", first.level, first.html)] if first.html else []
            return first.heading, [*opening, *parts[1:]]
    return otherwise, parts


def plain(element: Element) -> str:
    """All text below an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())
