"""What the administration log can be asked."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Q

from events import registry
from pmcomms.ground.filters import Asker, Choice, Field, FilterLanguage, Moment


class Actor(Field):
    """A person by user name, ``me`` or ``system``; events hold the id without a foreign key."""

    def equal(self, values: list[str], asker: Asker) -> Q:
        names = [value for value in values if value not in ("me", "system")]
        found = Q(actor_id__in=get_user_model()._default_manager.filter(username__in=names).values("pk"))
        if "me" in values and asker.user is not None:
            found |= Q(actor_id=asker.user.pk)
        if "system" in values:
            found |= Q(actor_id__isnull=True)
        return found


class Kind(Choice):
    """The codes of the catalogue, read when asked: floors fill it after this module is imported."""

    def __init__(self) -> None:
        super().__init__("kind", [])

    def value(self, text: str) -> str:
        self.words = [kind.code for kind in registry.all_kinds()]
        return super().value(text)

    def schema(self) -> dict[str, object]:
        return {"type": "string"}


class LogFilters(FilterLanguage):
    fields = {"kind": Kind(), "actor": Actor("actor_id"), "at": Moment("created_at")}
    order = {"at": "pk"}
    default_order = ("-pk",)
