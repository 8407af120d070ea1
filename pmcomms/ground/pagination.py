"""Keyset pagination: a page continues after the last row seen, so writes neither repeat nor skip rows.

The cursor holds the sort values of that row, signed and bound to the order; it is opaque to callers.
The same ``page`` serves API lists (``KeysetPagination``) and HTML pages.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

M = TypeVar("M", bound=Model)
DEFAULT_LIMIT = 50
MAX_LIMIT = 200
SALT = "pmcomms.cursor"

# One letter per type, so that a value comes back as what it was, to the microsecond.
_WRITERS: list[tuple[type, str, Callable[[Any], Any]]] = [
    (dt.datetime, "m", dt.datetime.isoformat),
    (dt.date, "d", dt.date.isoformat),
    (dt.timedelta, "l", dt.timedelta.total_seconds),
    (Decimal, "n", str),
    (uuid.UUID, "u", str),
]
_READERS: dict[str, Callable[[Any], Any]] = {
    "m": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "l": lambda seconds: dt.timedelta(seconds=seconds),
    "n": Decimal,
    "u": uuid.UUID,
}


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows and the cursor of the following page, None on the last."""

    items: list[M]
    next: str | None

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page(
    queryset: QuerySet[M],
    order: Sequence[str],
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[M]:
    """The rows after ``cursor`` in ``order`` (names with ``-`` for falling; ties end by primary key).

    Empty values come last in both directions. Raises ``ValidationError`` for a cursor that is not ours.
    """
    order = unique_order(queryset, order)
    nullable = [_is_nullable(queryset, name.lstrip("-")) for name in order]
    if cursor:
        queryset = queryset.filter(_after(order, nullable, read_cursor(cursor, order)))
    # An alias in the order must not be turned into nulls_last needlessly: plain names can use an index.
    keys = [_key(name, may_be_null) for name, may_be_null in zip(order, nullable, strict=True)]
    rows = list(queryset.order_by(*keys)[: limit + 1])
    if len(rows) <= limit:
        return Page(rows, None)
    rows = rows[:limit]
    return Page(rows, write_cursor(rows[-1], order))


def unique_order(queryset: QuerySet[M], order: Sequence[str]) -> tuple[str, ...]:
    """``order`` with the primary key at its end, unless it is there already."""
    pk = queryset.model._meta.pk.name
    names = {name.lstrip("-") for name in order}
    return tuple(order) if names & {pk, "pk"} else (*order, "-pk" if order and order[0].startswith("-") else "pk")


def write_cursor(row: Model, order: Sequence[str]) -> str:
    values = [_pack(_value(row, name.lstrip("-"))) for name in order]
    return signing.dumps([list(order), values], salt=SALT, compress=True)


def read_cursor(cursor: str, order: Sequence[str]) -> list[Any]:
    """The values in ``cursor``; raises ``ValidationError`` when it is forged or of another order."""
    try:
        stored, values = signing.loads(cursor, salt=SALT)
    except signing.BadSignature as error:
        raise _bad_cursor() from error
    if tuple(stored) != tuple(order):
        raise _bad_cursor()
    return [_READERS[value[0]](value[1]) if isinstance(value, list) else value for value in values]


def read_limit(text: str | None) -> int:
    """``limit`` of a query string: 1 to 200, 50 when absent. Raises ``ValidationError``."""
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_LIMIT):
        raise ValidationError({"limit": _("Give a whole number from 1 to %(most)d.") % {"most": MAX_LIMIT}})
    return int(text)


def _bad_cursor() -> ValidationError:
    return ValidationError({"cursor": _("This cursor is not valid here. Start again without it.")})


def _pack(value: Any) -> Any:
    for kind, letter, write in _WRITERS:
        if isinstance(value, kind):
            return [letter, write(value)]
    return value


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part) if row is not None else None
    return row


def _is_nullable(queryset: QuerySet[M], name: str) -> bool:
    """Annotations are taken as nullable; of a relation path every step counts."""
    if name == "pk":
        return False
    if name in queryset.query.annotations:
        return True
    model: Any = queryset.model
    for part in name.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def _key(name: str, may_be_null: bool) -> Any:
    if not may_be_null:
        return name
    column = F(name.lstrip("-"))
    return column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True)


def _after(order: Sequence[str], nullable: Sequence[bool], values: Sequence[Any]) -> Q:
    """``(a, b) > (x, y)`` with own direction per column; the bound on ``a`` lets an index start there."""
    later = Q(pk__in=[])
    same = Q()
    for name, may_be_null, value in zip(order, nullable, values, strict=True):
        column, comparison = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        if value is None:
            beyond = Q(pk__in=[])
            equal = Q(**{f"{column}__isnull": True})
        else:
            beyond = Q(**{f"{column}__{comparison}": value})
            beyond |= Q(**{f"{column}__isnull": True}) if may_be_null else Q(pk__in=[])
            equal = Q(**{column: value})
        later |= same & beyond
        same &= equal
    first, value = order[0], values[0]
    if value is None or nullable[0]:
        return later
    bound = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.lstrip('-')}__{bound}": value}) & later


class KeysetPagination(BasePagination):
    """``?cursor=&limit=`` → ``{"items": [...], "next": "cursor" or null}``.

    The order is the queryset's own ``order_by`` (names only), else the view's ``ordering``.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        order = tuple(queryset.query.order_by) or tuple(getattr(view, "ordering", None) or ("pk",))
        names = [name for name in order if isinstance(name, str)]
        if len(names) != len(order):
            raise ImproperlyConfigured("KeysetPagination needs an order given by names.")
        query = request.query_params
        self.page: Page[Any] = page(queryset, names, query.get("cursor"), read_limit(query.get("limit")))
        return self.page.items

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"items": data, "next": self.page.next})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": schema,
                "next": {"type": "string", "nullable": True, "description": "Cursor of the next page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        return [
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": "`next` of the page before."},
            {"name": "limit", "in": "query", "required": False, "schema": limit},
        ]  # fmt: skip
