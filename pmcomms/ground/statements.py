"""Statements whose text is kept: where writing it costs more than running it.

The text is Django's own. A caller keeps it (``lru_cache``) by everything that decides it, rights included;
what the database answers is never kept.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import connection
from django.db.models import QuerySet

Statement: TypeAlias = tuple[str, tuple[Any, ...]]


def text_of(rows: QuerySet[Any]) -> Statement:
    """The SQL of a query and its parameters. Raises ``EmptyResultSet`` for one that can find nothing."""
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def fetch(statement: Statement) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: for ids, words, numbers and moments."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()
