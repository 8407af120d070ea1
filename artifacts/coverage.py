"""Coverage 部门对齐表: departments × kinds of a product, and what each cell needs.

A row is the kind's own department; "n of m" counts every party asked, whatever its department. Over the
live artifacts of a kind the loudest state wins (overdue, returned, waiting, stale, draft, aligned), the
cell counts them and links to the loudest. Only artifacts the viewer sees are read, so a hidden one changes
nothing. Two queries for any number of products: the artifacts with their answers aggregated in SQL, and
the liaisons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import Kind
from artifacts.models import Artifact, Receiver, SignOff
from conversations.sight import Sight, sight_of
from departments.models import Department, Liaison, Product
from departments.offices import core_departments
from departments.permissions import managed_product_ids
from pmcomms.ground.statements import Statement, fetch, text_of

# Loudest first; what a cell of several artifacts shows.
LOUDNESS = ("overdue", "returned", "waiting", "stale", "draft", "aligned")
STATES = ("not-applicable", "missing", *reversed(LOUDNESS))
TONES = {
    "overdue": "bad",
    "returned": "bad",
    "waiting": "warn",
    "stale": "warn",
    "draft": "info",
    "aligned": "calm",
    "missing": "",
    "not-applicable": "",
}
ACTING = frozenset({"overdue", "returned", "waiting", "stale", "draft"})


@dataclass(frozen=True)
class Cell:
    """One kind of one product: its state in a word, and where its one action leads."""

    kind: Kind
    department: str
    state: str
    label: str
    url: str = ""
    reference: str = ""
    version: str = ""
    count: int = 0
    answered: int = 0
    asked: int = 0

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_loud(self) -> bool:
        return self.state in ACTING


@dataclass(frozen=True)
class Row:
    department: Department
    liaisons: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Coverage:
    product: Product
    rows: tuple[Row, ...]

    @property
    def cells(self) -> Iterable[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    def number_in(self, *states: str) -> int:
        return sum(cell.state in states for cell in self.cells)

    @property
    def kinds_on(self) -> int:
        return sum(cell.state != "not-applicable" for cell in self.cells)


def coverage(product: Product, viewer: User) -> Coverage:
    """The coverage of one product as ``viewer`` sees it."""
    return coverages([product], viewer)[0]


def coverages(products: Sequence[Product], viewer: User) -> list[Coverage]:
    """The coverage of several products, in their order."""
    found: dict[tuple[int, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in _read(products, viewer):
        found[row["product_id"], row["kind"]].append(row)
    departments = core_departments()
    liaisons = _liaisons(products)
    managed = managed_product_ids(viewer)
    return [
        Coverage(
            product,
            tuple(
                Row(
                    department,
                    tuple(liaisons[product.pk, department.pk]),
                    tuple(
                        _cell(product, kind, found[product.pk, kind.slug], sees_all=product.pk in managed)
                        for kind in kinds.kinds_of(department.code)
                    ),
                )
                for department in departments
            ),
        )
        for product in products
    ]


def department_cells(department: Department, products: Sequence[Product], viewer: User) -> list[tuple[Product, Row]]:
    """One department's row over several products."""
    return [
        (one.product, row) for one in coverages(products, viewer) for row in one.rows if row.department == department
    ]


ONE_ARTIFACT = (
    "product_id",
    "kind",
    "thread__reference",
    "stale_since",
    "stale_reason",
    "release",
    "signal_level",
    "version__number",
    "version__erratum",
    "version__period_from",
    "version__published_at",
)
ITS_ANSWERS = ("asked", "waiting", "returned", "first_due_at", "returned_at")


def _read(products: Sequence[Product], viewer: User) -> Iterable[Mapping[str, Any]]:
    if not products:
        return
    now = timezone.now()
    for values in fetch(_statement(tuple(product.pk for product in products), sight_of(viewer))):
        row = dict(zip((*ONE_ARTIFACT, *ITS_ANSWERS), values, strict=True))
        due = row["first_due_at"]
        yield row | {"late_since": due if due is not None and due < now else None}


