"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from requirements.api.requirements import RequirementViewSet
from requirements.api.workflow import WorkflowView

routes = [("requirements", RequirementViewSet, "requirement")]
urlpatterns = [path("products/<str:key>/workflow/", WorkflowView.as_view(), name="product-workflow")]
