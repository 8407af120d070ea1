"""In whose place a person does to-do rows: theirs, those of people away, those of people who left.

The name in a row of a version is frozen. So a successor stands beside it: whoever took over from a person
who was deactivated finds that person's rows on their list and may tick them off. When the person comes back,
the rows that name them are theirs again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds, waiting
from artifacts.declaration import Table
from artifacts.models import FilledCell, RecordRow, RowSuccessor
from departments.models import Product
from departments.permissions import acting_for_ids, products_visible_to
from pmcomms.ground.requests import once_per_request


def succeeded(acting: Iterable[int]) -> QuerySet[RowSuccessor]:
    """Those who left and are followed by one of these people."""
    return RowSuccessor.objects.filter(successor_id__in=list(acting), person__is_active=False)


def row_people(user: User) -> frozenset[int]:
    """Ids of everybody whose to-do rows are this person's today."""
    acting = tuple(acting_for_ids(user))
    return once_per_request(
        ("row people", acting),
        lambda: frozenset(acting) | frozenset(succeeded(acting).values_list("person_id", flat=True)),
    )


@dataclass(frozen=True)
class OpenRow:
    """A to-do row of a standing version that is not ticked off."""

    row: RecordRow
    table: Table

    @property
    def text(self) -> str:
        todo = self.table.todo
        return str(self.row.cells.get((todo and todo.title) or self.table.label_column.key) or self.row.row_key)

    @property
    def address(self) -> str:
        return f"{self.row.artifact.thread.address}#row-{self.row.table}-{self.row.row_key}"


def open_rows(person: User) -> list[OpenRow]:
    """What is still to be done in this person's name, and in the names they succeed; whoever may see it."""
    names = (person.pk, *succeeded([person.pk]).values_list("person_id", flat=True))
    rows = waiting.standing(waiting.named(names)).select_related("artifact__thread__product", "artifact__product")
    found: list[OpenRow] = []
    for row in rows.order_by("artifact__product__name", "artifact__number", "pk"):
        table = kinds.get(row.artifact.kind).find_table(row.table)
        if table is not None and table.todo is not None and row.cells.get(table.todo.person) in names:
            found.append(OpenRow(row, table))
    artifacts = {one.row.artifact_id for one in found}
    cells = FilledCell.objects.filter(artifact__in=artifacts, superseded_at__isnull=True, value=True)
    ticked = set(cells.values_list("artifact_id", "table", "row_key", "column"))
    return [
        one
        for one in found
        if one.table.todo is not None
        and (one.row.artifact_id, one.row.table, one.row.row_key, one.table.todo.done) not in ticked
    ]


def product_name(product: Product, viewer: User) -> str:
    """The name, unless the product itself is out of the viewer's sight."""
    seen = products_visible_to(viewer).filter(pk=product.pk).exists()
    return product.name if seen else _("a private product")
