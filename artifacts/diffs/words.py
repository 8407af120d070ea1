"""Difference of two runs of text, readable in Chinese and in English.

A Chinese character is compared by itself; a Latin word or a number counts as a whole, so that 1,280 → 1,380 reads
as one number replaced by another. diff-match-patch does the work, its semantic clean-up keeps the pieces legible.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from diff_match_patch import diff_match_patch

EQUAL, INSERT, DELETE = 0, 1, -1
TIME_LIMIT = 0.2
"""Seconds after which one comparison settles for a coarser answer."""
TOKEN = re.compile(
    r"[A-Za-z0-9À-ɏ]+(?:[.,:/_'’-][A-Za-z0-9À-ɏ]+)*%?|\s+|.",
    re.DOTALL,
)
FIRST_STAND_IN, LAST_STAND_IN = 0xF0000, 0x10FFFD

Piece = tuple[int, str]


def tokens(text: str) -> list[str]:
    """The units of comparison: Chinese characters one by one, words and numbers whole, white space in runs."""
    return TOKEN.findall(text)


def diff_tokens(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Runs of equal, deleted and inserted tokens, in reading order."""
    stand_ins: dict[str, str] = {}
    old_text, new_text = _stood_in(old, stand_ins), _stood_in(new, stand_ins)
    if old_text is None or new_text is None:
        return [(DELETE, list(old)), (INSERT, list(new))]
    differ = diff_match_patch()
    differ.Diff_Timeout = TIME_LIMIT
    pieces = differ.diff_main(old_text, new_text, False)
    differ.diff_cleanupSemantic(pieces)
    originals = {stand_in: token for token, stand_in in stand_ins.items()}
    return [(op, [originals.get(character, character) for character in text]) for op, text in pieces]


def _stood_in(parts: Sequence[str], stand_ins: dict[str, str]) -> str | None:
    """One character for each token; None when there are more different words than spare characters."""
    made = []
    for token in parts:
        if len(token) == 1 and ord(token) < FIRST_STAND_IN:
            made.append(token)
            continue
        stand_in = stand_ins.get(token)
        if stand_in is None:
            code = FIRST_STAND_IN + len(stand_ins)
            if code > LAST_STAND_IN:
                return None
            stand_in = stand_ins[token] = chr(code)
        made.append(stand_in)
    return "".join(made)


def diff_text(old: str, new: str) -> list[Piece]:
    """Pieces of text with what happened to them: EQUAL, DELETE or INSERT."""
    return [(op, "".join(parts)) for op, parts in diff_tokens(tokens(old), tokens(new))]


def diff_text_html(old: str, new: str) -> str:
    """The two texts in one, escaped, with ``<del>`` and ``<ins>``; line ends become ``<br>``."""
    return "".join(_marked(op, text) for op, text in diff_text(old, new))


def _marked(op: int, text: str) -> str:
    escaped = html.escape(text, quote=False).replace("\n", "<br>")
    if op == EQUAL:
        return escaped
    tag = "ins" if op == INSERT else "del"
    return f"<{tag}>{escaped}</{tag}>"


def changed_characters(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many characters were added and how many taken away, white space not counted."""
    added = sum(len("".join(text.split())) for op, text in pieces if op == INSERT)
    removed = sum(len("".join(text.split())) for op, text in pieces if op == DELETE)
    return added, removed
