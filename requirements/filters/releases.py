"""What lists of releases can be asked."""

from __future__ import annotations

from typing import ClassVar

from pmcomms.ground.filters import Choice, Day, FilterLanguage, Moment, Reference, Text
from requirements.models import Release


class ReleaseFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "stage": Choice("stage", Release.Stage),
        "name": Text("name"),
        "starts": Day("starts_on"),
        "ships": Day("ships_on"),
        "shipped": Day("shipped_on"),
        "changed": Moment("changed_at"),
    }
    order: ClassVar[dict[str, str]] = {
        "number": "number",
        "name": "name",
        "ships": "ships_on",
        "shipped": "shipped_on",
        "changed": "changed_at",
    }
    default_order: ClassVar[tuple[str, ...]] = ("-number", "-pk")


class PageReleaseFilters(ReleaseFilters):
    """The releases of one product, the newest first."""

    fields = {name: field for name, field in ReleaseFilters.fields.items() if name != "product"}
