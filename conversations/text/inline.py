"""The inline half of the builder: marks, links, mentions, pictures, raised and lowered characters."""

from __future__ import annotations

import re

from conversations.text import schema as s
from conversations.text.tree import Element, append_text, closest, keep_id, new

SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class InlineBuilder:
    """Writes what stands inside a paragraph, a heading or another run of text."""

    def inlines(self, source: Element, target: Element) -> None:
        append_text(target, source.text or "")
        for child in source:
            self.inline(child, target)
            append_text(target, child.tail or "")

    def inline(self, child: Element, target: Element) -> None:
        """Write one inline element (not its tail)."""
        tag = child.tag
        if not isinstance(tag, str):
            return
        if tag == "br":
            new("br", target)
        elif tag == "img":
            self.picture(child, target)
        elif tag in s.MARKS:
            self.mark(child, target)
        elif tag == "a":
            self.link(child, target)
        elif tag == "span" and s.MENTION.fullmatch(child.get("data-mention", "")):
            label = " ".join("".join(child.itertext()).split())
            if label and closest(target, "span") is None:
                new("span", target, **{"data-mention": child.get("data-mention", "")}).text = label
        elif tag in ("sup", "sub"):
            self.script(child, target)
        elif tag == "q":
            append_text(target, "“")
            self.inlines(child, target)
            append_text(target, "”")
        elif tag != "input":
            self.inlines(child, target)

    def mark(self, child: Element, target: Element) -> None:
        mark = s.MARKS[child.tag]
        if closest(target, mark) is not None:
            self.inlines(child, target)
            return
        written = new(mark, target)
        self.inlines(child, written)
        if not len(written) and not written.text:
            target.remove(written)

    def link(self, child: Element, target: Element) -> None:
        address = (child.get("href") or "").strip()
        if not address or not s.is_harmless_address(address) or closest(target, "a") is not None:
            self.inlines(child, target)
            return
        written = new("a", target, href=address)
        if child.get("title"):
            written.set("title", child.get("title", ""))
        self.inlines(child, written)
        if not len(written) and not (written.text or "").strip():
            target.remove(written)
            append_text(target, written.text or "")

    def script(self, child: Element, target: Element) -> None:
        """Superscripts become characters, so that 10⁶ never turns into 106."""
        text = "".join(child.itertext()).strip()
        table, prefix = (SUPERSCRIPTS, "^") if child.tag == "sup" else (SUBSCRIPTS, "_")
        written = text.translate(table)
        if any(character in text for character in written) and not re.fullmatch(r"\[.*\]", text):
            written = f"{prefix}{text}" if len(text) == 1 else f"{prefix}({text})"
        append_text(target, text if re.fullmatch(r"\[.*\]", text) else written)

    def picture(self, child: Element, target: Element) -> None:
        source = child.get("src", "")
        if not s.is_own_attachment(source):
            return
        picture = new("img", target, src=source)
        keep_id(child, picture)
        for name in ("alt", "title"):
            if child.get(name):
                picture.set(name, child.get(name, "")[:500])
        if re.fullmatch(r"[1-9]\d{0,3}", child.get("width", "")):
            picture.set("width", child.get("width", ""))
