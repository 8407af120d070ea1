"""Pages of what is wanted."""

from __future__ import annotations

from django.urls import path

from requirements.views import customers, detail, lists, promises

_one = "requirements/<str:reference>/"
_customer = "customers/<int:pk>/"
_promise = "promises/<int:pk>/"

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
    path(_one + "archive/", detail.requirement_archive, name="requirement-archive"),
    path(_one + "unarchive/", detail.requirement_unarchive, name="requirement-unarchive"),
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
