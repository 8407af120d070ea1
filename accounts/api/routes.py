"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from accounts.api.views import InvitationViewSet, MeView, TokenViewSet

routes = [
    ("tokens", TokenViewSet, "token"),
    ("invitations", InvitationViewSet, "invitation"),
]
urlpatterns = [path("me/", MeView.as_view(), name="me")]
