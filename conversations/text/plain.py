"""Stored HTML as bare text: for search, mails, exports and counts."""

from __future__ import annotations

import re

from conversations.text.sanitise import parse
from conversations.text.tree import Element

BLOCK_TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "tr",
        "hr",
        "div",
        "section",
    ]
)


def to_plain(html: str, *, bullets: bool = False) -> str:
    """The text of stored HTML: a line for each block, a tab between cells.

    With ``bullets`` list items carry their mark or number, as a mail in plain text wants it.
    """
    if not html:
        return ""
    if "<" not in html:
        html = f"<p>{html}</p>"
    lines: list[str] = [""]
    _write(parse(html), lines, bullets)
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{2,}", "\n", text).strip("\n")


def _write(element: Element, lines: list[str], bullets: bool) -> None:
    if not isinstance(element.tag, str):
        return
    tag = element.tag
    if tag == "br":
        lines.append("")
    elif tag == "img":
        lines[-1] += element.get("alt", "")
    elif tag in ("td", "th"):
        lines[-1] += ("\t" if element.getprevious() is not None else "") + cell_text(element)
    else:
        if tag in BLOCK_TAGS:
            lines.append("")
        if tag == "li" and bullets:
            lines[-1] += _bullet(element)
        _write_content(element, lines, bullets)
        if tag in BLOCK_TAGS:
            lines.append("")


def _write_content(element: Element, lines: list[str], bullets: bool) -> None:
    holds_preformatted = element.tag in ("pre", "code")
    for index, (text, child) in enumerate([(element.text, None), *((child.tail, child) for child in element)]):
        if child is not None:
            first_paragraph = bullets and element.tag == "li" and index == 1 and child.tag == "p"
            if first_paragraph:
                _write_content(child, lines, bullets)
            else:
                _write(child, lines, bullets)
        if text and holds_preformatted:
            first, *rest = text.split("\n")
            lines[-1] += first
            lines.extend(rest)
        elif text and text.strip():
            lines[-1] += re.sub(r"[ \t\n\r\f]+", " ", text)
        elif text and lines[-1]:
            lines[-1] += " "


def _bullet(item: Element) -> str:
    if item.get("data-checked") is not None:
        return "☑ " if item.get("data-checked") == "true" else "☐ "
    parent = item.getparent()
    if parent is not None and parent.tag == "ol":
        before = sum(1 for _sibling in item.itersiblings("li", preceding=True))
        start = parent.get("start", "1")
        return f"{(int(start) if start.isdecimal() else 1) + before}. "
    return "• "


def cell_text(cell: Element) -> str:
    """The text of one table cell on one line."""
    lines: list[str] = [""]
    _write_content(cell, lines, False)
    return " ".join(part for line in lines if (part := line.strip()))


def one_line(html: str) -> str:
    """The text on one line, for titles of links, notifications and summaries."""
    return " ".join(to_plain(html).split())


def excerpt(html: str, length: int = 120) -> str:
    """The beginning of the text on one line, at most ``length`` characters, cut with an ellipsis."""
    text = one_line(html)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
