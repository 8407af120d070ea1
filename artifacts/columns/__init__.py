"""Column types: what a cell may hold, how it is read, stored and shown.

Types for customers, requirements and releases come with the tracker that owns them; until then such
columns are texts. Adding a type is one class and one line in ``TYPES``.
"""

from artifacts.columns.base import ColumnType, FileReference, NoResolver, Person, Resolver
from artifacts.columns.choices import MultiChoice, SingleChoice, YesNo
from artifacts.columns.computed import COMPUTED, ComputedColumn
from artifacts.columns.days import Day, Moment, Month
from artifacts.columns.money import Money, is_currency
from artifacts.columns.numbers import DecimalNumber, Duration, Integer, Percent
from artifacts.columns.references import (
    ArtifactReference,
    DepartmentColumn,
    Departments,
    FileColumn,
    People,
    PersonColumn,
    RowReference,
)
from artifacts.columns.text import Link, LongText, Text

_CLASSES: tuple[type[ColumnType], ...] = (
    Text,
    LongText,
    Integer,
    DecimalNumber,
    Money,
    Percent,
    Day,
    Month,
    Moment,
    Duration,
    PersonColumn,
    People,
    DepartmentColumn,
    Departments,
    SingleChoice,
    MultiChoice,
    Link,
    FileColumn,
    YesNo,
    RowReference,
    ArtifactReference,
    ComputedColumn,
)
TYPES: dict[str, ColumnType] = {cls.code: cls() for cls in _CLASSES}

__all__ = [
    "COMPUTED",
    "TYPES",
    "ColumnType",
    "FileReference",
    "NoResolver",
    "Person",
    "Resolver",
    "is_currency",
]
