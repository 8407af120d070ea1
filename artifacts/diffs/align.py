"""Which block of the old text is which block of the new one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from conversations.text.tree import Element

Pair = tuple[Element | None, Element | None]
ALIKE = 0.45
"""Share of common character pairs from which two blocks count as one, edited."""
SHORT = 24
"""Characters up to which a text that took the place of another counts as that one, changed."""
TEXT_BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4"])
LISTS = frozenset(["ul", "ol"])


def content(element: Element) -> str:
    """An element without its ids: equal when nothing a reader sees differs."""
    return re.sub(r' data-id="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))


def same_family(old: Element, new: Element) -> bool:
    """Whether one can have become the other by editing."""
    return old.tag == new.tag or any(old.tag in family and new.tag in family for family in (TEXT_BLOCKS, LISTS))


def align(old: Sequence[Element], new: Sequence[Element]) -> list[Pair]:
    """Pairs in reading order; a block that went has no new one, a block that came no old one.

    Blocks are found by id, then by equal content, then, between those found, by likeness. A block that moved is
    one that went and one that came.
    """
    found = _found(old, new)
    anchors = _in_order(found)
    pairs: list[Pair] = []
    i = j = 0
    for old_index, new_index in [*anchors, (len(old), len(new))]:
        pairs.extend(_gap(old[i:old_index], new[j:new_index]))
        if old_index < len(old):
            pairs.append((old[old_index], new[new_index]))
        i, j = old_index + 1, new_index + 1
    return pairs


def _found(old: Sequence[Element], new: Sequence[Element]) -> list[tuple[int, int]]:
    by_id = {identifier: index for index, element in enumerate(old) for identifier in _ids(element)}
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for index, element in enumerate(new):
        for identifier in _ids(element):
            candidate = by_id.get(identifier)
            if candidate is not None and candidate not in taken and same_family(old[candidate], element):
                matched[index] = candidate
                taken.add(candidate)
                break
    by_content: dict[str, list[int]] = {}
    for index, element in enumerate(old):
        if index not in taken:
            by_content.setdefault(content(element), []).append(index)
    for candidates in by_content.values():
        candidates.reverse()
    for index, element in enumerate(new):
        if index not in matched and by_content and (left := by_content.get(content(element))):
            matched[index] = left.pop()
    return sorted(matched.items())


def _ids(element: Element) -> list[str]:
    """The id of a block, or those of its items for a list."""
    if element.get("data-id"):
        return [element.get("data-id", "")]
    if element.tag in LISTS:
        return [item.get("data-id", "") for item in element if item.get("data-id")]
    return []


def _in_order(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (new, old) matches that keep their order, as (old, new)."""
    kept = longest_run([old_index for _new, old_index in found])
    return [(found[position][1], found[position][0]) for position in kept]


def longest_run(numbers: Sequence[int]) -> list[int]:
    """Positions of the longest increasing subsequence of different numbers."""
    tails: list[int] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, number in enumerate(numbers):
        place = bisect_left(tails, number)
        previous.append(tail_positions[place - 1] if place else -1)
        if place == len(tails):
            tails.append(number)
            tail_positions.append(position)
        else:
            tails[place], tail_positions[place] = number, position
    chosen: list[int] = []
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        chosen.append(position)
        position = previous[position]
    return chosen[::-1]


def _gap(old: Sequence[Element], new: Sequence[Element]) -> list[Pair]:
    """Pair what is left between two anchors by likeness, never crossing."""
    if not old or not new:
        return [*((element, None) for element in old), *((None, element) for element in new)]
    if len(old) == len(new) == 1 and _stands_for(old[0], new[0]):
        return [(old[0], new[0])]
    if len(old) * len(new) > 2_500:
        return [*((element, None) for element in old), *((None, element) for element in new)]
    old_pairs, new_pairs = [_pairs_of(element) for element in old], [_pairs_of(element) for element in new]
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = _likeness(old[i], new[j], old_pairs[i], new_pairs[j])
            alike[i, j] = score
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score if score else 0.0)
    pairs: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i, j] and best[i][j] == best[i + 1][j + 1] + alike[i, j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    pairs.extend((element, None) for element in old[i:])
    pairs.extend((None, element) for element in new[j:])
    return pairs


def _stands_for(old: Element, new: Element) -> bool:
    """Whether a lone block took the place of a lone block: the text of a cell or an item, or a few words."""
    parent = new.getparent()
    held = parent is not None and parent.tag in ("td", "th", "li")
    short = max(len("".join(element.itertext())) for element in (old, new)) <= SHORT
    return same_family(old, new) and (held or short)


def _pairs_of(element: Element) -> Counter[str]:
    text = "".join("".join(element.itertext()).split())[:600]
    return Counter(text[index : index + 2] for index in range(max(len(text) - 1, 1)))


def _likeness(old: Element, new: Element, old_pairs: Counter[str], new_pairs: Counter[str]) -> float:
    if not same_family(old, new):
        return 0.0
    if old.tag == "tr" and (head := _head(old)) and head == _head(new):
        return 1.0
    total = sum(old_pairs.values()) + sum(new_pairs.values())
    score = 2 * sum((old_pairs & new_pairs).values()) / total if total else 1.0
    return score if score >= ALIKE else 0.0


def _head(row: Element) -> str:
    """The text of a row's first cell, by which people know the row."""
    return "".join(row[0].itertext()).strip() if len(row) else ""
