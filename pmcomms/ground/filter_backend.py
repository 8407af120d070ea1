"""The filter language in API lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from pmcomms.ground.filters import FilterLanguage


class LanguageFilter(BaseFilterBackend):
    """Applies ``view.filters`` to lists; a list without one knows no parameters but cursor and limit."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if getattr(view, "detail", False):
            return queryset
        language = getattr(view, "filters", None)
        if language is None:
            FilterLanguage(request.user).condition(request.query_params)
            return queryset
        return language(request.user).apply(queryset, request.query_params)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        language: type[FilterLanguage] | None = getattr(view, "filters", None)
        if language is None:
            return []
        found = [_parameter(name, field.schema(), list_of=True) for name, field in language.fields.items()]
        if language.search or language.find is not FilterLanguage.find:
            found.append(_parameter("q", {"type": "string", "maxLength": 200}))
        if language.order:
            names = ", ".join(language.order)
            found.append(_parameter("order", {"type": "string"}, f"One or more of {names}; `-` for falling."))
        return found


def _parameter(name: str, schema: dict[str, Any], text: str = "", list_of: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": schema}
    if list_of:
        found |= {"schema": {"type": "array", "items": schema}, "explode": True, "style": "form"}
    if text:
        found["description"] = text
    return found