@lru_cache(maxsize=512)
def _statement(products: tuple[int, ...], sight: Sight) -> Statement:
    """The text only; whether the first answer due is late is asked of the clock each time."""
    current = Q(sign_offs__is_current=True) & ~Q(sign_offs__state=SignOff.State.CLOSED)
    current &= ~Q(sign_offs__question=Receiver.Question.COPY)
    waiting = current & Q(sign_offs__state=SignOff.State.WAITING)
    returned = current & Q(sign_offs__answer=SignOff.Answer.RETURNED)
    rows = Artifact.objects.filter(sight.over("thread__")).live().filter(product__in=products).values(*ONE_ARTIFACT)
    return text_of(
        rows.annotate(
            asked=Count("sign_offs", filter=current),
            waiting=Count("sign_offs", filter=waiting),
            returned=Count("sign_offs", filter=returned),
            first_due_at=Min("sign_offs__due_at", filter=waiting & Q(sign_offs__paused_at__isnull=True)),
            returned_at=Min("sign_offs__answered_at", filter=returned),
        ).values_list(*ONE_ARTIFACT, *ITS_ANSWERS)
    )


def _liaisons(products: Sequence[Product]) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = Liaison.objects.main().filter(product__in=products, user__is_active=True).order_by("started_on", "pk")
    for product, department, name in rows.values_list("product_id", "department_id", "user__full_name"):
        found[product, department].append(name)
    return found


def state_of(kind: Kind, row: Mapping[str, Any]) -> str:
    """The state of one artifact from its aggregated row."""
    if row["version__number"] is None:
        return "draft"
    if row["late_since"] is not None:
        return "overdue"
    if row["returned"]:
        return "returned"
    if row["waiting"]:
        return "waiting"
    if kind.is_rolling and row["signal_level"] == "bad":
        return "overdue"
    return "stale" if row["stale_since"] else "aligned"


def _cell(product: Product, kind: Kind, rows: list[Mapping[str, Any]], *, sees_all: bool) -> Cell:
    department = kind.department or ""
    if kind.slug not in product.kinds:
        return Cell(kind, department, "not-applicable", _("Not applicable"))
    if not rows:
        url = f"{reverse('artifact-list', args=[product.key])}?kind={kind.slug}"
        # Who manages the product knows that nothing is there; others only that nothing is shown to them.
        return Cell(kind, department, "missing", _("Not started") if sees_all else _("Nothing to see yet"), url)
    states = [(LOUDNESS.index(state_of(kind, row)), position) for position, row in enumerate(rows)]
    loudest, position = min(states)
    state, row = LOUDNESS[loudest], rows[position]
    reference = row["thread__reference"]
    return Cell(
        kind,
        department,
        state,
        label_of(kind, state, row),
        reverse("artifact-detail", args=[reference]),
        reference,
        version_name(kind, row),
        len(rows),
        row["asked"] - row["waiting"],
        row["asked"],
    )


def version_name(kind: Kind, row: Mapping[str, Any]) -> str:
    """第 7 版, 勘误 7.1, or the period of a rolling kind."""
    number, erratum, period = row["version__number"], row["version__erratum"], row["version__period_from"]
    if number is None:
        return ""
    if kind.is_rolling and period is not None:
        if kind.period == "month":
            return _("Month %(month)d") % {"month": period.month}
        return _("Week of %(day)s") % {"day": f"{period:%m-%d}"}
    if kind.is_rolling:
        return _("Updated %(day)s") % {"day": f"{timezone.localtime(row['version__published_at']):%m-%d}"}
    if erratum:
        return _("Erratum %(label)s") % {"label": f"{number}.{erratum}"}
    return _("Version %(label)s") % {"label": number}


def label_of(kind: Kind, state: str, row: Mapping[str, Any]) -> str:
    if state == "waiting":
        return _("Waiting %(n)d/%(m)d") % {"n": row["asked"] - row["waiting"], "m": row["asked"]}
    if state == "overdue":
        if row["late_since"] is None:
            return _("Needs attention")
        days = _days_since(row["late_since"])
        return ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
    if state == "returned":
        days = _days_since(row["returned_at"])
        return ngettext("Returned · %(days)d day", "Returned · %(days)d days", days) % {"days": days}
    if state == "stale":
        is_release = row["release"] and row["stale_reason"].startswith("release")
        still = row["release"] if is_release else version_name(kind, row)
        return _("To be updated (still %(version)s)") % {"version": still}
    if state == "draft":
        return _("Draft")
    return _("On track") if kind.is_rolling else _("Aligned")


def _days_since(moment: Any) -> int:
    """Whole local days, at least one: late by an hour is late today."""
    return max(1, (timezone.localdate() - timezone.localtime(moment).date()).days)
