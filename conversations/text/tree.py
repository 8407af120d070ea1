"""Small steps on trees of elements, shared by everything that reads or writes stored text."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from conversations.text import schema as s

SPACE = " \t\n\r\f"
Element: TypeAlias = etree._Element


def new(tag: str, parent: Element | None = None, **attributes: str) -> Element:
    """A new element, appended to ``parent`` when given."""
    if parent is None:
        return etree.Element(tag, attributes)
    return etree.SubElement(parent, tag, attributes) if attributes else etree.SubElement(parent, tag)


def append_text(parent: Element, text: str) -> None:
    """Add text after whatever ``parent`` holds."""
    if not text:
        return
    last = last_child(parent)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def last_child(parent: Element) -> Element | None:
    """The last child in constant time (``len`` of an lxml element counts all of them)."""
    return next(parent.iterchildren(reversed=True), None)


def is_empty(element: Element) -> bool:
    """Whether the element shows nothing: no text but spaces, no picture, no line break."""
    if element.text and not element.text.isspace():
        return False
    if next(element.iter("img", "br", "hr"), None) is not None:
        return False
    return not "".join(element.itertext()).strip()


def closest(element: Element | None, tag: str) -> Element | None:
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def keep_id(source: Element, target: Element) -> None:
    identifier = source.get("data-id")
    if identifier and s.BLOCK_ID.fullmatch(identifier):
        target.set("data-id", identifier)


def strip_edges(paragraph: Element) -> None:
    """Take layout white space off both ends of a paragraph, and line breaks off its end."""
    paragraph.text = (paragraph.text or "").lstrip(SPACE) or None
    while (last := last_child(paragraph)) is not None:
        last.tail = (last.tail or "").rstrip(SPACE) or None
        if last.tag != "br" or last.tail:
            return
        paragraph.remove(last)
    paragraph.text = (paragraph.text or "").rstrip(SPACE) or None


def replace_text(element: Element, part: str, text: str, following: list[Element]) -> None:
    """Replace the ``text`` or ``tail`` of an element by a text followed by elements (with their tails)."""
    setattr(element, part, text)
    anchor = element
    for position, added in enumerate(following):
        if position == 0 and part == "text":
            element.insert(0, added)
        else:
            anchor.addnext(added)
        anchor = added
