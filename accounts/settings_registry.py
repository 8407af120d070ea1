"""What the settings page offers. Each floor adds its own in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

ME, PRODUCTS, ADMINISTRATION = "me", "products", "administration"
GROUPS: dict[str, str | Promise] = {ME: _("Me"), PRODUCTS: _("Products"), ADMINISTRATION: _("Administration")}


@dataclass(frozen=True)
class Entry:
    """One line of the settings page; ``words`` are further words its search finds."""

    group: str
    label: str | Promise
    text: str | Promise
    icon: str
    url_name: str
    is_shown: Callable[[User], bool] = lambda user: True
    words: str | Promise = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Line:
    """An entry that depends on rows, such as one product."""

    group: str
    label: str
    text: str
    icon: str
    url: str


_entries: list[Entry] = []
_lines: list[Callable[[User], Iterable[Line]]] = []


def register(*entries: Entry) -> None:
    _entries.extend(entry for entry in entries if entry not in _entries)


def register_lines(lines: Callable[[User], Iterable[Line]]) -> None:
    if lines not in _lines:
        _lines.append(lines)


def entries_for(user: User, text: str = "") -> list[tuple[str | Promise, list[Entry | Line]]]:
    """Groups with what this person may open and, when given, what ``text`` finds."""
    folded = text.strip().lower()
    shown: list[Entry | Line] = [entry for entry in _entries if entry.is_shown(user)]
    for lines in _lines:
        shown.extend(lines(user))
    found = [entry for entry in shown if folded in _words(entry)]
    grouped = [(label, [entry for entry in found if entry.group == name]) for name, label in GROUPS.items()]
    return [(label, entries) for label, entries in grouped if entries]


def _words(entry: Entry | Line) -> str:
    return f"{entry.label} {entry.text} {getattr(entry, 'words', '')}".lower()
