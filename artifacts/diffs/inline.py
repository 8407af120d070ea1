"""Difference of two paragraphs with their marks, links, mentions and pictures."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from artifacts.diffs.words import DELETE, EQUAL, INSERT, Piece, diff_tokens, tokens
from conversations.text.tree import Element, append_text, last_child, new

ATOM = "\ue000"
"""Begins the stand-in of something that is no text: a picture, a mention."""
FORMAT = 2
LINE_END = "\n"
Marks = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass
class Run:
    """Inline content as tokens, each with the marks it stands in; ``atoms`` are the elements behind stand-ins."""

    tokens: list[str] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    atoms: dict[str, Element] = field(default_factory=dict)

    def add(self, token: str, marks: Marks) -> None:
        self.tokens.append(token)
        self.marks.append(marks)

    def text(self, token: str) -> str:
        """A token as a reader sees it."""
        if token.startswith(ATOM) and token in self.atoms:
            atom = self.atoms[token]
            return "".join(atom.itertext()) or atom.get("alt", "")
        return token


def read(block: Element) -> Run:
    """The inline content of a paragraph, a heading or a code block."""
    run = Run()
    _read(block, (), run)
    return run


def _read(element: Element, marks: Marks, run: Run) -> None:
    _read_text(element.text, marks, run)
    for child in element:
        if child.tag == "br":
            run.add(LINE_END, marks)
        elif child.tag in ("img", "span"):
            key = f"{ATOM}{child.get('src') or child.get('data-mention') or ''}"
            run.atoms[key] = child
            run.add(key, marks)
        else:
            attributes = tuple(sorted((k, v) for k, v in child.attrib.items() if k in ("href", "title")))
            _read(child, (*marks, (str(child.tag), attributes)), run)
        _read_text(child.tail, marks, run)


def _read_text(text: str | None, marks: Marks, run: Run) -> None:
    for token in tokens(text or ""):
        run.add(token, marks)


@dataclass
class InlineChange:
    """What happened inside one block."""

    pieces: list[Piece] = field(default_factory=list)
    is_formatted: bool = False

    @property
    def is_changed(self) -> bool:
        return self.is_formatted or any(op != EQUAL for op, _text in self.pieces)


def diff_inline(old: Element, new_block: Element, target: Element) -> InlineChange:
    """Write the content of both blocks into ``target``, what went in ``del``, what came in ``ins``.

    In a ``code`` block line ends stay characters; elsewhere they are line breaks.
    """
    before, after = read(old), read(new_block)
    change = InlineChange()
    writer = _Writer(target)
    for op, token, marks, run in _steps(before, after):
        if op == FORMAT:
            change.is_formatted = True
        writer.write(op, token, marks, run)
        _extend(change.pieces, EQUAL if op == FORMAT else op, run.text(token))
    writer.close()
    return change


def _steps(before: Run, after: Run) -> Iterator[tuple[int, str, Marks, Run]]:
    i = j = 0
    for op, parts in diff_tokens(before.tokens, after.tokens):
        for token in parts:
            if op == DELETE:
                yield op, token, before.marks[i], before
                i += 1
            elif op == INSERT:
                yield op, token, after.marks[j], after
                j += 1
            else:
                same = before.marks[i] == after.marks[j]
                yield (EQUAL if same else FORMAT), token, after.marks[j], after
                i, j = i + 1, j + 1


def _extend(pieces: list[Piece], op: int, text: str) -> None:
    if pieces and pieces[-1][0] == op:
        pieces[-1] = (op, pieces[-1][1] + text)
    else:
        pieces.append((op, text))


class _Writer:
    """Opens and closes ``ins``, ``del`` and marks as few times as possible."""

    def __init__(self, target: Element) -> None:
        self.target = target
        self.is_code = target.tag == "code"
        self.op: int | None = None
        self.marks: Marks | None = None
        self.wrapper = target
        self.holder = target
        self.pending: list[str] = []

    def write(self, op: int, token: str, marks: Marks, run: Run) -> None:
        if op != self.op:
            self.close()
            self.op, self.marks = op, None
            self.wrapper = self._wrapper(op)
        if marks != self.marks:
            self._flush()
            self.marks = marks
            self.holder = self.wrapper
            for tag, attributes in marks:
                self.holder = new(tag, self.holder, **dict(attributes))
        if token == LINE_END and not self.is_code:
            self._flush()
            new("br", self.holder)
        elif token in run.atoms:
            self._flush()
            atom = copy.deepcopy(run.atoms[token])
            atom.tail = None
            self.holder.append(atom)
        else:
            self.pending.append(token)

    def _wrapper(self, op: int) -> Element:
        if op == EQUAL:
            return self.target
        wrapper = new("del" if op == DELETE else "ins", self.target)
        if op == FORMAT:
            wrapper.set("data-change", "format")
        return wrapper

    def _flush(self) -> None:
        if self.pending:
            append_text(self.holder, "".join(self.pending))
            self.pending = []

    def close(self) -> None:
        self._flush()


def mark_all(block: Element, op: int) -> None:
    """Mark all the inline content of a copied block as come or gone, in place."""
    tag = "del" if op == DELETE else "ins"
    for holder in block.iter("p", "h1", "h2", "h3", "h4", "code"):
        if holder.tag == "code" and (holder.getparent() is None or holder.getparent().tag != "pre"):
            continue
        if not holder.text and last_child(holder) is None:
            continue
        wrapper = etree.Element(tag)
        wrapper.text, holder.text = holder.text, None
        for child in list(holder):
            wrapper.append(child)
        holder.append(wrapper)
