"""How a document of the demo company is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from departments.working_days import is_working_day

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class Days:
    """Days counted from today in working days, so that the stories never age."""

    def __init__(self, today: dt.date) -> None:
        self.today = today

    def __call__(self, offset: int) -> str:
        """The day ``offset`` working days from today (negative: before), as the cells hold it."""
        day, step = self.today, 1 if offset > 0 else -1
        for _ in range(abs(offset)):
            day += dt.timedelta(days=step)
            while not is_working_day(day):
                day += dt.timedelta(days=step)
        return day.isoformat()

    def month(self, offset: int) -> str:
        """The month ``offset`` months from this one, as the cells hold it."""
        year, month = self._month(offset)
        return f"{year}-{month:02d}"

    def spoken(self, offset: int) -> str:
        """The day ``offset`` working days from today, as one says it: 12 月 4 日."""
        day = dt.date.fromisoformat(self(offset))
        return f"{day.month} 月 {day.day} 日"

    def spoken_month(self, offset: int) -> str:
        return f"{self._month(offset)[1]} 月"

    def quarter(self, offset: int) -> str:
        """The quarter ``offset`` quarters from this one: 2026 Q4."""
        quarters = self.today.year * 4 + (self.today.month - 1) // 3 + offset
        return f"{quarters // 4} Q{quarters % 4 + 1}"

    def spoken_quarter(self, offset: int) -> str:
        return f"第{'一二三四'[int(self.quarter(offset)[-1]) - 1]}季度"

    def year(self, offset: int = 0) -> int:
        return self.today.year + offset

    def _month(self, offset: int) -> tuple[int, int]:
        months = self.today.year * 12 + self.today.month - 1 + offset
        return months // 12, months % 12 + 1


@dataclass(frozen=True)
class Answered:
    """What a party said: the word of the answer, who, and the words it needs."""

    party: str
    person: str
    answer: str
    ground: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One version: what it changes in the draft, its summary, how old it is and what was answered.

    ``rows`` are added, the cells in ``changed`` replaced, the rows in ``removed`` taken out. Rows are named by
    their number (from 1) in the draft as the edition finds it.
    """

    days_ago: float  # working days
    summary: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    answers: tuple[Answered, ...] = ()
    changed: Mapping[str, Mapping[int, Mapping[str, Any]]] = field(default_factory=dict)
    removed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    # How the conditions of earlier answers were met; empty: they stay open.
    met: str = ""


@dataclass(frozen=True)
class Said:
    """A comment: who, what, and what became of it."""

    person: str
    text: str
    days_ago: float = 0.1
    section: str = ""
    quote: str = ""
    is_decision: bool = False
    replies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Story:
    """One document. Without editions it stays a draft; ``draft`` is written last and not sent."""

    product: str
    kind: str
    title: str
    owner: str
    release: str = ""
    editions: tuple[Edition, ...] = ()
    draft: Edition | None = None
    comments: tuple[Said, ...] = ()
    # (party, person, words): asked before the answer; the clock stands still.
    question: tuple[str, str, str] | None = None
    # Answers are late by these many days.
    overdue_days: int = 0
    # (table, row number from 1, column, value, person)
    fill_ins: tuple[tuple[str, int, str, Any, str], ...] = ()
    visitor: str = ""
