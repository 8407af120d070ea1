"""Difference of two section bodies in stored HTML: readable HTML with ``ins`` and ``del``, counts, one-line summaries.

Blocks are matched first (by their ids), so that a change in one paragraph costs that paragraph only; tables are
compared cell by cell, lists item by item. The result passes nh3 like all text. Blocks carry ``data-change``:
``added``, ``removed`` or ``changed``, a task ``ticked`` or ``unticked``; a change of marks alone is
``<ins data-change="format">``.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import nh3

from artifacts.diffs.align import LISTS, TEXT_BLOCKS, align, content
from artifacts.diffs.inline import diff_inline, mark_all
from artifacts.diffs.summaries import Line, line_for, shortened
from artifacts.diffs.tables import Columns, align_columns, rows_of
from artifacts.diffs.words import DELETE, EQUAL, INSERT, changed_characters
from conversations.text import schema
from conversations.text.sanitise import parse, serialise
from conversations.text.tree import Element, new

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
TICKED, UNTICKED = "ticked", "unticked"


@dataclass(frozen=True)
class BlockChange:
    """One block that differs: what happened, where (its id; empty for what went), how it reads, in one line."""

    kind: str
    block_id: str
    html: str
    line: Line


@dataclass
class SectionChange:
    """All that happened to one section. Characters are counted without white space."""

    html: str = ""
    added_characters: int = 0
    removed_characters: int = 0
    blocks: list[BlockChange] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.blocks)

    def count(self, kind: str) -> int:
        """How many blocks were ADDED, REMOVED or CHANGED."""
        return sum(1 for block in self.blocks if block.kind == kind)

    @property
    def ticks(self) -> list[Line]:
        """The tasks that were ticked or unticked."""
        return [block.line for block in self.blocks if block.line.is_ticked is not None]

    def summaries(self, limit: int = 5) -> list[str]:
        """One plain line for each changed block in the language of the reader, at most ``limit``."""
        return [str(block.line) for block in self.blocks[:limit]]


def diff_sections(old_html: str, new_html: str) -> SectionChange:
    """What became of a section. Both texts are stored HTML (sanitised, with ids); either may be empty."""
    if old_html == new_html:
        return SectionChange(html=new_html)
    target = new("div")
    differ = _Differ()
    differ.flow(_blocks(old_html), _blocks(new_html), target, "")
    return SectionChange(
        html=_cleaned(serialise(target)),
        added_characters=differ.added,
        removed_characters=differ.removed,
        blocks=[
            BlockChange(note.kind, note.block_id, _cleaned(_standing(note.written)), note.line) for note in differ.notes
        ],
    )


def _blocks(html: str) -> list[Element]:
    return list(parse(html)) if html else []


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=schema.WRITTEN_TAGS | {"ins", "del"},
        attributes=schema.WRITTEN_ATTRIBUTES | {"*": {"data-id", "data-change"}, "ins": {"data-change"}},
        url_schemes=schema.LINK_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _standing(written: Element) -> str:
    """A block as HTML that can stand alone: an item in a list, a row in a table."""
    holder = new("div")
    inner = holder
    if written.tag == "li":
        parent = written.getparent()
        inner = new("ul" if parent is None else str(parent.tag), holder)
        if written.get("data-type"):
            inner.set("data-type", "taskList")
    elif written.tag == "tr":
        inner = new("tbody", new("table", holder))
    inner.append(_copied(written))
    return serialise(holder)


def _copied(element: Element) -> Element:
    written = copy.deepcopy(element)
    written.tail = None
    return written


@dataclass(frozen=True)
class _Note:
    kind: str
    block_id: str
    written: Element
    line: Line


class _Differ:
    """Writes the difference of two trees of blocks and notes what it met."""

    def __init__(self) -> None:
        self.added = 0
        self.removed = 0
        self.notes: list[_Note] = []

    def flow(self, old: Sequence[Element], now: Sequence[Element], target: Element, owner: str) -> bool:
        """Write two runs of blocks into ``target``; says whether they differ. ``owner``: id of what holds them."""
        noted = len(self.notes)
        for before, after in align(old, now):
            self.pair(before, after, target, owner)
        return len(self.notes) > noted

    def pair(self, before: Element | None, after: Element | None, target: Element, owner: str) -> None:
        if before is None or after is None:
            if after is not None:
                self.whole(after, target, INSERT, owner)
            elif before is not None:
                self.whole(before, target, DELETE, owner)
        elif content(before) == content(after):
            target.append(_copied(after))
        elif after.tag == "img" or after.tag == "hr":
            self.whole(before, target, DELETE, owner)
            self.whole(after, target, INSERT, owner)
        else:
            self.changed(before, after, target, after.get("data-id") or owner)

    def whole(self, block: Element, target: Element, op: int, owner: str) -> None:
        """A block that came or went."""
        written = _copied(block)
        mark_all(written, op)
        text = "".join(block.itertext())
        shown = shortened(_read(block) or block.get("alt", ""))
        if op == INSERT:
            written.set("data-change", ADDED)
            self.added += len("".join(text.split()))
            self.notes.append(_Note(ADDED, block.get("data-id") or owner, written, Line(new=shown)))
        else:
            written.set("data-change", REMOVED)
            for element in written.iter():
                element.attrib.pop("data-id", None)
            self.removed += len("".join(text.split()))
            self.notes.append(_Note(REMOVED, "", written, Line(old=shown)))
        target.append(written)

    def changed(self, before: Element, after: Element, target: Element, owner: str) -> None:
        written = new(str(after.tag), target, **dict(after.attrib))
        is_ticked = _is_ticked(before, after)
        if is_ticked is not None:
            written.set("data-change", TICKED if is_ticked else UNTICKED)
            line = Line(new=shortened(_task(after)), is_ticked=is_ticked)
            self.notes.append(_Note(CHANGED, owner, written, line))
        if after.tag in TEXT_BLOCKS or after.tag == "pre":
            self.text(before, after, written, owner)
        elif after.tag == "table":
            self.table(before, after, written)
        elif not self.flow(list(before), list(after), written, owner) and is_ticked is None:
            # The blocks inside are the same: the list changed its kind.
            written.set("data-change", CHANGED)
            self.notes.append(_Note(CHANGED, owner, written, line_for([(EQUAL, "".join(after.itertext()))])))

    def text(self, before: Element, after: Element, written: Element, owner: str) -> None:
        written.set("data-change", CHANGED)
        holder = written
        if after.tag == "pre":
            before, after = _code(before), _code(after)
            holder = new("code", written, **dict(after.attrib))
        inline = diff_inline(before, after, holder)
        added, removed = changed_characters(inline.pieces)
        self.added += added
        self.removed += removed
        self.notes.append(_Note(CHANGED, owner, written, line_for(inline.pieces)))

    def table(self, before: Element, after: Element, written: Element) -> None:
        body = new("tbody", written)
        columns = align_columns(before, after)
        for old_row, new_row in align(rows_of(before), rows_of(after)):
            if old_row is None or new_row is None or content(old_row) == content(new_row):
                self.pair(old_row, new_row, body, "")
            elif columns is not None:
                self.row(old_row, new_row, body, columns)
            elif len(old_row) == len(new_row):
                self.row(old_row, new_row, body, [(index, index) for index in range(len(new_row))])
            else:
                self.whole(old_row, body, DELETE, "")
                self.whole(new_row, body, INSERT, "")

    def row(self, old_row: Element, new_row: Element, body: Element, columns: Columns) -> None:
        """A row that differs is one change, told by its largest cell."""
        row = new("tr", body, **dict(new_row.attrib))
        row.set("data-change", CHANGED)
        noted = len(self.notes)
        for old_index, new_index in columns:
            self.cell(
                None if old_index is None else old_row[old_index],
                None if new_index is None else new_row[new_index],
                row,
            )
        inside = self.notes[noted:]
        line = max(
            (note.line for note in inside),
            key=lambda line: (bool(line.old and line.new), len(line.old + line.new)),
            default=None,
        )
        line = line or line_for([(EQUAL, _read(new_row))])
        head = shortened("".join(new_row[0].itertext()), 20)
        if head and head not in (line.old, line.new):
            line = replace(line, label=head)
        self.notes[noted:] = [_Note(CHANGED, new_row.get("data-id", ""), row, line)]

    def cell(self, old_cell: Element | None, new_cell: Element | None, row: Element) -> None:
        source = old_cell if new_cell is None else new_cell
        if source is None:
            return
        written = new(str(source.tag), row, **dict(source.attrib))
        before, after = ([] if cell is None else list(cell) for cell in (old_cell, new_cell))
        if self.flow(before, after, written, ""):
            kind = ADDED if old_cell is None else REMOVED if new_cell is None else CHANGED
            written.set("data-change", kind)


def _read(block: Element) -> str:
    """A block as it is read, its inner blocks apart."""
    parts = list(block.iter("p", "h1", "h2", "h3", "h4", "code"))
    return " ".join("".join(part.itertext()) for part in parts) if parts else "".join(block.itertext())


def _is_ticked(before: Element, after: Element) -> bool | None:
    """Whether a task was ticked (True) or unticked (False) in between; None: neither, or no task."""
    was, now = (element.get("data-checked") for element in (before, after))
    if after.tag != "li" or was == now or "true" not in (was, now):
        return None
    return now == "true" if now is not None else None


def _task(item: Element) -> str:
    """The words of a task without those of the tasks below it."""
    return " ".join(_read(child) for child in item if child.tag not in LISTS)


def _code(pre: Element) -> Element:
    code = pre.find("code")
    return pre if code is None else code
