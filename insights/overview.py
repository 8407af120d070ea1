"""产品总览: one line of numbers, the coverage, what needs the viewer, what changed, what is coming."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from artifacts import coverage, kinds
from artifacts.models import Artifact, RecordRow
from conversations import feed, reading
from conversations.sight import Sight, sight_of
from departments.models import Product, ProductRole
from notifications import todos
from pmcomms.ground.statements import Statement, fetch, text_of

CHANGES_SINCE = dt.timedelta(days=7)


@dataclass(frozen=True)
class Coming:
    """A dated row of a record table that lies ahead."""

    on: dt.date
    text: str
    address: str
    kind_name: str


@dataclass(frozen=True)
class Overview:
    product: Product
    coverage: coverage.Coverage
    todos: Sequence[todos.Line]
    changes: Sequence[feed.Line]
    coming: Sequence[Coming]
    notes: Sequence[reading.NoteLine]
    managers: Sequence[User]

    @property
    def late_or_returned(self) -> int:
        return self.coverage.number_in("overdue", "returned")

    @property
    def waiting(self) -> int:
        return self.coverage.number_in("waiting")

    @property
    def stale(self) -> int:
        return self.coverage.number_in("stale")

    @property
    def aligned(self) -> int:
        return self.coverage.number_in("aligned")


def overview(product: Product, viewer: User) -> Overview:
    """Everything on the page; a fixed number of queries."""
    mine = [line for line in todos.todo_list(viewer) if _product_of(line) == product.pk]
    since = timezone.now() - CHANGES_SINCE
    roles = ProductRole.objects.managers().filter(product=product, user__is_active=True).select_related("user")
    return Overview(
        product,
        coverage.coverage(product, viewer),
        mine[:6],
        feed.lines(viewer, product=product, since=since, limit=8),
        coming(product, viewer),
        reading.notes_of(product, None, viewer, limit=4),
        [role.user for role in roles],
    )


def _product_of(line: todos.Line) -> int | None:
    if isinstance(line, todos.NoteLine):
        return line.todo.note.product_id
    if isinstance(line, todos.PromiseLine):
        return line.promise.product_id
    if isinstance(line, todos.RequirementLine):
        return line.requirement.product_id
    return line.artifact.product_id


def coming(product: Product, viewer: User, limit: int = 8) -> list[Coming]:
    """Dated to-do rows of current versions from today on, nearest first."""
    today = timezone.localdate()
    found = []
    for slug, table_key, row_key, text, thread_address in fetch(_dated_rows(product.pk, today, sight_of(viewer))):
        kind, cells = kinds.get(slug), json.loads(text)
        declared = kind.find_table(table_key)
        todo = declared.todo if declared else None
        if declared is None or todo is None or (cells.get(todo.due) or "") < today.isoformat():
            continue
        words = cells.get(todo.title or declared.label_column.key) or row_key
        address = f"{thread_address}#row-{table_key}-{row_key}"
        found.append(Coming(dt.date.fromisoformat(cells[todo.due]), str(words), address, str(kind.name)))
    return sorted(found, key=lambda one: one.on)[:limit]


@lru_cache(maxsize=512)
def _dated_rows(product_id: int, today: dt.date, sight: Sight) -> Statement:
    """The text only: rows whose table may have a due day, and whose cell of that name lies ahead."""
    by_due: dict[str, set[str]] = defaultdict(set)
    for kind in kinds.all_kinds():
        for table in kind.tables:
            if table.todo is not None:
                by_due[table.todo.due].add(table.key)
    tables = Q(pk__in=[])
    for due, keys in by_due.items():
        tables |= Q(table__in=sorted(keys), **{f"cells__{due}__gte": today.isoformat()})
    live = Artifact.objects.filter(sight.over("thread__"), product_id=product_id).live()
    rows = (
        RecordRow.objects.filter(tables, artifact__in=live, is_redacted=False)
        .filter(from_version__lte=F("artifact__version__sequence"))
        .filter(Q(to_version__isnull=True) | Q(to_version__gt=F("artifact__version__sequence")))
    )
    return text_of(
        rows.order_by("pk").values_list(
            "artifact__kind", "table", "row_key", Cast("cells", TextField()), "artifact__thread__address"
        )
    )
