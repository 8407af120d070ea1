"""From any safe HTML tree to the one shape in which text is stored.

The input is a tree that nh3 has already cleaned; the output holds only elements of the schema, nested the way
the editor nests them: every inline run in a paragraph, list items and cells holding blocks, one ``tbody``.
Building the output again from itself changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from conversations.text import schema as s
from conversations.text.inline import InlineBuilder
from conversations.text.signs import checked_of, language_of
from conversations.text.tree import (
    SPACE,
    Element,
    append_text,
    is_empty,
    keep_id,
    last_child,
    new,
    strip_edges,
)


class Builder(InlineBuilder):
    """Writes one stored text; see the module."""

    def __init__(self, schema: s.Schema) -> None:
        self.schema = schema
        self.has_block: set[Element] = set()

    def build(self, source: HtmlElement) -> Element:
        """The stored form of everything inside ``source``, under one ``div``."""
        for element in source.iter():
            if element.tag in s.BLOCKS:
                parent = element.getparent()
                while parent is not None and parent not in self.has_block:
                    self.has_block.add(parent)
                    parent = parent.getparent()
        root = new("div")
        self.flow(source, root)
        return root

    # --- Blocks -----------------------------------------------------------------------------------

    def flow(self, source: Element, target: Element, marks: tuple[str, ...] = ()) -> None:
        """Write the content of ``source`` as blocks of ``target``."""
        paragraph = OpenParagraph(target)
        paragraph.text(source.text, marks)
        for child in source:
            self.flow_child(child, target, paragraph, marks)
            paragraph.text(child.tail, marks)
        paragraph.close()

    def flow_child(
        self, child: Element, target: Element, paragraph: OpenParagraph, marks: tuple[str, ...] = ()
    ) -> None:
        if child.tag == "img" and not paragraph.is_open:
            self.picture(child, target)
        elif child.tag in s.BLOCKS:
            paragraph.close()
            self.block(child, target, marks)
        elif child in self.has_block:
            paragraph.close()
            mark = s.MARKS.get(child.tag)
            self.flow(child, target, (*marks, mark) if mark and mark not in marks else marks)
        elif child.tag == "br" and not paragraph.is_open:
            return
        else:
            holder = paragraph.holder(marks)
            self.inline(child, holder)

    def block(self, child: Element, target: Element, marks: tuple[str, ...]) -> None:
        tag = child.tag
        if tag in s.PARAGRAPH_LIKE:
            self.paragraph(child, target, marks)
        elif tag in s.HEADINGS:
            self.heading(child, target)
        elif tag in ("ul", "ol", "menu", "dir"):
            self.write_list(child, target)
        elif tag == "li":
            last = last_child(target)
            self.item(child, last if last is not None and last.tag == "ul" else new("ul", target))
        elif tag == "blockquote":
            self.quote(child, target, marks)
        elif tag == "pre":
            self.code(child, target)
        elif tag == "hr":
            if self.schema.has_rules:
                keep_id(child, new("hr", target))
        elif tag == "table":
            self.table(child, target)
        elif tag in ("colgroup", "col"):
            return
        else:
            self.flow(child, target, marks)

    def paragraph(self, child: Element, target: Element, marks: tuple[str, ...] = ()) -> None:
        if child in self.has_block:
            self.flow(child, target, marks)
            return
        paragraph = new("p", target)
        keep_id(child, paragraph)
        holder = paragraph
        for mark in marks:
            holder = new(mark, holder)
        self.inlines(child, holder)
        strip_edges(paragraph)
        if marks and is_empty(paragraph):
            target.remove(paragraph)

    def heading(self, child: Element, target: Element) -> None:
        if child in self.has_block:
            self.flow(child, target)
            return
        if self.schema.has_headings:
            heading = new(s.HEADINGS[child.tag], target)
            keep_id(child, heading)
            self.inlines(child, heading)
            strip_edges(heading)
            if is_empty(heading):
                target.remove(heading)
        else:
            self.paragraph(child, target, ("strong",))

    def quote(self, child: Element, target: Element, marks: tuple[str, ...]) -> None:
        quote = new("blockquote", target)
        keep_id(child, quote)
        self.flow(child, quote, marks)
        if not len(quote):
            target.remove(quote)

    def code(self, child: Element, target: Element) -> None:
        for line_break in child.iter("br"):
            line_break.text = "\n"
        text = "".join(child.itertext())
        pre = new("pre", target)
        keep_id(child, pre)
        language = language_of(child)
        code = new("code", pre, **({"class": f"language-{language}"} if language else {}))
        code.text = text.removesuffix("\n")

    def write_list(self, child: Element, target: Element) -> None:
        """Lists keep their kind; task items and plain items in one list become two lists."""
        holder: Element | None = None
        if (child.text or "").strip():
            new("p", target).text = (child.text or "").strip()
        for item in child:
            if item.tag in ("ul", "ol", "menu", "dir") and holder is not None and last_child(holder) is not None:
                self.write_list(item, holder[-1])
                continue
            checked = checked_of(item, child) if self.schema.has_tasks and child.tag == "ul" else None
            wanted = "taskList" if checked is not None else None
            if holder is None or holder.get("data-type") != wanted:
                holder = new("ol" if child.tag == "ol" else "ul", target)
                if wanted:
                    holder.set("data-type", wanted)
                if child.tag == "ol" and re.fullmatch(r"(?!1$)[1-9]\d{0,5}", child.get("start", "")):
                    holder.set("start", child.get("start", ""))
            self.item(item, holder, checked)

    def item(self, child: Element, holder: Element, checked: bool | None = None) -> None:
        item = new("li", holder)
        if checked is not None:
            item.set("data-type", "taskItem")
            item.set("data-checked", "true" if checked else "false")
        if child.tag == "li":
            keep_id(child, item)
            self.flow(child, item)
        else:
            self.flow_child(child, item, paragraph := OpenParagraph(item))
            paragraph.close()
        if (child.tail or "").strip():
            new("p", item).text = (child.tail or "").strip()
        first = next(item.iterchildren(), None)
        if first is None or first.tag != "p":
            item.insert(0, new("p"))
        _plain_paragraphs(item)

    # --- Tables -----------------------------------------------------------------------------------

    def table(self, child: Element, target: Element) -> None:
        captions = [part for part in child if part.tag == "caption"]
        for caption in captions:
            self.paragraph(caption, target)
        rows = list(_rows(child))
        if not rows:
            return
        if not self.schema.has_tables:
            self.table_as_lines(rows, target)
            return
        table = new("table", target)
        keep_id(child, table)
        body = new("tbody", table)
        for row in rows:
            self.row(row, body)
        if not len(body):
            target.remove(table)

    def row(self, source: Element, body: Element) -> None:
        row = new("tr", body)
        keep_id(source, row)
        for cell in source:
            if cell.tag not in ("td", "th"):
                continue
            written = new(cell.tag, row)
            for name in ("colspan", "rowspan"):
                value = cell.get(name, "")
                if re.fullmatch(r"[1-9]\d{0,2}", value) and 1 < int(value) <= 200:
                    written.set(name, value)
            if s.COLUMN_WIDTH.fullmatch(cell.get("colwidth", "")):
                written.set("colwidth", cell.get("colwidth", ""))
            self.flow(cell, written)
            if not len(written):
                new("p", written)
            _plain_paragraphs(written)
        if not len(row):
            body.remove(row)

    def table_as_lines(self, rows: list[Element], target: Element) -> None:
        """In a comment a table becomes a paragraph a row, its cells parted by a bar."""
        for row in rows:
            cells = [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
            if any(cells):
                new("p", target).text = " | ".join(cells)


class OpenParagraph:
    """The paragraph that inline content met between blocks is gathered in."""

    def __init__(self, target: Element) -> None:
        self.target = target
        self.element: Element | None = None
        self.marks: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.element is not None

    def holder(self, marks: tuple[str, ...]) -> Element:
        if self.element is None:
            self.element = new("p", self.target)
        holder = self.element
        for mark in marks:
            last = last_child(holder)
            reuse = last is not None and last.tag == mark and not last.tail
            holder = last if last is not None and reuse else new(mark, holder)
        return holder

    def text(self, text: str | None, marks: tuple[str, ...]) -> None:
        if text and (self.is_open or text.strip(SPACE)):
            append_text(self.holder(marks), text)

    def close(self) -> None:
        if self.element is not None:
            strip_edges(self.element)
            if is_empty(self.element):
                self.target.remove(self.element)
        self.element = None


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if row.tag == "tr")


def _plain_paragraphs(holder: Element) -> None:
    """Paragraphs in an item or a cell are addressed through it."""
    for child in holder:
        if child.tag == "p" and child.get("data-id") is not None:
            del child.attrib["data-id"]
