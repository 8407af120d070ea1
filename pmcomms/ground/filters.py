"""The filter language: from a query string to a ``Q``, over declared names only.

One language for page, API, export and saved view (which stores the query string). Grammar::

    status=open&status=waiting       one of several values
    owner=me  department=mine        the asker, the asker's departments
    title.has=合同  points.min=3      field.operator=value
    due.before=today  created.from=-7d  due=this-week
    owner.is=empty  owner.is=set     nothing there, something there
    q=text                           text search, where the list declares one
    order=-due,title                 declared names only
    match=any                        conditions joined by or (all: by and, the default; none: none of them)
    a.status=open&a.match=any        conditions under one letter form a group with its own match;
                                     groups join like further conditions of the whole

Every name is looked up in the declaration and never passed on as a keyword, so relation paths, dunder
names and ``_connector`` are unknown like any other word. Whatever is wrong raises ``ValidationError``
that names the parameter (400).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from pmcomms.ground.filter_fields import Choice, Field, Number, Person, Reference, Text, Words, YesNo
from pmcomms.ground.spans import Day, Moment

M = TypeVar("M", bound=Model)
Query = Mapping[str, Any] | QueryDict | str

MAX_CONDITIONS = 50
MAX_TEXT = 200
PAGING = ("cursor", "limit")
GROUPED = re.compile(r"([a-z])\.(.+)")

# Filled by the floor that knows: the ids of the departments a person belongs to.
departments_of: Callable[[Any], Iterable[Any]] | None = None


@dataclass
class Asker:
    """Who asks: resolves ``me``, ``mine`` and the days of the asker's zone. Built per request."""

    user: Any
    model: type[Model] | None = None

    @cached_property
    def departments(self) -> list[Any]:
        return list(departments_of(self.user)) if departments_of else []


@dataclass
class _Group:
    match: str = "all"
    conditions: list[Q] = field(default_factory=list)

    def joined(self) -> Q:
        if self.match == "all":
            return _join(self.conditions, and_)
        either = _join(self.conditions, or_)
        return ~either if self.match == "none" and self.conditions else either


def _join(conditions: list[Q], how: Callable[[Q, Q], Q]) -> Q:
    return reduce(how, conditions, Q())


class FilterLanguage:
    """What one list can be asked. Subclasses declare ``fields``, ``order`` and perhaps ``search``.

    ``fields``: parameter name → field. ``order``: sort name → column. ``default_order``: columns.
    ``search``: columns that ``q`` looks into; override ``find`` for a real search.
    ``also``: parameters of the page that are no filters (``tab``) and are passed over.
    """

    fields: ClassVar[Mapping[str, Field]] = {}
    order: ClassVar[Mapping[str, str]] = {}
    default_order: ClassVar[tuple[str, ...]] = ("-pk",)
    search: ClassVar[tuple[str, ...]] = ()
    also: ClassVar[tuple[str, ...]] = ()

    def __init__(self, user: Any, more: Mapping[str, Field] | None = None) -> None:
        """``more``: fields known only at run time, such as a product's custom fields."""
        self.user = user
        self.all_fields = {**self.fields, **(more or {})}

    def apply(self, queryset: QuerySet[M], query: Query) -> QuerySet[M]:
        """``queryset`` filtered and ordered as ``query`` says."""
        query = _as_querydict(query)
        condition = self.condition(query, queryset.model)
        return (queryset.filter(condition) if condition else queryset).order_by(*self.ordering(query))

    def condition(self, query: Query, model: type[Model] | None = None) -> Q:
        """The ``Q`` of ``query`` without its order. Raises ``ValidationError``."""
        query = _as_querydict(query)
        asker = Asker(self.user, model)
        groups: dict[str, _Group] = {}
        passed_over = {*PAGING, "order", *self.also}
        total = 0
        for name in query:
            values = query.getlist(name)
            total += len(values)
            if name in passed_over:
                continue
            group, rest = self._group(name)
            here = groups.setdefault(group, _Group())
            if rest == "match":
                here.match = _one_of(name, values, ("all", "any", "none"))
            elif rest == "q" and not group:
                here.conditions.append(self._search(values))
            else:
                here.conditions.append(self._field(name, rest, values, asker))
        if total > MAX_CONDITIONS:
            raise ValidationError(_("Too many conditions at once."), code="too_many")
        whole = groups.pop("", _Group())
        whole.conditions += [inner.joined() for _name, inner in sorted(groups.items())]
        return whole.joined()

    def ordering(self, query: Query) -> tuple[str, ...]:
        """The columns to sort by. Raises ``ValidationError`` for a name that is not declared."""
        text = _as_querydict(query).get("order", "")
        if not text:
            return self.default_order
        found = []
        for word in text.split(","):
            column = self.order.get(word.removeprefix("-"))
            if column is None:
                raise ValidationError({"order": _("Cannot be sorted by “%(name)s”.") % {"name": word[:40]}})
            falling = word.startswith("-") != column.startswith("-")
            found.append(("-" if falling else "") + column.removeprefix("-"))
        return tuple(dict.fromkeys(found))

    def find(self, text: str) -> Q:
        """What ``q=text`` means."""
        return _join([Q(**{f"{column}__icontains": text}) for column in self.search], or_)

    def _group(self, name: str) -> tuple[str, str]:
        match = GROUPED.fullmatch(name)
        if match is None or name.partition(".")[0] in self.all_fields:
            return "", name
        return match[1], match[2]

    def _search(self, values: list[str]) -> Q:
        text = values[-1].strip()
        if not self.search and type(self).find is FilterLanguage.find:
            raise unknown("q")
        if len(text) > MAX_TEXT:
            raise ValidationError({"q": _("The text is too long to search for.")})
        return self.find(text) if text else Q()

    def _field(self, parameter: str, name: str, values: list[str], asker: Asker) -> Q:
        name, _dot, operator = name.partition(".")
        declared = self.all_fields.get(name)
        if declared is None:
            raise unknown(parameter)
        try:
            return declared.condition(operator, values, asker)
        except ValidationError as error:
            raise ValidationError({parameter[:60]: error.messages}) from error


def filled(query: QueryDict) -> QueryDict:
    """What a form was sent with, without what was left blank: 「全部」 is no value."""
    asked = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if value]:
            asked.setlist(name, kept)
    return asked


def unknown(parameter: str) -> ValidationError:
    return ValidationError({parameter[:60]: _("Unknown filter.")}, code="unknown_filter")


def _one_of(parameter: str, values: list[str], allowed: tuple[str, ...]) -> str:
    if values[-1] not in allowed:
        raise ValidationError({parameter: _("Give one of: %(words)s.") % {"words": ", ".join(allowed)}})
    return values[-1]


def _as_querydict(query: Query) -> QueryDict:
    if isinstance(query, QueryDict):
        return query
    if isinstance(query, str):
        return QueryDict(query.removeprefix("?"))
    found = QueryDict(mutable=True)
    for name, values in query.items():
        found.setlist(name, [str(value) for value in (values if isinstance(values, list) else [values])])
    return found


__all__ = [
    "Asker",
    "Choice",
    "Day",
    "Field",
    "FilterLanguage",
    "Moment",
    "Number",
    "Person",
    "Reference",
    "Text",
    "Words",
    "YesNo",
    "filled",
]
