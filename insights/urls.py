"""Pages over all floors."""

from __future__ import annotations

from django.urls import path

from insights.views import pages

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("products/<str:key>/", pages.product_overview, name="product-overview"),
    path("products/<str:key>/departments/<str:code>/", pages.interface_detail, name="interface-detail"),
    path("departments/<str:code>/", pages.department_detail, name="department-detail"),
]
