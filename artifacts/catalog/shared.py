"""Columns and choices that several declarations use alike."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django_stubs_ext import StrOrPromise

from artifacts.catalog.words import word
from artifacts.declaration import LEADS, MANAGERS, PERSON, Choices, Column, Todo

LEVELS: Choices = (("low", word("Low")), ("medium", word("Medium")), ("high", word("High")))
VERDICTS: Choices = (
    ("pass", word("Passed")),
    ("conditional", word("Passed with conditions")),
    ("unclear", word("To be clarified")),
    ("fail", word("Not passed")),
)
PRIORITIES: Choices = (("P0", "P0"), ("P1", "P1"), ("P2", "P2"), ("P3", "P3"))


def owner(name: StrOrPromise = "", is_expected: bool = False) -> Column:
    return Column("owner", name or word("Owner"), "person", is_material=False, is_expected=is_expected)


def due_on(name: StrOrPromise = "") -> Column:
    return Column("due_on", name or word("Due on"), "date")


def done(name: StrOrPromise = "") -> Column:
    """The tick of a to-do row, kept beside the version."""
    return Column("done", name or word("Done"), "yes_no", filled_by=(PERSON, MANAGERS), is_material=False)


def todo(title: str) -> Todo:
    return Todo(person="owner", due="due_on", done="done", title=title)


# Who sees pay, rates, floor prices and personal targets (product.md); others see subtotals.
MONEY_READERS = ("finance", LEADS, MANAGERS)
LIGHTS: Choices = (("green", word("Green")), ("yellow", word("Yellow")), ("red", word("Red")))
TRENDS: Choices = (("up", word("Rising")), ("flat", word("Steady")), ("down", word("Falling")))


def months() -> tuple[Column, ...]:
    """The months axis of a table of amounts: m01 to m12."""
    return tuple(
        Column(f"m{number:02d}", MONTHS[number], "money", month=number, visible_to=MONEY_READERS)
        for number in range(1, 13)
    )


def requirement() -> Column:
    """A text until the tracker exists, then a reference to the requirement."""
    return Column("requirement", word("Requirement"), is_material=False)
