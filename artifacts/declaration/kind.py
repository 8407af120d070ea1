"""Sections, receivers and the kind that holds everything together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django_stubs_ext import StrOrPromise

from artifacts.declaration.checks import (
    ACKNOWLEDGE,
    AGREE,
    DEPARTMENTS,
    FULL,
    LIGHT,
    MANAGERS,
    MONTH,
    NONE,
    ROLLING,
    STANDARD,
    VERSIONED,
    WEEK,
    check,
    check_parties,
    check_unique,
)
from artifacts.declaration.headings import matches
from artifacts.declaration.table import Table


@dataclass(frozen=True, eq=False)
class Section:
    """A section of narrative. One is shown at first, the rest stand behind 「+ 添加」.

    ``may_be_free``: text in free sections is as good as in this one.
    """

    key: str
    name: StrOrPromise
    guidance: StrOrPromise = ""
    is_material: bool = True
    shown_first: bool = False
    departments: tuple[str, ...] | None = None
    is_expected: bool = False
    may_be_free: bool = False
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_parties(self.departments, DEPARTMENTS, f"Section {self.key}, departments")

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, eq=False)
class Receiver:
    """A party that is asked. Response time in working days; only an acknowledgement may lapse."""

    party: str
    question: str
    response_days: int = 2
    may_lapse: bool = False
    # Key of a table: asked only when a row of it that concerns the party has changed.
    on_change_of: str | None = None

    def __post_init__(self) -> None:
        check_parties((self.party,), (*DEPARTMENTS, MANAGERS), "Receiver")
        check(
            self.question in (ACKNOWLEDGE, AGREE, NONE),
            f"Receiver {self.party}: unknown question {self.question!r}.",
        )
        check(not self.may_lapse or self.question == ACKNOWLEDGE, f"Receiver {self.party}: only 已阅 may lapse.")
        check(self.response_days > 0, f"Receiver {self.party}: response time must be positive.")


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of artifact. ``department`` is None for the general document outside the matrix."""

    code: str
    slug: str
    name: StrOrPromise
    department: str | None
    mode: str = VERSIONED
    period: str | None = None
    presets: tuple[str, ...] = (FULL,)
    receivers: tuple[Receiver, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    is_confidential: bool = False
    shelf_life_days: int | None = None
    stale_when: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    guidance: StrOrPromise = ""
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"Kind {self.slug}"
        check(self.department is None or self.department in DEPARTMENTS, f"{where}: unknown department.")
        check(self.mode in (VERSIONED, ROLLING), f"{where}: unknown mode {self.mode!r}.")
        check((self.mode == ROLLING) == (self.period in (WEEK, MONTH)), f"{where}: mode and period disagree.")
        check(set(self.presets) <= {LIGHT, STANDARD, FULL}, f"{where}: unknown preset.")
        check(not self.presets or FULL in self.presets, f"{where}: every preset kind is in the full set.")
        check(LIGHT not in self.presets or STANDARD in self.presets, f"{where}: light is part of standard.")
        check_unique([section.key for section in self.sections], f"{where}, sections")
        check_unique([table.key for table in self.tables], f"{where}, tables")
        parties = [(receiver.party, receiver.on_change_of) for receiver in self.receivers]
        check(len(parties) == len(set(parties)), f"{where}: a receiver is declared twice.")
        tables = {table.key for table in self.tables}
        for receiver in self.receivers:
            check(receiver.on_change_of in (None, *tables), f"{where}: unknown table {receiver.on_change_of!r}.")
        for table in self.tables:
            for column in table.columns:
                check(
                    column.reference_table in (None, *tables),
                    f"{where}, {table.key}.{column.key}: unknown table.",
                )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_rolling(self) -> bool:
        return self.mode == ROLLING

    @property
    def is_general(self) -> bool:
        return self.department is None

    @property
    def default_receivers(self) -> tuple[Receiver, ...]:
        """Who is asked at every publication, before the author changes the list."""
        return tuple(r for r in self.receivers if r.question != NONE and r.on_change_of is None)

    @property
    def main_tables(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.is_main)

    @cached_property
    def _sections_by_key(self) -> Mapping[str, Section]:
        return {section.key: section for section in self.sections}

    @cached_property
    def _tables_by_key(self) -> Mapping[str, Table]:
        return {table.key: table for table in self.tables}

    def section(self, key: str) -> Section:
        """Raises ``KeyError`` when the kind has no such section."""
        return self._sections_by_key[key]

    def find_section(self, key: str) -> Section | None:
        return self._sections_by_key.get(key)

    def table(self, key: str) -> Table:
        """Raises ``KeyError`` when the kind has no such table."""
        return self._tables_by_key[key]

    def find_table(self, key: str) -> Table | None:
        return self._tables_by_key.get(key)

    def section_for_heading(self, heading: str) -> Section | None:
        """The section an imported heading means: exact in either language or by alias, numbering aside."""
        return next((s for s in self.sections if matches(heading, s.name, s.aliases)), None)
