"""A change in one plain line, for 「与你有关的变化」 and the proposed change summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from artifacts.diffs.words import DELETE, EQUAL, INSERT, Piece

LONGEST = 40
CONTEXT = 12
CLAUSE_END = re.compile(r"[，。；：！？、,;:!?\n]")


@dataclass(frozen=True)
class Line:
    """What went and what came, as text; the sentence is made in the language of whoever reads it.

    ``label`` says where: the first cell of a row. ``is_ticked`` is set when a task was ticked (or unticked),
    its words being ``new``.
    """

    old: str = ""
    new: str = ""
    label: str = ""
    is_ticked: bool | None = None

    def __str__(self) -> str:
        if self.label:
            return _("%(label)s: %(change)s") % {"label": self.label, "change": self._change()}
        return self._change()

    def _change(self) -> str:
        if self.is_ticked is not None:
            words = _("Ticked: %(text)s") if self.is_ticked else _("Unticked: %(text)s")
            return words % {"text": self.new or _("(no text)")}
        if self.old and self.new:
            if self.old == self.new:
                return _("Changed: %(text)s") % {"text": self.new}
            return _("“%(old)s” became “%(new)s”") % {"old": self.old, "new": self.new}
        if self.new:
            return _("Added: %(text)s") % {"text": self.new}
        return _("Removed: %(text)s") % {"text": self.old or _("(no text)")}


def shortened(text: str, length: int = LONGEST) -> str:
    """The text on one line, cut in the middle of nothing but its end."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def line_for(pieces: Sequence[Piece]) -> Line:
    """The line for a changed run of text: its largest change, in the clause it stands in.

    Pieces without any change (a mark was set) give the text itself, as changed.
    """
    spans = _spans(pieces)
    if not spans:
        text = shortened("".join(text for _op, text in pieces))
        return Line(text, text)
    begin, end = max(spans, key=lambda span: sum(len(text) for _op, text in pieces[span[0] : span[1]]))
    old = "".join(text for op, text in pieces[begin:end] if op != INSERT)
    new = "".join(text for op, text in pieces[begin:end] if op != DELETE)
    left = _tail_of_clause(pieces[begin - 1][1]) if begin else ""
    right = _head_of_clause(pieces[end][1]) if end < len(pieces) else ""
    if not (old.strip() or new.strip()):
        return Line(shortened(left + right), shortened(left + right))
    if (not old.strip() or not new.strip()) and len(old + new) > CONTEXT:
        return Line(shortened(old), shortened(new))
    return Line(shortened(left + old + right), shortened(left + new + right))


def _spans(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Runs of changed pieces, as (first, one past the last)."""
    spans: list[tuple[int, int]] = []
    for index, (op, _text) in enumerate(pieces):
        if op == EQUAL:
            continue
        if spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans


def _tail_of_clause(text: str) -> str:
    return CLAUSE_END.split(text)[-1][-CONTEXT:].lstrip()


def _head_of_clause(text: str) -> str:
    return CLAUSE_END.split(text)[0][:CONTEXT].rstrip()
