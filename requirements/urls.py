"""Pages of what is wanted."""

from __future__ import annotations

from django.urls import path

from requirements.views import bulk, cells, detail, lists, saved_views

_one = "requirements/<str:reference>/"
_views = "products/<str:key>/views/"

urlpatterns = [
    path("products/<str:key>/requirements/", lists.requirement_list, name="requirement-list"),
    path("products/<str:key>/requirements/board/", lists.requirement_board, name="requirement-board"),
    path("products/<str:key>/requirements/new/", lists.requirement_new, name="requirement-new"),
    path("products/<str:key>/requirements/create-many/", lists.requirement_create_many, name="requirement-create-many"),
    path("products/<str:key>/requirements/bulk/", bulk.requirement_bulk, name="requirement-bulk"),
    path(_one + "cells/<str:field>/", cells.requirement_cell, name="requirement-cell"),
    path(_views + "new/", saved_views.saved_view_new, name="saved-view-new"),
    path(_views + "use/", saved_views.saved_view_use, name="saved-view-use"),
    path(_views + "<int:pk>/", saved_views.saved_view_detail, name="saved-view-detail"),
    path(_views + "<int:pk>/edit/", saved_views.saved_view_edit, name="saved-view-edit"),
    path(_views + "<int:pk>/share/", saved_views.saved_view_share, name="saved-view-share"),
    path(_views + "<int:pk>/delete/", saved_views.saved_view_delete, name="saved-view-delete"),
    path(_one, detail.requirement_detail, name="requirement-detail"),
    path(_one + "edit/", detail.requirement_edit, name="requirement-edit"),
    path(_one + "save/", detail.requirement_save, name="requirement-save"),
    path(_one + "move/", detail.requirement_move, name="requirement-move"),
    path(_one + "place/", detail.requirement_place, name="requirement-place"),
    path(_one + "archive/", detail.requirement_archive, name="requirement-archive"),
    path(_one + "unarchive/", detail.requirement_unarchive, name="requirement-unarchive"),
]
