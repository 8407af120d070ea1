"""Pages of the lowest floor."""

from __future__ import annotations

from django.urls import path

from events import views

urlpatterns = [
    path("administration/log/", views.log_list, name="log-list"),
    path("administration/log/held/release/", views.held_release, name="held-release"),
    path("jobs/<int:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<int:pk>/cancel/", views.job_cancel, name="job-cancel"),
]
