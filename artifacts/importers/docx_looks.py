"""Headings of a document that uses no heading styles, told by their looks as a reader tells them.

Many documents are typed with larger or bold letters instead of styles. Only then is this asked; the report says
so, since a guess may be wrong.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from artifacts.importers.docx_names import W, flag, number, val
from artifacts.importers.docx_styles import CONTENTS, TITLE, Numbering, Style, Styles
from conversations.text.tree import Element

LONGEST = 40
SIZE_LEVELS = 3
SPARSE = 3_000
"""Characters for each styled heading from which other headings are looked for."""
DEFAULT_SIZE = 21
"""Half-points; Word's Chinese default (五号)."""
CHAPTER = re.compile(
    r"^(?:第[0-9一二三四五六七八九十百]+[章节部分]|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:\.\d{1,2}){1,3}[.、\s]?\s*\D)"
)
CHAPTER_LABEL = re.compile(r"[章节篇]|部分")
SENTENCE_END = re.compile(r"[。；，,;：:！!？?]$")


@dataclass(frozen=True)
class Looks:
    """How one paragraph of the body looks; sizes in half-points."""

    element: Element
    text: str
    size: int
    is_bold: bool
    is_numbered: bool
    style_level: int
    list_key: tuple[str, str] | None
    label: str

    @property
    def chapter_depth(self) -> int:
        """How deep a chapter number before the text says it is; 0 when there is none."""
        if "%" in self.label:
            several = self.label.count("%") > 1 and self.label.count(".") >= 1
            return max(self.label.count("%") - 1, 1) if several or CHAPTER_LABEL.search(self.label) else 0
        return max(self.text[:8].count("."), 1) if CHAPTER.match(self.text) else 0

    @property
    def may_be_heading(self) -> bool:
        return 0 < len(self.text) <= LONGEST and not SENTENCE_END.search(self.text)


def read_looks(body: Element, styles: Styles, numbering: Numbering) -> list[Looks]:
    """The paragraphs of the body in order, those in tables and boxes left out."""
    return [_looks(paragraph, styles, numbering) for paragraph in _paragraphs(body)]


def _paragraphs(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _paragraphs(child)


def _looks(paragraph: Element, styles: Styles, numbering: Numbering) -> Looks:
    properties = paragraph.find(f"{W}pPr")
    style = styles.get(val(properties, "pStyle")) or styles.get(styles.default)
    sizes: Counter[int] = Counter()
    bold = 0
    for run in paragraph.iter(f"{W}r"):
        count = len("".join(run.itertext(f"{W}t")).strip())
        own = run.find(f"{W}rPr")
        inherited = style.size if style is not None and style.size else styles.default_size
        sizes[number(val(own, "sz"), inherited or DEFAULT_SIZE)] += count
        is_bold = flag(own, "b")
        bold += count if (bool(style and style.marks.get("b")) if is_bold is None else is_bold) else 0
    text = "".join(paragraph.itertext(f"{W}t")).strip()
    outline = val(properties, "outlineLvl")
    skipped = style is not None and (style.is_like(CONTENTS) or style.is_like(TITLE))
    return Looks(
        element=paragraph,
        text="" if skipped else text,
        size=sizes.most_common(1)[0][0] if sizes else DEFAULT_SIZE,
        is_bold=bool(text) and bold >= len(text),
        is_numbered=properties is not None and properties.find(f"{W}numPr") is not None,
        style_level=_style_level(outline, style),
        list_key=(key := _list_key(properties)),
        label="" if key is None else numbering.pattern(key[0], number(key[1], 0)),
    )


def guess_headings(looks: list[Looks]) -> dict[Element, int]:
    """Levels of the paragraphs that look like headings; empty when the document has headings of its own."""
    styled = [one for one in looks if one.style_level and one.text]
    length = sum(len(one.text) for one in looks)
    if len(styled) >= 2 and length < len(styled) * SPARSE:
        return {}
    above = max((one.style_level for one in styled), default=0)
    body_size = _body_size(looks)
    candidates = [one for one in looks if one.may_be_heading and not one.style_level]
    larger = Counter(one.size for one in candidates if one.size > body_size + 1)
    ranked = sorted(larger, reverse=True)[:SIZE_LEVELS]
    levels = {size: rank for rank, size in enumerate(ranked, start=above + 1)}
    deepest = above + len(ranked)
    guessed: dict[int, int] = {}
    for index, one in enumerate(looks):
        if not one.may_be_heading or one.style_level:
            continue
        if one.size in levels:
            guessed[index] = levels[one.size]
        elif one.chapter_depth:
            guessed[index] = deepest + one.chapter_depth
        elif one.is_bold and not one.is_numbered and one.size >= body_size:
            guessed[index] = deepest + 1
    guessed = _with_whole_lists(looks, _without_runs(looks, guessed))
    return {looks[index].element: level for index, level in guessed.items()}


def _with_whole_lists(looks: list[Looks], guessed: dict[int, int]) -> dict[int, int]:
    """Where half of a list's lines look like headings, the others are headings too."""
    members: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(looks):
        if one.list_key is not None and one.may_be_heading and not one.style_level:
            members.setdefault(one.list_key, []).append(index)
    whole = dict(guessed)
    for indexes in members.values():
        levels = [guessed[index] for index in indexes if index in guessed]
        if len(levels) * 2 >= len(indexes):
            whole |= {index: min(levels) for index in indexes if index not in guessed}
    return whole


def guess_title(looks: list[Looks], headings: dict[Element, int]) -> str:
    """The largest line before the first heading, when it stands out; else nothing."""
    opening = []
    for one in looks:
        if one.style_level or one.element in headings:
            break
        opening.append(one)
    largest = max((one.size for one in opening if one.may_be_heading), default=0)
    if largest <= max(_body_size(looks) + 3, 28):
        return ""
    return next(one.text for one in opening if one.may_be_heading and one.size == largest)


def _style_level(outline: str | None, style: Style | None) -> int:
    """The heading level the document itself gives, 0 for none."""
    if outline is not None:
        level = number(outline, 9)
        return level + 1 if level <= 8 else 0
    return (style.heading or 0) if style is not None else 0


def _list_key(properties: Element | None) -> tuple[str, str] | None:
    numbering = None if properties is None else properties.find(f"{W}numPr")
    return None if numbering is None else (val(numbering, "numId") or "", val(numbering, "ilvl") or "0")


def _body_size(looks: list[Looks]) -> int:
    weights: Counter[int] = Counter()
    for one in looks:
        weights[one.size] += len(one.text)
    return weights.most_common(1)[0][0] if weights else DEFAULT_SIZE


def _without_runs(looks: list[Looks], guessed: dict[int, int]) -> dict[int, int]:
    """Lines of a cover stand one under the other in the same size: a heading has something under it."""
    kept: dict[int, int] = {}
    shown = [index for index, one in enumerate(looks) if one.text or "".join(one.element.itertext())]
    following = dict(itertools.pairwise(shown))
    for index, level in guessed.items():
        after = following.get(index)
        is_run = after is not None and guessed.get(after) == level and not looks[index].is_numbered
        if not is_run or looks[index].chapter_depth:
            kept[index] = level
    return kept
