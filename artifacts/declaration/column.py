"""A typed column of a record table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django_stubs_ext import StrOrPromise

from artifacts import columns
from artifacts.declaration.checks import (
    DEPARTMENTS,
    LEADS,
    MANAGERS,
    PERSON,
    RECEIVERS,
    Choices,
    check,
    check_parties,
)

NUMBERS = ("integer", "decimal", "money", "percent", "duration")
WHOLE = ("date", "month", "moment", "requirement", "release", "artifact")


@dataclass(frozen=True, eq=False)
class Column:
    """A typed column of a record table.

    ``filled_by``: who fills it in beside the version (empty: the author, in the draft). ``visible_to``:
    who sees its cells (empty: everybody who sees the artifact). ``checked_on``: the day a row was last
    looked at; older than ``check_days`` it is stale. ``currency``: default ISO 4217 code of a money column.
    ``is_rate``: a price per unit, hour or customer; adding such cells up means nothing. ``is_year``: a whole
    number that names a year, written without thousands.
    """

    key: str
    name: StrOrPromise
    type: str = "text"
    guidance: StrOrPromise = ""
    filled_by: tuple[str, ...] = ()
    is_material: bool = True
    visible_to: tuple[str, ...] = ()
    is_key: bool = False
    checked_on: bool = False
    check_days: int | None = None
    is_expected: bool = False
    choices: Choices = ()
    currency: str = "CNY"
    is_rate: bool = False
    is_year: bool = False
    computed: str | None = None
    reference_table: str | None = None
    month: int | None = None
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"Column {self.key}"
        check(self.type in columns.TYPES, f"{where}: unknown type {self.type!r}.")
        check(
            bool(self.choices) == (self.type in ("single_choice", "multi_choice")),
            f"{where}: choices and type disagree.",
        )
        values = [value for value, _label in self.choices]
        check(len(values) == len(set(values)), f"{where}: a choice is declared twice.")
        check(
            bool(self.reference_table) == (self.type == "row_reference"),
            f"{where}: reference table and type disagree.",
        )
        check(bool(self.computed) == (self.type == "computed"), f"{where}: computed function and type disagree.")
        check(
            self.computed is None or self.computed in columns.COMPUTED,
            f"{where}: unknown function {self.computed!r}.",
        )
        check(not (self.computed and self.filled_by), f"{where}: a computed column cannot be filled in.")
        check(not self.checked_on or self.type == "date", f"{where}: checked_on needs a date.")
        check(not self.is_rate or self.type == "money", f"{where}: is_rate needs money.")
        check(not self.is_year or self.type == "integer", f"{where}: is_year needs an integer.")
        check(columns.is_currency(self.currency), f"{where}: unknown currency {self.currency!r}.")
        check_parties(self.filled_by, (*DEPARTMENTS, MANAGERS, PERSON, RECEIVERS), f"{where}, filled_by")
        check_parties(self.visible_to, (*DEPARTMENTS, MANAGERS, LEADS, PERSON), f"{where}, visible_to")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def column_type(self) -> columns.ColumnType:
        return columns.TYPES[self.type]

    @property
    def is_number(self) -> bool:
        """Whether its cells and its heading stand at the right."""
        return self.type in NUMBERS

    @property
    def is_whole(self) -> bool:
        """Whether its cells never break across lines: days and references lose their sense at the hyphen."""
        return self.type in WHOLE

    @property
    def is_filled(self) -> bool:
        """Filled in beside the version, outside its hash."""
        return bool(self.filled_by)

    @property
    def is_masked(self) -> bool:
        return bool(self.visible_to)

    @property
    def is_computed(self) -> bool:
        return self.computed is not None

    @property
    def widget(self) -> str:
        """What the grid editor offers for it."""
        return self.column_type.widget

    def choice_label(self, value: str) -> str:
        """The label of a choice; the value itself when a later declaration dropped it."""
        return str(dict(self.choices).get(value, value))

    def parse(self, raw: object, resolver: columns.Resolver) -> Any:
        """The stored value of what was typed, pasted or sent; ``None`` when empty.

        Raises ``ValidationError`` with one sentence that says what is wrong and what would be right.
        """
        raw = raw.strip() if isinstance(raw, str) else raw
        return (
            None if raw is None or raw == "" or raw == [] or raw == {} else self.column_type.parse(raw, self, resolver)
        )

    def display(self, stored: Any, resolver: columns.Resolver, language: str | None = None) -> str:
        """Plain text for a page (escape it), in the active language or ``language``."""
        if stored is None:
            return ""
        if language is None:
            return self.column_type.display(stored, self, resolver)
        with translation.override(language):
            return self.column_type.display(stored, self, resolver)

    def to_text(self, stored: Any, resolver: columns.Resolver) -> str:
        """Text that ``parse`` takes back unchanged: edit field, paste, CSV, Excel."""
        return "" if stored is None else self.column_type.to_text(stored, self, resolver)

    def search_text(self, stored: Any, resolver: columns.Resolver) -> str:
        """What search finds the cell by; a masked column gives nothing."""
        return "" if stored is None or self.is_masked else self.column_type.search_text(stored, self, resolver)

    def markdown(self, stored: Any, resolver: columns.Resolver) -> str:
        """One cell of a Markdown table."""
        return "" if stored is None else self.column_type.markdown(stored, self, resolver)

    def to_api(self, stored: Any, resolver: columns.Resolver) -> Any:
        return None if stored is None else self.column_type.to_api(stored, self, resolver)

    def api_schema(self) -> dict[str, Any]:
        """OpenAPI 3 schema of the cell; always nullable."""
        return {**self.column_type.api_schema(self), "nullable": True, "title": str(self.name)}
