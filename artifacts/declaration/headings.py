"""Recognising a heading or a table header by its name in either language."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.utils import translation
from django_stubs_ext import StrOrPromise

# "2.1", "2.", "（一）", "一、", "第三章", "A." before the words of a heading.
_NUMBERING = re.compile(
    r"^(?:第[0-9一二三四五六七八九十百]+[章节部分条]+|[0-9]+(?:\.[0-9]+)*[).、.\s]*|\(?[0-9一二三四五六七八九十]+[).、.\s]|[a-z][.)])\s*",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[\s\W_]+")


def folded(text: str) -> str:
    """A heading without numbering, punctuation, width and case: what two people would call the same."""
    text = unicodedata.normalize("NFKC", text).strip()
    stripped = _NUMBERING.sub("", text)
    return _NOISE.sub("", stripped or text).casefold()


def names_in_all_languages(name: StrOrPromise) -> tuple[str, ...]:
    """The name as it reads in each language the site speaks."""
    names = []
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            names.append(str(name))
    return tuple(dict.fromkeys(names))


def matches(heading: str, name: StrOrPromise, aliases: tuple[str, ...] = ()) -> bool:
    """Does the heading mean this name or one of its aliases?"""
    wanted = folded(heading)
    return bool(wanted) and any(folded(known) == wanted for known in (*names_in_all_languages(name), *aliases))
