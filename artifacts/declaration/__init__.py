"""What a declaration of an artifact kind says.

A kind is declared, never coded: the engine derives form, validation, page, diff, API schema, to-dos,
search and coverage from these objects. They are built when ``artifacts.catalog`` is imported; a wrong
declaration raises ``DeclarationError`` there and names the part.

Parties are department codes, ``managers`` (the product's managers), ``leads`` (leads of the departments
addressed), ``person`` (the person of a to-do row) and ``receivers`` (every department addressed).
"""

from artifacts.declaration.checks import (
    ACKNOWLEDGE,
    AGREE,
    DEPARTMENTS,
    FULL,
    LEADS,
    LIGHT,
    MANAGERS,
    MONTH,
    NONE,
    PERSON,
    RECEIVERS,
    RELEASE,
    ROLLING,
    STANDARD,
    VERSIONED,
    WEEK,
    Choices,
    DeclarationError,
)
from artifacts.declaration.column import Column
from artifacts.declaration.kind import Kind, Receiver, Section
from artifacts.declaration.table import Table, Todo

__all__ = [
    "ACKNOWLEDGE",
    "AGREE",
    "DEPARTMENTS",
    "FULL",
    "LEADS",
    "LIGHT",
    "MANAGERS",
    "MONTH",
    "NONE",
    "PERSON",
    "RECEIVERS",
    "RELEASE",
    "ROLLING",
    "STANDARD",
    "VERSIONED",
    "WEEK",
    "Choices",
    "Column",
    "DeclarationError",
    "Kind",
    "Receiver",
    "Section",
    "Table",
    "Todo",
]
