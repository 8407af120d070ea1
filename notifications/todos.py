"""待我处理: what waits for one person, from every floor, by due day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from artifacts import todos as of_artifacts
from artifacts import waiting
from conversations.models import NoteTodo
from conversations.reading import todos_waiting

COUNT_KEPT_SECONDS = 30


@dataclass(frozen=True)
class NoteLine:
    """A to-do of a meeting note, in the shape of ``artifacts.todos.Todo``."""

    todo: NoteTodo
    kind: str = "note"
    icon: str = "notebook-pen"

    @property
    def title(self) -> str:
        return self.todo.text

    @property
    def context(self) -> str:
        return self.todo.note.thread.title

    @property
    def url(self) -> str:
        return self.todo.note.thread.address

    @property
    def since(self) -> dt.datetime:
        return self.todo.created_at

    @property
    def day(self) -> dt.date | None:
        return self.todo.due_on

    @property
    def is_overdue(self) -> bool:
        return self.todo.due_on is not None and self.todo.due_on < timezone.localdate()

    @property
    def done_url(self) -> str:
        return reverse("note-todo-done", args=[self.todo.pk])


Line = of_artifacts.Todo | NoteLine


def todo_list(user: User) -> Sequence[Line]:
    """Everything that waits for the person, the most pressing first."""
    ids = waiting.ids(user)
    lines: list[Line] = [*of_artifacts.todos(user, ids)]
    if ids["note-todo"]:
        lines += map(NoteLine, todos_waiting(user).filter(pk__in=ids["note-todo"]))
    lines.sort(key=of_artifacts.sort_key)
    cache.set(_count_key(user.pk), len(lines), COUNT_KEPT_SECONDS)
    return lines


def count(user: User) -> int:
    """How many, for the rail. Kept half a minute; what the person does themselves clears it at once."""
    kept = cache.get(_count_key(user.pk))
    return kept if isinstance(kept, int) else len(todo_list(user))


def forget_count(user_id: int) -> None:
    cache.delete(_count_key(user_id))


def _count_key(user_id: int) -> str:
    return f"todo-count:{user_id}"
