"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from requirements.api.customers import CustomerViewSet
from requirements.api.feedback import FeedbackViewSet
from requirements.api.promises import PromiseViewSet
from requirements.api.releases import ReleaseViewSet
from requirements.api.requirements import RequirementViewSet
from requirements.api.workflow import WorkflowView

routes = [
    ("requirements", RequirementViewSet, "requirement"),
    ("feedback", FeedbackViewSet, "feedback"),
    ("releases", ReleaseViewSet, "release"),
    ("customers", CustomerViewSet, "customer"),
    ("promises", PromiseViewSet, "promise"),
]
urlpatterns = [path("products/<str:key>/workflow/", WorkflowView.as_view(), name="product-workflow")]
