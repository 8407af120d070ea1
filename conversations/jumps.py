"""Where ⌘K leads: products, departments, people, pages, and threads by their titles.

Pages are those of the settings and what higher floors add in ``AppConfig.ready()``; an address that does not exist
(yet) is not shown.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import settings_registry
from accounts.models import User
from accounts.pinyin import initials_of, pinyin_of
from conversations import picking, registry, search
from conversations.models import Thread
from departments.models import Department, Product
from departments.permissions import products_visible_to

SHOWN = 6


@dataclass(frozen=True)
class Place:
    """A page to jump to. ``words``: other names it is looked for by, pinyin of the label comes by itself."""

    label: str | Promise
    url_name: str
    icon: str = "file"
    words: tuple[str, ...] = ()
    is_shown: Callable[[User], bool] = lambda viewer: not viewer.is_visitor


@dataclass(frozen=True)
class Jump:
    label: str
    address: str
    icon: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    jumps: list[Jump]


_places: dict[str, Place] = {}


def register_place(place: Place) -> None:
    """Add a page; the same URL name again replaces it."""
    _places[place.url_name] = place


def groups(viewer: User, text: str) -> list[Group]:
    """What the palette offers for a text; without one, what was read last."""
    text = text.strip()[:100]
    if not text:
        found = [
            Group(_("Recently read"), _of_threads(recent_threads(viewer))),
            Group(_("Products"), _products(viewer, "")),
        ]
    else:
        hits = search.search(viewer, text, limit=SHOWN + 4).hits
        found = [
            Group(_("Products"), _products(viewer, text)),
            Group(_("Departments"), _departments(viewer, text)),
            Group(_("Content"), _of_threads(hit.thread for hit in hits)),
            Group(_("People"), _people(viewer, text)),
            Group(_("Pages"), _pages(viewer, text)),
        ]
    return [group for group in found if group.jumps]


def recent_threads(viewer: User) -> QuerySet[Thread]:
    """What this person read last and still may see."""
    return (
        Thread.objects.visible_to(viewer)
        .filter(receipts__user=viewer, receipts__last_read_at__isnull=False)
        .order_by("-receipts__last_read_at")[:SHOWN]
    )


def address_of(name: str, *args: object) -> str:
    """The address of a page, empty when there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def sounds_like(label: str, text: str) -> bool:
    """Whether a label holds the text, or its pinyin or initials begin with it."""
    folded = picking.folded(text)
    return bool(folded) and (
        folded in label.lower() or _pinyin(label).startswith(folded) or _initials(label).startswith(folded)
    )


@functools.lru_cache(maxsize=4096)
def _pinyin(label: str) -> str:
    return pinyin_of(label)


@functools.lru_cache(maxsize=4096)
def _initials(label: str) -> str:
    return initials_of(label)


def _products(viewer: User, text: str) -> list[Jump]:
    def fits(product: Product) -> bool:
        return not text or sounds_like(product.name, text) or product.key.lower().startswith(text.lower())

    found = [product for product in products_visible_to(viewer).filter(archived_at__isnull=True) if fits(product)][
        :SHOWN
    ]
    jumps = (Jump(product.name, address_of("product-overview", product.key), "box", product.key) for product in found)
    return [jump for jump in jumps if jump.address]


def _departments(viewer: User, text: str) -> list[Jump]:
    if viewer.is_visitor:
        return []
    live = Department.objects.filter(archived_at__isnull=True)
    found = [one for one in live if picking.matches(one, picking.folded(text))][:SHOWN]
    jumps = (Jump(one.name, address_of("department-detail", one.code), one.icon) for one in found)
    return [jump for jump in jumps if jump.address]


def _people(viewer: User, text: str) -> list[Jump]:
    if viewer.is_visitor or not address_of("person-detail", "x"):
        return []
    return [
        Jump(str(person), address_of("person-detail", person.username), "user", picking.department_names(person))
        for person in picking.people_to_pick(text)[:SHOWN]
    ]


def _pages(viewer: User, text: str) -> list[Jump]:
    jumps = []
    for place in _places.values():
        names = (str(place.label), *place.words)
        if place.is_shown(viewer) and any(sounds_like(name, text) for name in names):
            jumps.append(Jump(str(place.label), address_of(place.url_name), place.icon))
    for group, entries in settings_registry.entries_for(viewer):
        fitting = (entry for entry in entries if sounds_like(str(entry.label), text))
        jumps += [Jump(str(entry.label), entry.url, entry.icon, str(group)) for entry in fitting]
    return [jump for jump in jumps if jump.address][:SHOWN]


def _of_threads(threads: Iterable[Thread]) -> list[Jump]:
    return [
        Jump(thread.title, thread.address, registry.get(thread.kind).icon, thread.reference or "") for thread in threads
    ]
