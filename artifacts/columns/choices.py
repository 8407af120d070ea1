"""Choices and yes/no. Stored are values; labels are read in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, narrow, refusal, split_list

if TYPE_CHECKING:
    from artifacts.declaration import Column

YES = {"是", "有", "对", "真", "已", "√", "✓", "✔", "☑", "✅", "yes", "y", "true", "1", "done"}
NO = {"否", "无", "不", "假", "未", "×", "✗", "✘", "☐", "❌", "no", "n", "false", "0"}


def _read_choice(raw: object, column: Column) -> str:
    wanted = narrow(str(raw)).casefold()
    for value, _label in column.choices:
        if wanted == value.casefold():
            return value
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for value, label in column.choices:
                if wanted == narrow(str(label)).casefold():
                    return value
    allowed = _now(", ").join(str(label) for _value, label in column.choices)
    raise refusal(_("“%(value)s” is not one of: %(allowed)s."), raw, "not_a_choice", allowed=allowed)


class SingleChoice(ColumnType):
    code = "single_choice"
    widget = "select"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        return _read_choice(raw, column)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return column.choice_label(stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "enum": [value for value, _label in column.choices]}


class MultiChoice(ColumnType):
    """Several of the choices, kept in the declared order."""

    code = "multi_choice"
    widget = "multiselect"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> list[str] | None:
        chosen = {_read_choice(part, column) for part in split_list(raw)}
        return [value for value, _label in column.choices if value in chosen] or None

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _now(", ").join(column.choice_label(value) for value in stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        values = [value for value, _label in column.choices]
        return {"type": "array", "items": {"type": "string", "enum": values}, "uniqueItems": True}


class YesNo(ColumnType):
    code = "yes_no"
    widget = "checkbox"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> bool:
        if isinstance(raw, bool):
            return raw
        text = narrow(str(raw)).casefold()
        if text in YES:
            return True
        if text in NO:
            return False
        raise refusal(_("“%(value)s” is neither yes nor no."), raw, "not_yes_no")

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _now("Yes") if stored else _now("No")

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return ""

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "boolean"}
