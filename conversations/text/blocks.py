"""Stored HTML block by block: what comments hang on, and what a diff compares."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from conversations.text import schema
from conversations.text.plain import one_line
from conversations.text.sanitise import parse, serialise
from conversations.text.tree import Element


@dataclass(frozen=True)
class Block:
    """One top-level block of a section; ``id`` is empty for lists, whose items carry the ids."""

    id: str
    tag: str
    html: str

    @property
    def text(self) -> str:
        return one_line(self.html)


def split_blocks(html: str) -> list[Block]:
    """The top-level blocks of a stored text, in order."""
    if not html:
        return []
    return [
        Block(child.get("data-id", ""), str(child.tag), _outer(child))
        for child in parse(html)
        if isinstance(child.tag, str)
    ]


def block_ids(html: str) -> list[str]:
    """The ids of all blocks, also of items and rows, in reading order."""
    return [element.get("data-id", "") for element in _with_ids(parse(html))] if html else []


def block_text(html: str, block_id: str) -> str | None:
    """The text of one block on one line, or None when there is no such block."""
    element = _find(html, block_id)
    return None if element is None else one_line(_outer(element))


def carry_ids(old: str, new: str) -> str:
    """``new`` with the block ids of ``old`` wherever a block is the same or clearly the same one, edited.

    For text that arrives without ids (Markdown through the API, a document imported again): comments and
    diffs keep hanging on the blocks they were made for. Ids of ``new`` that no block of ``old`` claims stay.
    """
    if not old or not new:
        return new
    tree = parse(new)
    before, after = (
        list(_with_ids(parse(old))),
        [element for element in tree.iterdescendants() if element.tag in schema.ID_TAGS],
    )
    after = [element for element in after if not _in_item(element)]
    old_texts, new_texts = [_key(element) for element in before], [_key(element) for element in after]
    given: dict[str, Element] = {}
    matcher = difflib.SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            for old_element, new_element in zip(before[i1:i2], after[j1:j2], strict=True):
                given[old_element.get("data-id", "")] = new_element
        elif operation == "replace":
            for old_element, new_element in _alike(before[i1:i2], after[j1:j2]):
                given[old_element.get("data-id", "")] = new_element
    claimed = set(given)
    for element in after:
        if element.get("data-id") in claimed:
            del element.attrib["data-id"]
    for identifier, element in given.items():
        element.set("data-id", identifier)
    return serialise(tree)


def _alike(before: list[Element], after: list[Element]) -> Iterator[tuple[Element, Element]]:
    """Pairs of blocks in two short runs that are the same one edited, in order."""
    position = 0
    for old_element in before:
        text = "".join(old_element.itertext())
        for index in range(position, min(len(after), position + 4)):
            candidate = after[index]
            if candidate.tag == old_element.tag and _ratio(text, "".join(candidate.itertext())) >= 0.5:
                yield old_element, candidate
                position = index + 1
                break


def _ratio(old: str, new: str) -> float:
    matcher = difflib.SequenceMatcher(None, old[:400], new[:400], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= 0.5 else 0.0


def _key(element: Element) -> str:
    return f"{element.tag}\0{''.join(element.itertext())}\0{element.get('src', '')}"


def _in_item(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag in ("li", "td", "th")


def _with_ids(tree: Element) -> Iterator[Element]:
    return (element for element in tree.iterdescendants() if element.get("data-id"))


def _find(html: str, block_id: str) -> Element | None:
    if not html or not schema.BLOCK_ID.fullmatch(block_id):
        return None
    return next((element for element in _with_ids(parse(html)) if element.get("data-id") == block_id), None)


def _outer(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
