"""Shapes of input and output: what is not declared is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

UNKNOWN = _("Unknown field.")
READ_ONLY = _("This field cannot be set.")


class Strict:
    """Mix-in of serializers: unknown and read-only fields in the input are errors that name them."""

    fields: Any

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            wrong: dict[str, list[Any]] = {}
            for name in data:
                field = self.fields.get(name)
                if field is None:
                    wrong[str(name)] = [serializers.ErrorDetail(str(UNKNOWN), "unknown_field")]
                elif field.read_only:
                    wrong[str(name)] = [serializers.ErrorDetail(str(READ_ONLY), "read_only")]
            if wrong:
                raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)  # type: ignore[misc]  # the serializer it is mixed into


class StrictSerializer(Strict, serializers.Serializer[Any]):
    """Base of every input; fine for output too."""


class StrictModelSerializer(Strict, serializers.ModelSerializer[Any]):
    """The same over a model; ``Meta.fields`` is listed by hand, never ``__all__``."""


@extend_schema_field({"type": "string"})
class Reference(serializers.Field[Any, Any, Any, Any]):
    """A related row by its public name: ``CLB-D12``, a product key, a department code, a user name.

    ``visible`` gives the rows this person may see; anything else, hidden or absent, is "unknown"::

        product = Reference("key", visible=lambda user: Product.objects.visible_to(user))
    """

    default_error_messages = {"unknown": _("Unknown: {value}"), "text": _("Give a text.")}

    def __init__(self, by: str, *, visible: Callable[[Any], QuerySet[Any]] | None = None, **kwargs: Any) -> None:
        self.by = by
        self.visible = visible
        kwargs.setdefault("read_only", visible is None)
        super().__init__(**kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation(None if data == "" and self.allow_null else data)

    def to_internal_value(self, data: Any) -> Model:
        if not isinstance(data, str):
            self.fail("text")
        if self.visible is None:
            raise ImproperlyConfigured("A Reference that is written to needs visible=.")
        rows = self.visible(self.context["request"].user)
        try:
            found: Model | None = rows.filter(**{self.by: data}).first()
        except (ValueError, DjangoValidationError):
            found = None
        if found is None:
            self.fail("unknown", value=data)
        return found

    def to_representation(self, value: Any) -> Any:
        for part in self.by.split("__"):
            value = getattr(value, part)
        return value
