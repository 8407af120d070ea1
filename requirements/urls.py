"""Pages of what is wanted."""

from __future__ import annotations

from django.urls import path

from requirements.views import detail, lists, releases

_one = "requirements/<str:reference>/"
_release = "releases/<str:reference>/"

urlpatterns = [
    path("products/<str:key>/requirements/", lists.requirement_list, name="requirement-list"),
    path("products/<str:key>/requirements/board/", lists.requirement_board, name="requirement-board"),
    path("products/<str:key>/requirements/new/", lists.requirement_new, name="requirement-new"),
    path("products/<str:key>/requirements/create-many/", lists.requirement_create_many, name="requirement-create-many"),
    path(_one, detail.requirement_detail, name="requirement-detail"),
    path(_one + "edit/", detail.requirement_edit, name="requirement-edit"),
    path(_one + "save/", detail.requirement_save, name="requirement-save"),
    path(_one + "move/", detail.requirement_move, name="requirement-move"),
    path(_one + "place/", detail.requirement_place, name="requirement-place"),
    path(_one + "schedule/", releases.requirement_schedule, name="requirement-schedule"),
    path(_one + "archive/", detail.requirement_archive, name="requirement-archive"),
    path(_one + "unarchive/", detail.requirement_unarchive, name="requirement-unarchive"),
    path("products/<str:key>/releases/", releases.release_list, name="release-list"),
    path("products/<str:key>/releases/plan/", releases.release_plan, name="release-plan"),
    path(_release, releases.release_detail, name="release-detail"),
    path(_release + "edit/", releases.release_edit, name="release-edit"),
    path(_release + "freeze/", releases.release_freeze, name="release-freeze"),
    path(_release + "unfreeze/", releases.release_unfreeze, name="release-unfreeze"),
    path(_release + "ship/", releases.release_ship, name="release-ship"),
    path(_release + "cancel/", releases.release_cancel, name="release-cancel"),
]
