"""待我处理: what waits for one person, from every floor, by due day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import todos as of_artifacts
from artifacts import waiting
from conversations.models import NoteTodo
from conversations.reading import todos_waiting
from requirements.customers import shown_name
from requirements.models import Promise, Requirement
from requirements.waiting import asked_of

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


@dataclass(frozen=True)
class PromiseLine:
    """「能答应吗？」 that waits for a manager of the product, in the shape of ``artifacts.todos.Todo``."""

    promise: Promise
    customer: str
    kind: str = "promise"
    icon: str = "handshake"

    @property
    def title(self) -> str:
        return _("Can we promise it? %(wording)s") % {"wording": self.promise.wording}

    @property
    def context(self) -> str:
        return f"{self.promise.product.name} · {self.customer}"

    @property
    def url(self) -> str:
        return reverse("promise-detail", args=[self.promise.pk])

    @property
    def since(self) -> dt.datetime:
        return self.promise.created_at

    @property
    def due_at(self) -> dt.datetime | None:
        return self.promise.answer_due_at

    @property
    def day(self) -> dt.date | None:
        return timezone.localtime(self.due_at).date() if self.due_at is not None else None

    @property
    def is_overdue(self) -> bool:
        return self.promise.is_answer_overdue


@dataclass(frozen=True)
class RequirementLine:
    """A requirement the person has to do, late or due within a week, in the shape of ``artifacts.todos.Todo``."""

    requirement: Requirement
    kind: str = "requirement"

    @property
    def icon(self) -> str:
        return self.requirement.icon

    @property
    def title(self) -> str:
        return self.requirement.title

    @property
    def context(self) -> str:
        return f"{self.requirement.reference} · {self.requirement.status.name}"

    @property
    def url(self) -> str:
        return self.requirement.thread.address

    @property
    def since(self) -> dt.datetime:
        return self.requirement.created_at

    @property
    def day(self) -> dt.date | None:
        return self.requirement.due_on

    @property
    def is_overdue(self) -> bool:
        return self.requirement.is_overdue


Line = of_artifacts.Todo | NoteLine | PromiseLine | RequirementLine


def todo_list(user: User) -> Sequence[Line]:
    """Everything that waits for the person, the most pressing first."""
    ids = waiting.ids(user)
    lines: list[Line] = [*of_artifacts.todos(user, ids)]
    if ids["note-todo"]:
        lines += map(NoteLine, todos_waiting(user).filter(pk__in=ids["note-todo"]))
    lines += [PromiseLine(one, shown_name(user, one.customer)) for one in asked_of(user)]
    due = waiting.fetched(Requirement, ids["requirement"], "product", "thread", "status")
    lines += map(RequirementLine, due)
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
