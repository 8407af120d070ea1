"""What comrak's HTML still needs before it is sanitised: notes, alerts, line ends, addresses.

Each function changes the tree in place.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import pgettext
from lxml import etree

from conversations.text.tree import Element, replace_text

WRAPPED_WIDTH = 60
"""Lines at least this wide (in half-width columns) were broken by an editor, not by their author."""
ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]*[A-Za-z0-9/_=#&%-]")


def footnotes(tree: Element) -> None:
    """References become ``[1]``, the notes paragraphs ``[1] …`` after a rule."""
    for mark in list(tree.iter("sup")):
        if "footnote-ref" in mark.get("class", ""):
            label = "".join(mark.itertext())
            for child in list(mark):
                mark.remove(child)
            mark.text = f"[{label}]"
    for section in list(tree.iter("section")):
        if "footnotes" not in section.get("class", ""):
            continue
        section.tag = "div"
        section.insert(0, etree.Element("hr"))
        for notes in section.findall("ol"):
            notes.tag = "div"
            for number, item in enumerate(notes.findall("li"), start=1):
                _footnote(item, number)


def _footnote(item: Element, number: int) -> None:
    for link in list(item.iter("a")):
        parent = link.getparent()
        if "footnote-backref" in link.get("class", "") and parent is not None:
            tail, before = (link.tail or "").rstrip(), link.getprevious()
            if before is not None:
                before.tail = (before.tail or "").rstrip() + tail
            else:
                parent.text = (parent.text or "").rstrip() + tail
            parent.remove(link)
    item.tag = "div"
    first = item.find("p")
    holder = item if first is None else first
    holder.text = f"[{number}] {holder.text or ''}"


def alerts(tree: Element) -> None:
    for box in list(tree.iter("div")):
        kind = re.search(r"markdown-alert-(\w+)", box.get("class", ""))
        if not kind or "markdown-alert " not in box.get("class", ""):
            continue
        box.tag = "blockquote"
        title = box.find("p")
        if title is not None:
            words = "".join(title.itertext()).strip()
            title.clear()
            named = alert_names().get(kind.group(1), words) if words.lower() == kind.group(1) else words
            etree.SubElement(title, "strong").text = named


def alert_names() -> dict[str, str]:
    """The headings of GitHub's alerts in the language of the reader."""
    return {
        "note": pgettext("alert", "Note"),
        "tip": pgettext("alert", "Tip"),
        "important": pgettext("alert", "Important"),
        "warning": pgettext("alert", "Warning"),
        "caution": pgettext("alert", "Caution"),
    }


def line_breaks(tree: Element, keep_breaks: bool) -> None:
    """Decide for each paragraph what its line ends mean: breaks of the author, or wrapping by an editor."""
    for paragraph in list(tree.iter("p", "li", "td", "th", "h1", "h2", "h3", "dd")):
        if paragraph.tag == "li" and paragraph.find("p") is not None:
            continue
        runs = list(_runs(paragraph))
        text = "".join(getattr(element, part) or "" for element, part in runs)
        if "\n" not in text.strip("\n"):
            continue
        lines = text.strip("\n").split("\n")
        wrapped = not keep_breaks and all(_width(line) >= WRAPPED_WIDTH for line in lines[:-1])
        for element, part in runs:
            _replace_line_ends(element, part, wrapped)


def _runs(paragraph: Element) -> list[tuple[Element, str]]:
    """The places of inline text in a paragraph, in reading order; blocks and code are left out."""
    found = [(paragraph, "text")]
    for child in paragraph:
        if child.tag in ("ul", "ol", "p", "pre", "table", "blockquote", "div"):
            if child.tail and child.tail.strip():
                found.append((child, "tail"))
            continue
        if child.tag != "br" and isinstance(child.tag, str):
            found.extend(_runs(child))
        if child.tag == "br" and (child.tail or "").startswith("\n"):
            child.tail = (child.tail or "")[1:]
        found.append((child, "tail"))
    return found


def _replace_line_ends(element: Element, part: str, wrapped: bool) -> None:
    text: str = getattr(element, part) or ""
    if "\n" not in text:
        return
    first, *rest = text.split("\n")
    if wrapped:
        joined = first
        for line in rest:
            joined += line if _is_wide(joined[-1:]) and _is_wide(line[:1]) else f" {line}"
        setattr(element, part, joined)
        return
    if not rest[-1] and _ends_block(element, part):
        rest.pop()
    line_breaks = []
    for line in rest:
        line_break = etree.Element("br")
        line_break.tail = line
        line_breaks.append(line_break)
    replace_text(element, part, first, line_breaks)


def _ends_block(element: Element, part: str) -> bool:
    following = next(iter(element), None) if part == "text" else element.getnext()
    return following is None or following.tag in ("ul", "ol", "p", "pre", "table", "blockquote", "div")


def _width(text: str) -> int:
    return sum(2 if _is_wide(character) else 1 for character in text)


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def link_addresses(tree: Element) -> None:
    """Web addresses in running text become links; they end where Chinese text or punctuation begins."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        inside = element.tag in ("a", "code", "pre") or any(
            parent.tag in ("a", "code", "pre") for parent in element.iterancestors()
        )
        if not inside and "://" in (element.text or ""):
            _link_in(element, "text")
        parent = element.getparent()
        if parent is not None and "://" in (element.tail or ""):
            outside = parent.tag not in ("a", "code", "pre") and not any(
                ancestor.tag in ("a", "code", "pre") for ancestor in parent.iterancestors()
            )
            if outside:
                _link_in(element, "tail")


def _link_in(element: Element, part: str) -> None:
    text: str = getattr(element, part) or ""
    pieces: list[Element] = []
    position, before = 0, ""
    for match in ADDRESS.finditer(text):
        gap = text[position : match.start()]
        if pieces:
            pieces[-1].tail = gap
        else:
            before = gap
        address = match.group(0)
        if address.count(")") > address.count("("):
            address = address[: address.rindex(")")]
        link = etree.Element("a", href=address)
        link.text = address
        pieces.append(link)
        position = match.start() + len(address)
    if not pieces:
        return
    pieces[-1].tail = text[position:]
    replace_text(element, part, before, pieces)
