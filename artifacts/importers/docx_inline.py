"""The runs of a Word paragraph as inline HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

from artifacts.importers import report
from artifacts.importers.docx_drawings import Drawings
from artifacts.importers.docx_line import Line
from artifacts.importers.docx_names import MC, M, R, W, flag, val
from artifacts.importers.docx_package import Package, Relation
from artifacts.importers.docx_styles import CODE, Styles, is_monospaced
from artifacts.importers.docx_symbols import PRIVATE, equation, private, symbol
from artifacts.importers.report import Notes
from conversations.text.tree import Element

PASSED_OVER = frozenset(
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "softHyphen", "permStart",
        "permEnd", "commentRangeStart", "commentRangeEnd", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "annotationRef",
        "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "rubyPr", "fldData", "dayShort", "monthShort", "yearShort", "dayLong",
        "monthLong", "yearLong", "tblPrEx", "contentPart",
    )
)  # fmt: skip
TEXT_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]+)"|HYPERLINK\s+([^\s\\"]+)', re.IGNORECASE)


@dataclass
class Field:
    """A complex field that is open: its instruction and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False

    @property
    def address(self) -> str:
        found = TEXT_ADDRESS.search(self.instruction)
        return "" if found is None or "\\l" in found.group(0) else found.group(1) or found.group(2) or ""


