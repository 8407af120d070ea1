"""Pages of what is wanted."""

from __future__ import annotations

from django.urls import path

from requirements.views import (
    bulk,
    cells,
    customers,
    detail,
    feedback,
    lists,
    promises,
    releases,
    saved_views,
    triage,
)

_one = "requirements/<str:reference>/"
_release = "releases/<str:reference>/"
_feedback = "feedback/<str:reference>/"
_customer = "customers/<int:pk>/"
_promise = "promises/<int:pk>/"
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
    path("products/<str:key>/feedback/", feedback.feedback_list, name="feedback-list"),
    path("products/<str:key>/feedback/triage/", triage.feedback_triage, name="feedback-triage"),
    path("feedback/", feedback.feedback_mine, name="feedback-mine"),
    path("feedback/new/", feedback.feedback_new, name="feedback-new"),
    path("feedback/similar/", feedback.feedback_similar, name="feedback-similar"),
    path("feedback/customers/", feedback.feedback_customers, name="feedback-customers"),
    path(_feedback, feedback.feedback_detail, name="feedback-detail"),
    path(_feedback + "accept/", triage.feedback_accept, name="feedback-accept"),
    path(_feedback + "decline/", triage.feedback_decline, name="feedback-decline"),
    path(_feedback + "duplicate/", triage.feedback_duplicate, name="feedback-duplicate"),
    path(_feedback + "answer/", triage.feedback_answer, name="feedback-answer"),
    path(_feedback + "reopen/", triage.feedback_reopen, name="feedback-reopen"),
    path(_feedback + "tell/", triage.feedback_tell, name="feedback-tell"),
    path("customers/", customers.customer_list, name="customer-list"),
    path("customers/new/", customers.customer_new, name="customer-new"),
    path(_customer, customers.customer_detail, name="customer-detail"),
    path(_customer + "edit/", customers.customer_edit, name="customer-edit"),
    path(_customer + "archive/", customers.customer_archive, name="customer-archive"),
    path(_customer + "unarchive/", customers.customer_unarchive, name="customer-unarchive"),
    path("products/<str:key>/promises/", promises.promise_list, name="promise-list"),
    path("products/<str:key>/promises/new/", promises.promise_new, name="promise-new"),
    path("products/<str:key>/promises/ask/", promises.promise_ask, name="promise-ask"),
    path(_promise, promises.promise_detail, name="promise-detail"),
    path(_promise + "edit/", promises.promise_edit, name="promise-edit"),
    path(_promise + "link/", promises.promise_link, name="promise-link"),
    path(_promise + "give/", promises.promise_give, name="promise-give"),
    path(_promise + "refuse/", promises.promise_refuse, name="promise-refuse"),
    path(_promise + "keep/", promises.promise_keep, name="promise-keep"),
    path(_promise + "break/", promises.promise_break, name="promise-break"),
    path(_promise + "withdraw/", promises.promise_withdraw, name="promise-withdraw"),
]
