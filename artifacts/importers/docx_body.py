"""The body of a Word document in order: headings, paragraphs, lists, code, quotes, tables."""

from __future__ import annotations

import html
from collections.abc import Iterable

from artifacts.importers import report
from artifacts.importers.docx_flow import Flow, Item
from artifacts.importers.docx_inline import InlineReader
from artifacts.importers.docx_line import Line
from artifacts.importers.docx_looks import guess_headings, guess_title, read_looks
from artifacts.importers.docx_names import MC, M, W, flag, number, val
from artifacts.importers.docx_styles import (
    CODE,
    CONTENTS,
    QUOTE,
    TITLE,
    Label,
    Numbering,
    Style,
    Styles,
)
from artifacts.importers.docx_tables import Cell, grid, is_header_row, table_html
from artifacts.importers.report import Notes
from conversations.text.tree import Element

DEEPEST = 12
"""Tables or boxes nested deeper than this are read as plain paragraphs."""
HEADING_LIMIT = 200


class BodyReader:
    """Reads block content; ``title`` is what a paragraph of the title style says."""

    def __init__(self, inline: InlineReader, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self.inline = inline
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.title = ""
        self.guessed: dict[Element, int] = {}
        self.pending_notes: list[str] = []

    def read(self, body: Element) -> str:
        """All of the body as HTML that is not yet sanitised."""
        flow = Flow()
        looks = read_looks(body, self.styles, self.numbering)
        self.guessed = guess_headings(looks)
        if self.guessed:
            self.notes.add(report.GUESSED, count=len(self.guessed))
        self.blocks(body, flow, depth=0)
        self._write_footnotes(flow)
        self.title = self.title or guess_title(looks, self.guessed)
        return flow.html()

    def blocks(self, parent: Iterable[Element], flow: Flow, depth: int) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self.paragraph(child, flow, depth)
            elif tag == f"{W}tbl":
                self.table(child, flow, depth)
            elif tag == f"{W}sdt":
                self.content_control(child, flow, depth)
            elif tag == f"{W}altChunk":
                self.notes.add(report.PART, "altChunk")
            elif tag in (
                f"{W}ins",
                f"{W}moveTo",
                f"{W}customXml",
                f"{W}smartTag",
                f"{MC}AlternateContent",
                f"{MC}Choice",
            ):
                self.blocks(child, flow, depth)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.notes.add(report.DELETED_TEXT, "".join(child.itertext(f"{W}delText", f"{W}t")))
            elif tag == f"{M}oMathPara":
                line = Line()
                self.inline._child(child, line, frozenset(), "")
                flow.block(f"<p>{line.html()}</p>")

    def content_control(self, control: Element, flow: Flow, depth: int) -> None:
        content = control.find(f"{W}sdtContent")
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if content is None:
            return
        if gallery is not None and "contents" in gallery.get(f"{W}val", "").lower():
            lines = [text for part in content.iter(f"{W}p") if (text := "".join(part.itertext(f"{W}t")).strip())]
            self.notes.add(report.CONTENTS, "\n".join(lines), len(lines))
            return
        self.blocks(content, flow, depth)

    # --- Paragraphs -------------------------------------------------------------------------------

    def paragraph(self, paragraph: Element, flow: Flow, depth: int) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.get(val(properties, "pStyle")) or self.styles.get(self.styles.default)
        line = self.inline.line(paragraph, _style_marks(style))
        if style is not None and style.is_like(CONTENTS):
            if line.text.strip():
                self.notes.add(report.CONTENTS, line.text)
        else:
            guessed = self.guessed.get(paragraph)
            self._write(properties, style, line, flow, depth, guessed)
        for box in line.boxes:
            self.blocks(box, flow, depth + 1)

    def _write(
        self,
        properties: Element | None,
        style: Style | None,
        line: Line,
        flow: Flow,
        depth: int,
        guessed: int | None,
    ) -> None:
        level = (guessed or self._heading(properties, style)) if depth == 0 else None
        # Word leaves a list's number out of paragraphs that show nothing.
        label = self._label(properties, style) if line.pieces else None
        text = line.text.strip()
        if level is not None and text and len(text) <= HEADING_LIMIT:
            self._write_heading(level, label, line, flow)
        elif style is not None and style.is_like(TITLE) and text and depth == 0 and not self.title:
            self.title = " ".join(text.split())
            self._write_pictures(line, flow)
        elif not line.pieces:
            flow.flush(keep="items")
        elif label is not None and label.is_list:
            flow.flush(keep="items")
            flow.items.append(
                Item(self._level(properties, style), label.is_ordered, label.value, f"<p>{line.html()}</p>")
            )
        elif self._is_code(style, line):
            flow.flush(keep="code")
            flow.code.append(line.text.replace("\t", "    "))
            self._write_pictures(line, flow)
        else:
            prefix = f"{html.escape(label.text)} " if label is not None and label.text else ""
            written = f"<p>{prefix}{line.html()}</p>"
            if style is not None and style.is_like(QUOTE):
                flow.flush(keep="quotes")
                flow.quotes.append(written)
            else:
                flow.block(written)

    def _write_heading(self, level: int, label: Label | None, line: Line, flow: Flow) -> None:
        self._write_footnotes(flow)
        prefix = f"{label.text} " if label is not None and label.text and label.text != "•" else ""
        words = " ".join((prefix + line.text).split())
        flow.block(f"<h{min(level, 4)}>{html.escape(words)}</h{min(level, 4)}>")
        self._write_pictures(line, flow)

    def _write_pictures(self, line: Line, flow: Flow) -> None:
        for piece in line.pieces:
            if piece.is_atom:
                flow.block(f"<p>{piece.text}</p>")

    def _heading(self, properties: Element | None, style: Style | None) -> int | None:
        outline = val(properties, "outlineLvl")
        if outline is not None:
            level = number(outline, 9)
            return level + 1 if level <= 8 else None
        return None if style is None else style.heading

    def _is_code(self, style: Style | None, line: Line) -> bool:
        return bool(line.text.strip()) and (line.is_code or (style is not None and style.is_like(CODE)))

    def _label(self, properties: Element | None, style: Style | None) -> Label | None:
        """How the paragraph is numbered; counts it, so ask once."""
        list_id, level = self._list_of(properties, style)
        return self.numbering.count(list_id, level) if list_id is not None and self.numbering.has(list_id) else None

    def _list_of(self, properties: Element | None, style: Style | None) -> tuple[str | None, int]:
        own = None if properties is None else properties.find(f"{W}numPr")
        list_id, level = val(own, "numId"), val(own, "ilvl")
        if style is not None:
            if list_id is None:
                list_id = style.list_id
            if level is None and style.list_level is not None:
                level = str(style.list_level)
            elif level is None and style.heading is not None:
                level = str(style.heading - 1)
        return list_id, min(max(number(level, 0), 0), 8)

    def _level(self, properties: Element | None, style: Style | None) -> int:
        return self._list_of(properties, style)[1]

    # --- Notes at the foot ------------------------------------------------------------------------

    def _write_footnotes(self, flow: Flow) -> None:
        """Footnotes met since the last heading, before the next one begins."""
        for note in self.pending_notes:
            flow.block(f"<p>{html.escape(note)}</p>")
        self.pending_notes.clear()

    # --- Tables -----------------------------------------------------------------------------------

    def table(self, table: Element, flow: Flow, depth: int) -> None:
        if depth >= DEEPEST:
            for paragraph in table.iter(f"{W}p"):
                self.paragraph(paragraph, flow, depth)
            return
        rows = grid(table, self.notes)
        cells = [cell for row in rows for cell in row.cells]
        for cell in cells:
            self._fill(cell, depth)
        if len(cells) == 1 and cells[0].html.startswith("<pre>") and cells[0].html.count("<pre>") == 1:
            flow.block(cells[0].html)
            return
        flow.block(table_html(rows, is_header_row(rows, _is_bold)))

    def _fill(self, cell: Cell, depth: int) -> None:
        inner = Flow()
        for source in cell.sources:
            self.blocks(source, inner, depth + 1)
        cell.html = inner.html()


def _is_bold(paragraph: Element) -> bool:
    """Whether all runs with text are set bold by themselves."""
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(run.itertext(f"{W}t")).strip()]
    return bool(runs) and all(flag(run.find(f"{W}rPr"), "b") for run in runs)


def _style_marks(style: Style | None) -> frozenset[str]:
    """Marks a paragraph style gives to all its text, as far as they mean something."""
    if style is None or style.heading is not None:
        return frozenset()
    marks = set()
    if style.marks.get("b"):
        marks.add("strong")
    if style.marks.get("i") and not style.is_like(QUOTE):
        marks.add("em")
    if style.marks.get("strike"):
        marks.add("s")
    if style.is_monospaced:
        marks.add("code")
    return frozenset(marks)
