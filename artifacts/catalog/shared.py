"""Columns and choices that several declarations use alike."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from artifacts.declaration import LEADS, MANAGERS, PERSON, Choices, Column, Todo

LEVELS: Choices = (("low", _("Low")), ("medium", _("Medium")), ("high", _("High")))
VERDICTS: Choices = (
    ("pass", _("Passed")),
    ("conditional", _("Passed with conditions")),
    ("unclear", _("To be clarified")),
    ("fail", _("Not passed")),
)
PRIORITIES: Choices = (("P0", "P0"), ("P1", "P1"), ("P2", "P2"), ("P3", "P3"))


def owner(name: StrOrPromise = "", is_expected: bool = False) -> Column:
    return Column("owner", name or _("Owner"), "person", is_material=False, is_expected=is_expected)


def due_on(name: StrOrPromise = "") -> Column:
    return Column("due_on", name or _("Due on"), "date")


def done(name: StrOrPromise = "") -> Column:
    """The tick of a to-do row, kept beside the version."""
    return Column("done", name or _("Done"), "yes_no", filled_by=(PERSON, MANAGERS), is_material=False)


def todo(title: str) -> Todo:
    return Todo(person="owner", due="due_on", done="done", title=title)


def note() -> Column:
    return Column("note", _("Note"), "long_text", is_material=False)


# Who sees pay, rates, floor prices and personal targets (product.md); others see subtotals.
MONEY_READERS = ("finance", LEADS, MANAGERS)
LIGHTS: Choices = (("green", _("Green")), ("yellow", _("Yellow")), ("red", _("Red")))
TRENDS: Choices = (("up", _("Rising")), ("flat", _("Steady")), ("down", _("Falling")))


def months() -> tuple[Column, ...]:
    """The months axis of a table of amounts: m01 to m12."""
    return tuple(
        Column(f"m{number:02d}", MONTHS[number], "money", month=number, visible_to=MONEY_READERS)
        for number in range(1, 13)
    )


def requirement() -> Column:
    """A text until the tracker exists, then a reference to the requirement."""
    return Column("requirement", _("Requirement"), is_material=False)
