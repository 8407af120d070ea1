"""The API under one roof: ``/api/v1/``, namespace ``api-v1``.

Each app lists its own in ``<app>/api/routes.py``:

- ``routes = [("artifacts", ArtifactViewSet, "artifact")]`` – prefix, view set, base of the URL names
- ``urlpatterns = [path(…)]`` – single endpoints, if any

Both names are optional.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import SimpleRouter

from pmcomms.schema_view import DescriptionView

FLOORS = (
    "events",
    "accounts",
    "departments",
    "conversations",
    "requirements",
    "artifacts",
    "notifications",
    "insights",
)

app_name = "api-v1"


def _collected() -> list[URLPattern | URLResolver]:
    router = SimpleRouter()
    found: list[URLPattern | URLResolver] = []
    for floor in FLOORS:
        name = f"{floor}.api.routes"
        if not apps.is_installed(floor) or not find_spec(f"{floor}.api") or not find_spec(name):
            continue
        module = import_module(name)
        for prefix, viewset, basename in getattr(module, "routes", []):
            router.register(prefix, viewset, basename=basename)
        found += getattr(module, "urlpatterns", [])
    return [*found, *router.urls]


urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", DescriptionView.as_view(permission_classes=[IsAuthenticated]), name="schema"),
    *_collected(),
]

reading_room = SpectacularSwaggerSplitView.as_view(url_name="api-v1:schema", permission_classes=[IsAuthenticated])

# What urls.py includes: the versioned API and its reading room.
api_patterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include((urlpatterns, app_name), namespace=app_name)),
    path("api/docs/", login_required(reading_room), name="api-docs"),
]
