"""The API's description as it is served: written once per process and language, it costs seconds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SCHEMA_KWARGS, SpectacularAPIView
from rest_framework.request import Request

RENDERERS = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer}


@lru_cache(maxsize=8)
def written(language: str, form: str, urlconf: str) -> bytes:
    """The description in ``yaml`` or ``json``; the same for everybody who may read it."""
    with translation.override(language):
        schema = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
        text: str | bytes = RENDERERS[form]().render(schema, renderer_context={})
    return text.encode() if isinstance(text, str) else text


class DescriptionView(SpectacularAPIView):
    """``?format=json`` or ``yaml``, or what ``Accept`` asks for; ``?lang=en`` for another language."""

    @extend_schema(**SCHEMA_KWARGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.query_params.get("format", "")
        accepted = "json" if "json" in request.accepted_renderer.media_type else "yaml"
        form = asked if asked in RENDERERS else accepted
        wanted = request.query_params.get("lang", "")
        language = wanted if translation.check_for_language(wanted) else translation.get_language()
        text = written(language or settings.LANGUAGE_CODE, form, settings.ROOT_URLCONF)
        response = HttpResponse(text, content_type=RENDERERS[form].media_type)
        response["Content-Disposition"] = f'inline; filename="pmcomms.{form}"'
        response["Cache-Control"] = "private, max-age=300"
        return response
