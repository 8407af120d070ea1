"""What a wish to take content out is about, as far as its reader may know it.

Whoever sees the document sees its title, the names of the parts and their text as it stands. An administrator
who does not see it decides by its kind, the version and the names that the kind itself declares; the product,
headings of its own, rows and every text stay closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import content, kinds
from artifacts.declaration import Kind
from artifacts.models import Artifact, Redaction
from artifacts.presenting import row_label
from conversations.text.plain import excerpt
from departments.models import Product
from departments.permissions import products_visible_to

EXCERPT = 300


@dataclass(frozen=True)
class Part:
    """``text``: what is there now, for those who see it."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class Stone:
    redaction: Redaction
    kind: Kind
    product: Product | None
    is_seen: bool
    can_confirm: bool
    parts: Sequence[Part] = ()


def stones(redactions: Iterable[Redaction], viewer: User, confirmable: Iterable[int]) -> list[Stone]:
    """The lines of the list, without their parts; two queries."""
    rows, may_confirm = list(redactions), set(confirmable)
    artifacts = {row.artifact_id for row in rows}
    seen = set(Artifact.objects.visible_to(viewer).filter(pk__in=artifacts).values_list("pk", flat=True))
    products = products_visible_to(viewer).in_bulk({row.artifact.product_id for row in rows})
    return [
        Stone(
            row,
            kinds.get(row.artifact.kind),
            products.get(row.artifact.product_id),
            row.artifact_id in seen,
            row.pk in may_confirm,
        )
        for row in rows
    ]


def with_parts(stone: Stone, viewer: User) -> Stone:
    """The same with the parts by name, and with their text for who sees the document."""
    redaction = stone.redaction
    if stone.is_seen:
        document = content.read_version(redaction.artifact, redaction.version, viewer)
        parts = [_seen(document, part) for part in redaction.parts]
    else:
        parts = [Part(_closed(stone.kind, part)) for part in redaction.parts]
    return Stone(redaction, stone.kind, stone.product, stone.is_seen, stone.can_confirm, parts)


def _seen(document: content.Document, part: str) -> Part:
    sort, _colon, key = part.partition(":")
    if sort == "section":
        section = document.section(key)
        return Part(section.heading, excerpt(section.body, EXCERPT)) if section else Part(_("A section"))
    table_key, _colon, row_key = key.partition(":")
    table = document.table(table_key)
    row = table.row(row_key) if table else None
    if table is None or row is None:
        return Part(_("A row"))
    label = "" if row.is_redacted else row_label(table.declared, row, document.resolver())
    return Part(f"{table.declared} {row_key}", label if label != row_key else "")


def _closed(kind: Kind, part: str) -> str:
    """The name as the kind declares it; never a heading somebody wrote, nor which row."""
    sort, _colon, key = part.partition(":")
    if sort == "section":
        declared = kind.find_section(key)
        return str(declared.name) if declared else _("A section of their own")
    table = kind.find_table(key.partition(":")[0])
    return _("A row of 「%(table)s」") % {"table": table} if table else _("A row")
