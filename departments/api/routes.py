"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from departments.api.organisation import (
    CalendarDayViewSet,
    DepartmentViewSet,
    MembershipViewSet,
    StandInViewSet,
)
from departments.api.people import PeopleImportConfirmView, PeopleImportView, PersonViewSet
from departments.api.products import KindsView, LiaisonViewSet, ProductRolesView, ProductViewSet

routes = [
    ("people", PersonViewSet, "person"),
    ("departments", DepartmentViewSet, "department"),
    ("memberships", MembershipViewSet, "membership"),
    ("stand-ins", StandInViewSet, "stand-in"),
    ("calendar-days", CalendarDayViewSet, "calendar-day"),
    ("products", ProductViewSet, "product"),
    ("liaisons", LiaisonViewSet, "liaison"),
]
urlpatterns = [
    path("people/import/", PeopleImportView.as_view(), name="person-import"),
    path("people/import-confirm/", PeopleImportConfirmView.as_view(), name="person-import-confirm"),
    path("products/<str:key>/roles/", ProductRolesView.as_view(), name="product-role-list"),
    path("product-kinds/", KindsView.as_view(), name="product-kind-list"),
]
