"""The page routes of every app, under one roof."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pmcomms.api_routes import api_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    *api_patterns,
    path("", include("events.urls")),
    path("", include("accounts.urls")),
    path("", include("departments.urls")),
    path("", include("conversations.urls")),
    path("", include("requirements.urls")),
    path("", include("artifacts.urls")),
    path("", include("notifications.urls")),
    path("", include("insights.urls")),
]

if settings.MODE == "demo":
    urlpatterns.append(path("", include("pmcomms.demo.urls")))

handler400 = "pmcomms.ground.problem_pages.bad_request"
handler403 = "pmcomms.ground.problem_pages.permission_denied"
handler404 = "pmcomms.ground.problem_pages.page_not_found"
handler500 = "pmcomms.ground.problem_pages.server_error"
