"""The inline content of one Word paragraph, gathered before it is written as HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from conversations.text.tree import Element

ORDER = ("code", "strong", "em", "u", "s", "mark", "sup", "sub")


@dataclass
class Piece:
    """A stretch of text in one format."""

    text: str
    marks: frozenset[str] = frozenset()
    address: str = ""
    is_atom: bool = False


@dataclass
class Line:
    """A paragraph's inline content, and the blocks (text boxes) anchored in it."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def add(self, text: str, marks: frozenset[str] = frozenset(), address: str = "", *, is_atom: bool = False) -> None:
        last = self.pieces[-1] if self.pieces else None
        if last and not is_atom and not last.is_atom and (last.marks, last.address) == (marks, address):
            last.text += text
        elif text:
            self.pieces.append(Piece(text, marks, address, is_atom))

    @property
    def text(self) -> str:
        """What is read, without marks and pictures."""
        return "".join(piece.text for piece in self.pieces if not piece.is_atom)

    @property
    def is_code(self) -> bool:
        """Whether all the text is in a font of code."""
        words = [piece for piece in self.pieces if not piece.is_atom and piece.text.strip()]
        return bool(words) and all("code" in piece.marks for piece in words)

    def html(self, *, without: frozenset[str] = frozenset()) -> str:
        return "".join(_piece_html(piece, without) for piece in self.pieces)


def _piece_html(piece: Piece, without: frozenset[str]) -> str:
    written = piece.text if piece.is_atom else html.escape(piece.text, quote=False).replace("\n", "<br>")
    for mark in reversed(ORDER):
        if mark in piece.marks and mark not in without and piece.text.strip():
            written = f"<{mark}>{written}</{mark}>"
    return f'<a href="{html.escape(piece.address)}">{written}</a>' if piece.address else written
