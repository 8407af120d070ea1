"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from requirements.api.customers import CustomerViewSet
from requirements.api.feedback import FeedbackViewSet
from requirements.api.promises import PromiseViewSet
from requirements.api.releases import ReleaseViewSet
from requirements.api.requirements import RequirementViewSet
from requirements.api.saved_views import SavedViewViewSet
from requirements.api.workflow import WorkflowView

routes = [
    ("requirements", RequirementViewSet, "requirement"),
    ("feedback", FeedbackViewSet, "feedback"),
    ("releases", ReleaseViewSet, "release"),
    ("customers", CustomerViewSet, "customer"),
    ("promises", PromiseViewSet, "promise"),
]

_VIEWS = "products/<str:key>/views/"
_list = SavedViewViewSet.as_view({"get": "list", "post": "create"})
_one = SavedViewViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}, detail=True)

urlpatterns = [
    path("products/<str:key>/workflow/", WorkflowView.as_view(), name="product-workflow"),
    path(_VIEWS, _list, name="saved-view-list"),
    path(_VIEWS + "use/", SavedViewViewSet.as_view({"post": "use"}), name="saved-view-use"),
    path(_VIEWS + "<int:pk>/", _one, name="saved-view-detail"),
    path(_VIEWS + "<int:pk>/share/", SavedViewViewSet.as_view({"post": "share"}, detail=True), name="saved-view-share"),
]
