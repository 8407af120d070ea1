"""How the API names threads, people and departments."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from conversations.models import Thread
from departments.models import Department
from departments.permissions import products_visible_to
from pmcomms.ground.filters import Asker, Field, unknown
from pmcomms.ground.shapes import Reference

LONGEST_ID = 18


def asker(request: Request) -> User:
    """Who asks; permissions let nobody unknown get here."""
    return cast(User, request.user)


def name_of(thread: Thread) -> str:
    """The reference people quote; a thread without one goes by its number."""
    return thread.reference or str(thread.pk)


def threads_named(viewer: User, text: str) -> QuerySet[Thread]:
    """The visible thread of that reference or number: one or none."""
    threads = Thread.objects.visible_to(viewer).select_related("product", "owner", "parent")
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
        return threads.filter(pk=int(text))
    return threads.filter(reference=text)


@extend_schema_field({"type": "string", "description": "Reference (CLB-D12) or number of a thread."})
class ThreadField(serializers.Field[Any, Any, Any, Any]):
    """A thread by reference or number; hidden and absent are both "unknown"."""

    default_error_messages = {"unknown": _("Unknown: {value}"), "text": _("Give a text.")}

    def to_internal_value(self, data: Any) -> Thread:
        if not isinstance(data, (str, int)) or isinstance(data, bool):
            self.fail("text")
        found = threads_named(self.context["request"].user, str(data)).first()
        if found is None:
            self.fail("unknown", value=data)
        return found

    def to_representation(self, value: Thread) -> str:
        return name_of(value)


class ThreadFilter(Field):
    """``thread=CLB-D12``; an unknown one finds nothing."""

    def equal(self, values: list[str], asker: Asker) -> Q:
        numbers = [int(text) for text in values if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID]
        by_reference = {f"{self.column}__reference__in": [text for text in values if not text.isdigit()]}
        return Q(**by_reference) | Q(**{f"{self.column}__in": numbers})


def person(**kwargs: Any) -> Reference:
    """A colleague by user name."""
    return Reference("username", visible=lambda user: User.objects.active(), **kwargs)


def product(**kwargs: Any) -> Reference:
    return Reference("key", visible=products_visible_to, **kwargs)


def department(**kwargs: Any) -> Reference:
    return Reference("code", visible=lambda user: Department.objects.filter(archived_at__isnull=True), **kwargs)


def refuse_unknown(request: Request, *known: str) -> None:
    """For endpoints without a filter language: other parameters of the query are errors that name them."""
    for name in request.query_params:
        if name not in known:
            raise unknown(name)


def number(request: Request, name: str) -> int | None:
    """A whole number of the query; raises ``ValidationError`` for what is none."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise ValidationError({name: _("Give a whole number.")})
    return int(text)
