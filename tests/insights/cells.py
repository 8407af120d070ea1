"""Reading the coverage out of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

CELL = re.compile(
    r'<(?:a|span) class="matrix__cell[^"]*" data-kind="([^"]*)" data-department="([^"]*)" data-state="([^"]*)"'
    r'(?: href="([^"]*)")?>(.*?)</(?:a|span)>(?=<a class="matrix__cell|<span class="matrix__cell|</div>|\s)',
    re.DOTALL,
)


@dataclass(frozen=True)
class Cell:
    department: str
    state: str
    address: str
    words: str


def cells(page: str) -> dict[str, Cell]:
    """The cells of a page of one product, by kind."""
    found = {}
    for kind, department, state, address, inner in CELL.findall(page):
        words = " ".join(re.sub(r"<[^>]*>", " ", inner).split())
        found[kind] = Cell(department, state, address, words)
    return found


def part(page: str, element: str) -> str:
    """What stands in the section with this id."""
    return page.split(f'id="{element}"')[1].split("</section>")[0]
