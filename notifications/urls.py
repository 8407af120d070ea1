"""Who must act."""

from __future__ import annotations

from django.urls import path

from notifications.views import todo

urlpatterns = [
    path("todo/", todo.todo_list, name="todo-list"),
    path("todo/count/", todo.todo_count, name="todo-count"),
]
