"""Lists of artifacts: the filters of page and API, and what a line of a list says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from artifacts import coverage, kinds
from artifacts.declaration import Kind
from artifacts.models import Artifact, SignOff
from conversations import search
from departments.models import Product
from pmcomms.ground.filters import Choice, Day, FilterLanguage, Moment, Person, Reference, Text, YesNo


class ArtifactFilters(FilterLanguage):
    """What lists of artifacts can be asked, by page and API: ``kind=prd&owner=me&title.has=…&q=…``."""

    fields = {
        "product": Reference("product__key"),
        "kind": Choice("kind", [kind.slug for kind in kinds.all_kinds()]),
        "owner": Person("owner"),
        "department": Reference("receivers__department__code", mine="receivers__department_id", many=True),
        "title": Text("title"),
        "release": Text("release"),
        "confidential": YesNo("is_confidential"),
        "stale": Day("stale_since"),
        "published": Moment("version__published_at"),
        "created": Moment("created_at"),
        "archived": Moment("archived_at"),
    }
    order = {"created": "created_at", "title": "title", "number": "number"}
    default_order: ClassVar[tuple[str, ...]] = ("-created_at",)

    def find(self, text: str) -> Q:
        """Words anywhere in the published text, in comments and files, or in a title, a draft's too."""
        return Q(thread__in=search.matching_threads(self.user, text))


class PageFilters(ArtifactFilters):
    """The list of one product, newest number first; ``archived=yes`` turns to the archive as a whole."""

    fields = {name: field for name, field in ArtifactFilters.fields.items() if name != "archived"}
    default_order: ClassVar[tuple[str, ...]] = ("-number", "-pk")
    also = ("archived",)


def listed(user: User, product: Product | None = None, *, archived: bool = False) -> QuerySet[Artifact]:
    """What a list reads: visible artifacts with their answers counted, in one query."""
    rows = Artifact.objects.visible_to(user).with_people()
    if product is not None:
        rows = rows.filter(product=product)
    rows = rows.filter(archived_at__isnull=not archived)
    current = Q(sign_offs__is_current=True) & ~Q(sign_offs__state=SignOff.State.CLOSED)
    waiting = current & Q(sign_offs__state=SignOff.State.WAITING)
    late = waiting & Q(sign_offs__paused_at__isnull=True, sign_offs__due_at__lt=timezone.now())
    returned = current & Q(sign_offs__answer=SignOff.Answer.RETURNED)
    return rows.annotate(
        asked=Count("sign_offs", filter=current),
        waiting=Count("sign_offs", filter=waiting),
        returned=Count("sign_offs", filter=returned),
        late_since=Min("sign_offs__due_at", filter=late),
        returned_at=Min("sign_offs__answered_at", filter=returned),
    )


@dataclass(frozen=True)
class ListLine:
    artifact: Artifact
    kind: Kind
    state: str
    label: str
    tone: str
    version: str


def lines(rows: Iterable[Artifact]) -> list[ListLine]:
    """Each artifact with its state in the words of the coverage table."""
    found = []
    for artifact in rows:
        kind = kinds.get(artifact.kind)
        row = _as_row(artifact)
        state = coverage.state_of(kind, row)
        label = coverage.label_of(kind, state, row)
        found.append(ListLine(artifact, kind, state, label, coverage.TONES[state], coverage.version_name(kind, row)))
    return found


def _as_row(artifact: Artifact) -> dict[str, Any]:
    """The aggregated row ``coverage`` reads, from an annotated artifact."""
    version = artifact.version
    counted = {name: getattr(artifact, name) for name in ("asked", "waiting", "returned", "late_since", "returned_at")}
    return counted | {
        "stale_since": artifact.stale_since,
        "stale_reason": artifact.stale_reason,
        "release": artifact.release,
        "signal_level": artifact.signal_level,
        "version__number": version.number if version else None,
        "version__erratum": version.erratum if version else 0,
        "version__period_from": version.period_from if version else None,
        "version__published_at": version.published_at if version else None,
    }
