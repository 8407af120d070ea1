"""JSON read with limits, so that no body can hurt: size, depth, numbers, text PostgreSQL can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from pmcomms.ground.problems import TooLarge

MAX_DEPTH = 32
# NUL and lone surrogates: PostgreSQL's UTF-8 holds neither.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
MAX_INTEGER = 2**63 - 1
# Keeps the walk over the largest body far below a second.
MAX_VALUES = 200_000


class StrictJSONParser(BaseParser):
    """``application/json`` only. Raises ``ParseError`` (400) or ``TooLarge`` (413)."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read() if limit is None else stream.read(limit + 1)
        if limit is not None and len(raw) > limit:
            raise TooLarge
        return read_json(raw)


def read_json(raw: bytes) -> Any:
    """The value in ``raw``; raises ``ParseError`` with a sentence when it breaks a limit."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not valid UTF-8.")) from error
    except RecursionError as error:
        raise ParseError(_("The JSON is nested too deeply.")) from error
    except ValueError as error:
        raise ParseError(_("The body is not valid JSON.")) from error
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("A field is given twice."))
    return found


def _refuse_constant(name: str) -> None:
    raise ParseError(_("%(name)s is not a number in JSON.") % {"name": name})


def _check(value: Any) -> None:
    """Walks without recursion: depth, whole numbers within 64 bits, finite numbers, storable text."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    seen = 0
    while waiting:
        here, depth = waiting.pop()
        seen += 1
        if isinstance(here, str):
            _check_text(here)
        elif isinstance(here, (int, float)):
            if not -MAX_INTEGER - 1 <= here <= MAX_INTEGER:
                raise ParseError(_("A number is too large."))
        elif isinstance(here, (dict, list)):
            if depth > MAX_DEPTH:
                raise ParseError(_("The JSON is nested too deeply."))
            inner = [*here.keys(), *here.values()] if isinstance(here, dict) else here
            if seen + len(waiting) + len(inner) > MAX_VALUES:
                raise ParseError(_("The JSON holds too many values."))
            waiting.extend((item, depth + 1) for item in inner)


def _check_text(text: str) -> None:
    if UNSTORABLE.search(text):
        raise ParseError(_("A text holds characters that cannot be stored."))
