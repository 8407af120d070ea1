"""Signals: what records say by themselves, each with its rule in words.

A signal is a named function over a ``Context``; a declaration names those it wants. It gives ``None``
when there is nothing to say yet. Texts are translated at the moment of asking.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from artifacts.declaration import Kind

OK, WARN, BAD = "ok", "warn", "bad"
_LOUDNESS = {OK: 0, WARN: 1, BAD: 2}


@dataclass(frozen=True)
class Row:
    """A record row as it stands: author's cells and filled-in cells together, stored values."""

    key: str
    cells: Mapping[str, Any]

    def get(self, column: str) -> Any:
        return self.cells.get(column)

    def day(self, column: str) -> datetime.date | None:
        value = self.cells.get(column)
        return datetime.date.fromisoformat(value) if value else None

    def text(self, column: str) -> str:
        return str(self.cells.get(column) or "").strip()


Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Context:
    """What signals are computed from.

    ``working_days_between(a, b)`` counts working days after ``a`` up to and including ``b``, negative
    when ``b`` is earlier. ``previous`` holds the rows of the version before, for trends.
    ``capacity_days``: person-days the team has for the release, when known.
    """

    rows: Rows
    today: datetime.date
    working_days_between: Callable[[datetime.date, datetime.date], int]
    kind: Kind | None = None
    previous: Rows = field(default_factory=dict)
    last_updated_on: datetime.date | None = None
    capacity_days: int | None = None

    def table(self, key: str) -> Sequence[Row]:
        return self.rows.get(key, ())


@dataclass(frozen=True)
class Finding:
    """What a signal function says: a level, a sentence, the rows it is about.

    ``short`` is for the cell of the matrix (「滑 2 天」). ``visible_to`` (parties) is set when the
    sentence is drawn from masked cells.
    """

    level: str
    label: str
    rows: tuple[tuple[str, str], ...] = ()
    short: str = ""
    visible_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signal:
    code: str
    level: str
    label: str
    rule: str
    rows: tuple[tuple[str, str], ...] = ()
    short: str = ""
    visible_to: tuple[str, ...] = ()


Function = Callable[[Context], Finding | None]


@dataclass(frozen=True)
class Declared:
    rule: StrOrPromise
    function: Function


SIGNALS: dict[str, Declared] = {}


def signal(rule: StrOrPromise, code: str = "") -> Callable[[Function], Function]:
    """Register a function under its own name (or ``code``); ``rule`` says in words what it looks at."""

    def register(function: Function) -> Function:
        name = code or function.__name__
        if name in SIGNALS:
            raise ValueError(f"Signal {name} is declared twice.")
        SIGNALS[name] = Declared(rule, function)
        return function

    return register


def compute(kind: Kind, context: Context) -> list[Signal]:
    """The signals of a kind that have something to say, loudest first."""
    context = Context(**{**vars(context), "kind": kind})
    found = []
    for code in kind.signals:
        declared = SIGNALS[code]
        finding = declared.function(context)
        if finding is not None:
            found.append(Signal(code=code, rule=str(declared.rule), **vars(finding)))
    return sorted(found, key=lambda each: -_LOUDNESS[each.level])


def worst(signals: Sequence[Signal]) -> str:
    """The loudest level; ``ok`` when there is none."""
    return max((each.level for each in signals), key=lambda level: _LOUDNESS[level], default=OK)


def about(table: str, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    return tuple((table, row.key) for row in rows)


def keys(rows: Sequence[Row]) -> str:
    """``US-2, US-3 and 4 more``."""
    shown = _(", ").join(row.key for row in rows[:5])
    more = len(rows) - 5
    return shown if more <= 0 else _("%(shown)s and %(count)s more") % {"shown": shown, "count": more}


def without(context: Context, table: str, column: str, ok: str, lacking: str, level: str = WARN) -> Finding | None:
    """Rows of a table in which a column is empty. ``lacking`` takes ``count`` and ``keys``."""
    rows = context.table(table)
    if not rows:
        return None
    empty = [row for row in rows if row.get(column) in (None, "", [])]
    if not empty:
        return Finding(OK, ok)
    return Finding(level, lacking % {"count": len(empty), "keys": keys(empty)}, about(table, empty))