class InlineReader:
    """Reads paragraphs of one part; fields may run on from one paragraph to the next."""

    def __init__(
        self,
        package: Package,
        part: str,
        styles: Styles,
        drawings: Drawings,
        notes: Notes,
        footnote: Callable[[str, str], str],
    ) -> None:
        self.package = package
        self.styles = styles
        self.drawings = drawings
        self.notes = notes
        self.footnote = footnote
        self.relations: dict[str, Relation] = package.relations(part)
        self.folder = posixpath.dirname(part)
        self.fields: list[Field] = []

    def line(self, paragraph: Element, base: frozenset[str] = frozenset()) -> Line:
        """The content of a paragraph; ``base`` are marks its style gives."""
        line = Line()
        self._children(paragraph, line, base, "")
        return line

    def _children(self, parent: Element, line: Line, base: frozenset[str], address: str) -> None:
        for child in parent:
            self._child(child, line, base, address)

    def _child(self, child: Element, line: Line, base: frozenset[str], address: str) -> None:
        tag = child.tag
        if tag == f"{W}r":
            self._run(child, line, base, address)
        elif tag == f"{W}hyperlink":
            self._children(child, line, base, self._link(child) or address)
        elif tag in (f"{W}del", f"{W}moveFrom"):
            self.notes.add(report.DELETED_TEXT, "".join(child.itertext(f"{W}delText", f"{W}t")))
        elif tag in (f"{W}ins", f"{W}moveTo"):
            self.notes.add(report.INSERTED_TEXT)
            self._children(child, line, base, address)
        elif tag == f"{W}fldSimple":
            simple = Field(child.get(f"{W}instr", ""))
            self._children(child, line, base, self._checked(simple.address) or address)
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            self.notes.add(report.EQUATION, text := equation(child))
            line.add(text, base, address)
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                self._children(content, line, base, address)
        elif tag == f"{MC}AlternateContent":
            if (chosen := _alternative(child)) is not None:
                self._children(chosen, line, base, address)
        elif tag == f"{W}subDoc":
            self.notes.add(report.PART, "subDoc")
        elif tag not in PASSED_OVER and isinstance(tag, str):
            self._children(child, line, base, address)

    def _link(self, element: Element) -> str:
        relation = self.relations.get(element.get(f"{R}id", ""))
        return self._checked(relation.target) if relation is not None and relation.is_external else ""

    def _checked(self, address: str) -> str:
        if not address or address.lower().startswith(("http://", "https://", "mailto:")):
            return address.strip()
        self.notes.add(report.LINK, address)
        return ""

    # --- Runs -------------------------------------------------------------------------------------

    def _run(self, run: Element, line: Line, base: frozenset[str], address: str) -> None:
        properties = run.find(f"{W}rPr")
        marks, is_hidden = self._marks(properties, base)
        if is_hidden:
            if text := "".join(run.itertext(f"{W}t")):
                self.notes.add(report.HIDDEN_TEXT, text)
            self._fields_of(run)
            return
        for child in run:
            self._in_run(child, line, marks, address)

    def _fields_of(self, run: Element) -> None:
        for child in run.iter(f"{W}fldChar", f"{W}instrText"):
            self._in_run(child, Line(), frozenset(), "")

    def _in_run(self, child: Element, line: Line, marks: frozenset[str], address: str) -> None:
        tag = child.tag
        if tag == f"{W}fldChar":
            self._field(child, line)
        elif tag == f"{W}instrText":
            if self.fields:
                self.fields[-1].instruction += child.text or ""
        elif self.fields and not self.fields[-1].in_result:
            return
        elif tag == f"{W}t":
            line.add(self._read(child), marks, self._address(address))
        elif tag in (f"{W}tab", f"{W}ptab"):
            line.add("\t", marks, self._address(address))
        elif tag == f"{W}br":
            if child.get(f"{W}type", "textWrapping") == "textWrapping":
                line.add("\n", marks)
        elif tag == f"{W}cr":
            line.add("\n", marks)
        elif tag == f"{W}noBreakHyphen":
            line.add("-", marks)
        elif tag == f"{W}sym":
            self._symbol(child, line, marks)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            line.add(self.footnote(tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
        elif tag == f"{W}ruby":
            self._ruby(child, line, marks, address)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(child, line)
        elif tag == f"{MC}AlternateContent":
            if (chosen := _alternative(child)) is not None:
                for part in chosen:
                    self._in_run(part, line, marks, address)
        elif tag not in PASSED_OVER and tag not in (f"{W}delText", f"{W}commentReference", f"{W}delInstrText"):
            self._child(child, line, marks, address)

    def _read(self, text: Element) -> str:
        """The words of a ``w:t``; characters of symbol fonts become ordinary ones."""
        words = text.text or ""
        if not PRIVATE.search(words):
            return words
        fonts = text.getparent().find(f"{W}rPr/{W}rFonts")
        name = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        read = [private(character, name) if PRIVATE.match(character) else character for character in words]
        if None in read:
            self.notes.add(report.SYMBOL, name)
        return "".join(character or "□" for character in read)

    def _address(self, address: str) -> str:
        if address or not self.fields:
            return address
        return next((found for field in reversed(self.fields) if (found := self._field_address(field))), "")

    def _field_address(self, field: Field) -> str:
        address = field.address
        return address if address.lower().startswith(("http://", "https://", "mailto:")) else ""

    def _field(self, child: Element, line: Line) -> None:
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(Field())
            box = child.find(f".//{W}checkBox")
            if box is not None:
                checked = flag(box, "checked")
                line.add("☑" if (flag(box, "default") if checked is None else checked) else "☐")
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _symbol(self, child: Element, line: Line, marks: frozenset[str]) -> None:
        found = symbol(child)
        if found is None:
            self.notes.add(report.SYMBOL, f"{child.get(f'{W}font', '')} {child.get(f'{W}char', '')}")
        line.add(found or "□", marks)

    def _ruby(self, child: Element, line: Line, marks: frozenset[str], address: str) -> None:
        base, reading = child.find(f"{W}rubyBase"), child.find(f"{W}rt")
        if base is not None:
            self._children(base, line, marks, address)
        if reading is not None and (text := "".join(reading.itertext(f"{W}t"))):
            line.add(f"（{text}）", marks)

    def _drawing(self, child: Element, line: Line) -> None:
        pictures, boxes = self.drawings.read(child, self.relations, self.folder)
        for picture in pictures:
            line.add(picture, is_atom=True)
        line.boxes.extend(boxes)

    def _marks(self, properties: Element | None, base: frozenset[str]) -> tuple[frozenset[str], bool]:
        marks = set(base)
        style = self.styles.get(val(properties, "rStyle"))
        hidden = False
        if style is not None:
            _switch(marks, "strong", style.marks.get("b"))
            _switch(marks, "em", style.marks.get("i"))
            _switch(marks, "s", style.marks.get("strike"))
            hidden = bool(style.marks.get("vanish"))
            _switch(marks, "code", style.is_monospaced or style.is_like(CODE) or None)
        if properties is None:
            return frozenset(marks), hidden
        _switch(marks, "strong", flag(properties, "b"))
        _switch(marks, "em", flag(properties, "i"))
        for name in ("strike", "dstrike"):
            _switch(marks, "s", flag(properties, name))
        underline = val(properties, "u")
        _switch(marks, "u", None if underline is None else underline not in ("none", ""))
        highlight = val(properties, "highlight")
        _switch(marks, "mark", None if highlight is None else highlight != "none")
        raised = val(properties, "vertAlign")
        _switch(marks, "sup", raised == "superscript" or None)
        _switch(marks, "sub", raised == "subscript" or None)
        fonts = properties.find(f"{W}rFonts")
        _switch(marks, "code", (fonts is not None and is_monospaced(fonts)) or None)
        vanish = flag(properties, "vanish")
        return frozenset(marks), hidden if vanish is None else vanish


def _switch(marks: set[str], mark: str, value: bool | None) -> None:
    if value is True:
        marks.add(mark)
    elif value is False:
        marks.discard(mark)


def _alternative(element: Element) -> Element | None:
    """Word writes drawings twice, new and old style: the new one, unless it is empty."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None and len(choice) else element.find(f"{MC}Fallback")
