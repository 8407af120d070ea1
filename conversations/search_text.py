"""Text as search sees it: folded, cut into bigrams and words, and shown again with its hits marked.

A document becomes a ``tsvector`` without positions (``document_lexemes`` cast to tsvector) of overlapping CJK
bigrams, Latin words and one product lexeme such as ``p:17``. A query becomes the AND of its bigrams and
words (``query_lexemes`` cast to tsquery); because a document may hold all bigrams of a phrase apart, a match
is then rechecked: every one of ``query_terms`` must stand in the folded text
(``folded LIKE like_pattern(term)``).
PostgreSQL's phrase search is not used: it breaks past 16,383 positions and 256 repeats of a lexeme.
"""

from __future__ import annotations

import html
import re
import unicodedata

MAX_LEXEME_BYTES = 900_000
"""PostgreSQL takes at most 1 MB of lexemes in one tsvector; what goes beyond is not indexed."""
MAX_WORD = 100
MAX_QUERY = 200
MAX_TERMS = 20
ELLIPSIS = "…"

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
RUN = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
IS_CJK = re.compile(f"[{CJK}]")


class _Folding(dict[int, str]):
    """Code point to its folded form, worked out once for each character met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(self) < 200_000:
            self[code] = folded
        return folded


_folding = _Folding()


def fold(text: str) -> str:
    """Text for comparing: full and half width alike, compatibility forms resolved, lower case, no NUL.

    Folding goes character by character, so that a hit in the folded text can be shown in the original.
    """
    if text.isascii():
        return text.lower().replace("\0", "")
    return unicodedata.normalize("NFC", text).translate(_folding).replace("\0", "")


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of each run of CJK characters, in order; a run of one character is that character."""
    found: list[str] = []
    for run in RUN.findall(fold(text)):
        if IS_CJK.match(run):
            found.extend(_pairs(run))
    return found


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[index : index + 2] for index in range(len(run) - 1)]


def lexemes(text: str) -> list[str]:
    """The distinct bigrams and Latin words or numbers of a text, in order of first appearance."""
    found: dict[str, None] = {}
    for run in RUN.findall(fold(text)):
        if IS_CJK.match(run):
            found.update(dict.fromkeys(_pairs(run)))
        else:
            found[run[:MAX_WORD]] = None
    return list(found)


def product_lexeme(product_id: int) -> str:
    """The lexeme by which the index narrows to one product. No word can equal it: words hold no colon."""
    return f"p:{product_id}"


def document_lexemes(text: str, product_id: int | None = None) -> str:
    """The literal of a tsvector without positions: cast it (``%s::tsvector``), never ``to_tsvector``."""
    found = lexemes(text)
    if product_id is not None:
        found.insert(0, product_lexeme(product_id))
    kept, size = [], 0
    for lexeme in found:
        size += len(lexeme.encode())
        if size > MAX_LEXEME_BYTES:
            break
        kept.append(_quoted(lexeme))
    return " ".join(kept)


def query_terms(query: str) -> list[str]:
    """The parts of a query, folded: each must stand in the folded text of a hit. Empty for a blank query."""
    terms = fold(query[:MAX_QUERY]).split()
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def query_lexemes(query: str, product_id: int | None = None) -> str | None:
    """The literal of a tsquery (cast it: ``%s::tsquery``), or None when the index cannot help.

    None means: look among titles only, by prefix. That is so for a single Chinese character, and for a query
    without any letter or digit. Latin words match by prefix.
    """
    parts: dict[str, None] = {}
    for term in query_terms(query):
        for run in RUN.findall(term):
            if not IS_CJK.match(run):
                parts[f"{_quoted(run[:MAX_WORD])}:*"] = None
            elif len(run) > 1:
                parts.update(dict.fromkeys(_quoted(pair) for pair in _pairs(run)))
    if not parts:
        return None
    narrowed = [] if product_id is None else [_quoted(product_lexeme(product_id))]
    return " & ".join([*narrowed, *parts])


def any_lexemes(wanted: list[str], product_id: int) -> str:
    """The literal of a tsquery for documents of one product that hold at least one of these lexemes."""
    return f"{_quoted(product_lexeme(product_id))} & ({' | '.join(_quoted(lexeme) for lexeme in wanted)})"


def is_single_character(query: str) -> bool:
    """Whether the query is one Chinese character, looked for at the beginning of titles only."""
    terms = query_terms(query)
    return len(terms) == 1 and len(terms[0]) == 1 and bool(IS_CJK.match(terms[0]))


def like_pattern(term: str) -> str:
    """A folded term as the pattern of a LIKE that finds it anywhere."""
    return f"%{_like_escaped(term)}%"


def prefix_pattern(query: str) -> str:
    """The pattern of a LIKE on folded titles that begin with the query."""
    return f"{_like_escaped(fold(query.strip()[:MAX_QUERY]))}%"


def matches(text: str, query: str) -> bool:
    """The recheck in Python: whether every term stands in the text."""
    folded = fold(text)
    terms = query_terms(query)
    return bool(terms) and all(term in folded for term in terms)


def highlights(text: str, query: str, *, limit: int = 200) -> list[tuple[int, int]]:
    """Where the terms stand in the original text: (start, end) pairs, in order, not overlapping."""
    terms = query_terms(query)
    if not terms:
        return []
    text = unicodedata.normalize("NFC", text)
    folded = fold(text)
    pattern = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    hits = [match.span() for match, _number in zip(re.finditer(pattern, folded), range(limit), strict=False)]
    return hits if len(folded) == len(text) else _in_original(text, hits)


def _in_original(text: str, hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the folded text in the original, where folding made some characters longer or shorter."""
    wanted = iter(hits)
    found: list[tuple[int, int]] = []
    hit = next(wanted, None)
    position, start = 0, -1
    for index, character in enumerate(text):
        if hit is None:
            break
        end = position + len(fold(character))
        if start < 0 and position <= hit[0] < end:
            start = index
        if start >= 0 and end >= hit[1]:
            found.append((start, index + 1))
            start, hit = -1, next(wanted, None)
        position = end
    return found


def snippet(text: str, query: str, *, length: int = 120) -> str:
    """A piece of the text around its first hit as safe HTML, hits in ``<mark>``; else its beginning."""
    text = unicodedata.normalize("NFC", text)
    hits = highlights(text, query)
    first = hits[0][0] if hits else 0
    start = max(first - length // 4, 0)
    if len(text) - start < length:
        start = max(len(text) - length, 0)
    end = min(start + length, len(text))
    shown = [(begin, finish) for begin, finish in hits if begin >= start and finish <= end]
    return (ELLIPSIS if start else "") + marked(text, shown, start, end) + (ELLIPSIS if end < len(text) else "")


def marked(text: str, spans: list[tuple[int, int]], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` escaped, on one line, with the given spans in ``<mark>``."""
    end = len(text) if end is None else end
    pieces, position = [], start
    for begin, finish in spans:
        if begin < position:
            continue
        pieces.append(_escaped(text[position:begin]))
        pieces.append(f"<mark>{_escaped(text[begin:finish])}</mark>")
        position = finish
    pieces.append(_escaped(text[position:end]))
    return "".join(pieces)


def _escaped(text: str) -> str:
    return html.escape(re.sub(r"\s+", " ", text))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _like_escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
