"""Words of a declaration and the checks that keep declarations honest."""

from __future__ import annotations

from django_stubs_ext import StrOrPromise

DEPARTMENTS = ("rd", "marketing", "sales", "support", "finance", "operations")
MANAGERS, LEADS, PERSON, RECEIVERS = "managers", "leads", "person", "receivers"
LIGHT, STANDARD, FULL = "light", "standard", "full"
VERSIONED, ROLLING = "versioned", "rolling"
WEEK, MONTH = "week", "month"
ACKNOWLEDGE, AGREE, NONE = "acknowledge", "agree", "none"
# Names in ``Kind.stale_when`` that are not kinds.
RELEASE = "release"

Choices = tuple[tuple[str, StrOrPromise], ...]


class DeclarationError(Exception):
    """A declaration contradicts itself. Raised at import, never at run time."""


def check(truth: object, sentence: str) -> None:
    if not truth:
        raise DeclarationError(sentence)


def check_unique(keys: list[str], where: str) -> None:
    for key in keys:
        check(key.isidentifier() and key == key.lower(), f"{where}: {key!r} is not a lower-case identifier.")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    check(not twice, f"{where}: declared twice: {', '.join(twice)}.")


def check_parties(parties: tuple[str, ...] | None, allowed: tuple[str, ...], where: str) -> None:
    unknown = [party for party in parties or () if party not in allowed]
    check(not unknown, f"{where}: unknown party {', '.join(unknown)}.")
