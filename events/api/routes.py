"""Routes of this floor's endpoints."""

from __future__ import annotations

from events.api.views import JobViewSet, LogViewSet

routes = [("log", LogViewSet, "log"), ("jobs", JobViewSet, "job")]
