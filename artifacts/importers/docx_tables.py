"""The grid of a Word table: merged cells, header rows, rows that tracked changes deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from artifacts.importers import report
from artifacts.importers.docx_names import W, flag, number, val
from artifacts.importers.report import Notes
from conversations.text.tree import Element


@dataclass
class Cell:
    """A cell of the table as it is shown; ``sources`` are the cells of the file that went into it."""

    sources: list[Element]
    columns: int = 1
    rows: int = 1
    html: str = ""


@dataclass
class Row:
    cells: list[Cell] = field(default_factory=list)
    is_header: bool = False


def grid(table: Element, notes: Notes) -> list[Row]:
    """The rows with their cells, merged ones joined."""
    rows: list[Row] = []
    open_merges: dict[int, Cell] = {}
    for source in _rows(table):
        properties = source.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            notes.add(report.DELETED_TEXT, "".join(source.itertext(f"{W}t", f"{W}delText")))
            continue
        row = Row(is_header=bool(flag(properties, "tblHeader")))
        column = number(val(properties, "gridBefore"), 0)
        if column > 0:
            row.cells.append(Cell([], columns=column))
        merges: dict[int, Cell] = {}
        for cell in _cells(source):
            column += _place(cell, column, row, open_merges, merges)
        after = number(val(properties, "gridAfter"), 0)
        if after > 0:
            row.cells.append(Cell([], columns=after))
        open_merges = merges
        rows.append(row)
    return _without_empty_rows(rows)


def _place(source: Element, column: int, row: Row, open_merges: dict[int, Cell], merges: dict[int, Cell]) -> int:
    """Put one cell of the file into the grid; gives the columns it takes."""
    properties = source.find(f"{W}tcPr")
    span = min(max(number(val(properties, "gridSpan"), 1), 1), 63)
    merge = val(properties, "vMerge")
    above = open_merges.get(column)
    if merge is not None and merge != "restart" and above is not None and above.columns == span:
        above.rows += 1
        above.sources.append(source)
        merges[column] = above
        return span
    if val(properties, "hMerge") == "continue" and row.cells:
        row.cells[-1].columns += span
        row.cells[-1].sources.append(source)
        return span
    cell = Cell([source], columns=span)
    row.cells.append(cell)
    if merge is not None:
        merges[column] = cell
    return span


def _without_empty_rows(rows: list[Row]) -> list[Row]:
    """A row all of whose cells are merged upwards has nothing of its own; the spans over it shrink."""
    for index, row in enumerate(rows):
        if not row.cells:
            for above in rows[:index]:
                for cell in above.cells:
                    if cell.rows > 1 and rows.index(above) + cell.rows > index:
                        cell.rows -= 1
    return [row for row in rows if row.cells]


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table:
        if child.tag == f"{W}tr":
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            found.extend(_rows(child))
    return found


def _cells(row: Element) -> list[Element]:
    found: list[Element] = []
    for child in row:
        if child.tag == f"{W}tc":
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            found.extend(_cells(child))
    return found


def is_header_row(rows: list[Row], is_bold: Callable[[Element], bool]) -> bool:
    """Whether the first row heads the columns: said so, or every cell with text is bold or shaded."""
    if len(rows) < 2:
        return False
    if rows[0].is_header:
        return True
    filled = [cell for cell in rows[0].cells if _text(cell)]
    return len(filled) > 1 and all(_is_shaded(cell) or _all_bold(cell, is_bold) for cell in filled)


def _text(cell: Cell) -> str:
    return "".join(text for source in cell.sources for text in source.itertext(f"{W}t")).strip()


def _is_shaded(cell: Cell) -> bool:
    for source in cell.sources:
        shading = source.find(f"{W}tcPr/{W}shd")
        if shading is not None and shading.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff", ""):
            return True
    return False


def _all_bold(cell: Cell, is_bold: Callable[[Element], bool]) -> bool:
    paragraphs = [
        part for source in cell.sources for part in source.iter(f"{W}p") if "".join(part.itertext(f"{W}t")).strip()
    ]
    return bool(paragraphs) and all(is_bold(part) for part in paragraphs)


def table_html(rows: list[Row], has_header: bool) -> str:
    """The table; its header rows hold ``th``."""
    written = ["<table>"]
    for index, row in enumerate(rows):
        tag = "th" if has_header and (index == 0 or (row.is_header and rows[index - 1].is_header)) else "td"
        written.append("<tr>")
        for cell in row.cells:
            spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            written.append(f"<{tag}{spans}>{cell.html}</{tag}>")
        written.append("</tr>")
    written.append("</table>")
    return "".join(written)
