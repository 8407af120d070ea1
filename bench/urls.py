"""Our routes and, beside them, the floor's."""

from django.urls import include, path

from bench import floor

urlpatterns = [
    path("floor/overview/<int:product_id>/", floor.overview),
    path("floor/artifact/<int:thread_id>/", floor.artifact),
    path("floor/search/<int:product_id>/", floor.search),
    path("floor/comment/<int:thread_id>/", floor.add_comment),
    path("", include("pmcomms.urls")),
]
