"""The kinds of fields a filter language can declare. Each turns an operator and values into a ``Q``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Choices, Model, Q
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pmcomms.ground.filters import Asker

MAX_VALUE = 200
NOTHING = Q(pk__in=[])


class Field:
    """A column that can be asked. ``many``: the column lies behind a to-many relation.

    Every field knows ``name=value``, ``name.not=value`` and ``name.is=empty|set``.
    """

    operators: tuple[str, ...] = ()

    def __init__(self, column: str, *, many: bool = False) -> None:
        self.column = column
        self.many = many

    def condition(self, operator: str, values: list[str], asker: Asker) -> Q:
        """Raises ``ValidationError`` for an operator or value that does not fit."""
        if any(len(value) > MAX_VALUE for value in values):
            raise ValidationError(_("The value is too long."))
        if operator == "is":
            return self._within(self._empty(values[-1]), asker)
        if operator == "not":
            return ~self._within(self.equal(values, asker), asker)
        if operator == "":
            return self._within(self.equal(values, asker), asker)
        if operator not in self.operators:
            known = ", ".join(("not", "is", *self.operators))
            raise ValidationError(_("Unknown operator. Known: %(words)s.") % {"words": known})
        return self._within(self.compare(operator, values[-1], asker), asker)

    def equal(self, values: list[str], asker: Asker) -> Q:
        """One of ``values``."""
        return Q(**{f"{self.column}__in": [self.value(value) for value in values]})

    def compare(self, operator: str, value: str, asker: Asker) -> Q:
        raise NotImplementedError

    def value(self, text: str) -> Any:
        return text

    def schema(self) -> dict[str, Any]:
        """How the API's schema describes one value."""
        return {"type": "string"}

    def _empty(self, word: str) -> Q:
        if word not in ("empty", "set"):
            raise ValidationError(_("Give one of: %(words)s.") % {"words": "empty, set"})
        return Q(**{f"{self.column}__isnull": word == "empty"})

    def _within(self, condition: Q, asker: Asker) -> Q:
        """A to-many column is asked in a subquery: no row twice, and "not" means none of them."""
        if not self.many or asker.model is None:
            return condition
        model: type[Model] = asker.model
        return Q(pk__in=model._base_manager.filter(condition).values("pk"))


class Text(Field):
    """Free text: ``title=whole``, ``title.has=part``, ``title.starts=…``."""

    operators = ("has", "starts")

    def compare(self, operator: str, value: str, asker: Asker) -> Q:
        lookup = {"has": "icontains", "starts": "istartswith"}[operator]
        return Q(**{f"{self.column}__{lookup}": value})

    def _empty(self, word: str) -> Q:
        is_null = super()._empty(word)
        blank = Q(**{self.column: ""})
        return is_null | blank if word == "empty" else is_null & ~blank


class Choice(Field):
    """One of a few words, given as ``Choices`` or a list; any other word is refused."""

    def __init__(self, column: str, choices: type[Choices] | list[str], *, many: bool = False) -> None:
        super().__init__(column, many=many)
        self.words = [str(word) for word in (choices if isinstance(choices, list) else choices.values)]

    def value(self, text: str) -> str:
        if text not in self.words:
            raise ValidationError(_("Give one of: %(words)s.") % {"words": ", ".join(self.words)})
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": self.words}


class Reference(Field):
    """A related row by its public name, such as a product key; an unknown one finds nothing.

    ``mine``: the column that holds the department's id, which makes ``name=mine`` mean the asker's.
    """

    def __init__(self, column: str, *, mine: str | None = None, many: bool = False) -> None:
        super().__init__(column, many=many)
        self.mine = mine

    def equal(self, values: list[str], asker: Asker) -> Q:
        if not self.mine or "mine" not in values:
            return super().equal(values, asker)
        others = [value for value in values if value != "mine"]
        found = Q(**{f"{self.mine}__in": asker.departments})
        return found | super().equal(others, asker) if others else found


class Person(Field):
    """A person by user name, or ``me``. ``column`` is the foreign key: ``Person("owner")``."""

    def equal(self, values: list[str], asker: Asker) -> Q:
        found = NOTHING
        if "me" in values:
            found = Q(**{self.column: asker.user.pk}) if asker.user and asker.user.pk else NOTHING
        names = [value for value in values if value != "me"]
        return found | Q(**{f"{self.column}__username__in": names}) if names else found


class Words(Field):
    """A list of words in one column: ``label=导出`` holds the word, several values one of them."""

    def equal(self, values: list[str], asker: Asker) -> Q:
        return Q(**{f"{self.column}__overlap": values})

    def _empty(self, word: str) -> Q:
        if word not in ("empty", "set"):
            raise ValidationError(_("Give one of: %(words)s.") % {"words": "empty, set"})
        nothing = Q(**{self.column: []})
        return nothing if word == "empty" else ~nothing


class YesNo(Field):
    """``true`` or ``false``."""

    def value(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise ValidationError(_("Give one of: %(words)s.") % {"words": "true, false"})
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": ["true", "false"]}


class Number(Field):
    """An exact number: ``points=3``, ``points.min=1``, ``points.max=8`` (both ends count)."""

    operators = ("min", "max")

    def compare(self, operator: str, value: str, asker: Asker) -> Q:
        lookup = {"min": "gte", "max": "lte"}[operator]
        return Q(**{f"{self.column}__{lookup}": self.value(value)})

    def value(self, text: str) -> Decimal:
        try:
            number = Decimal(text) if len(text) <= 20 else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number) > 2**63 - 1 or "_" in text:
            raise ValidationError(_("Give a number."))
        return number

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
