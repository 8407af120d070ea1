"""Texts and links."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, refusal

if TYPE_CHECKING:
    from artifacts.declaration import Column

TEXT_LIMIT, LONG_TEXT_LIMIT, URL_LIMIT = 500, 10_000, 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_URL = re.compile(r"https?://[^\s<>\"()（）」』】]+", re.IGNORECASE)


def _clean(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise refusal(_("“%(value)s” is not a text."), raw, "not_text")
    # NFC only: ①, ㎡ and full-width punctuation are meant as written.
    text = unicodedata.normalize("NFC", str(raw)).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


class Text(ColumnType):
    """One line."""

    code = "text"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str | None:
        text = " ".join(_clean(raw).split())
        if len(text) > TEXT_LIMIT:
            raise refusal(
                _("This text has %(length)s characters; at most %(limit)s fit."),
                raw,
                "too_long",
                length=len(text),
                limit=TEXT_LIMIT,
            )
        return text or None

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "maxLength": TEXT_LIMIT}


class LongText(ColumnType):
    """Several lines, plain."""

    code = "long_text"
    widget = "textarea"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str | None:
        text = "\n".join(line.rstrip() for line in _clean(raw).split("\n"))
        if len(text) > LONG_TEXT_LIMIT:
            raise refusal(
                _("This text has %(length)s characters; at most %(limit)s fit."),
                raw,
                "too_long",
                length=len(text),
                limit=LONG_TEXT_LIMIT,
            )
        return text or None

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONG_TEXT_LIMIT}


class Link(ColumnType):
    """An address on the web with an optional title, stored as ``{"url", "title"}``."""

    code = "link"
    widget = "url"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> dict[str, str]:
        if isinstance(raw, dict):
            url, title = str(raw.get("url") or "").strip(), _clean(raw.get("title") or "")
        else:
            text = _clean(raw)
            found = _URL.search(text)
            url = found.group() if found else text
            # "标题 https://…", "[标题](https://…)"
            title = text.replace(url, "").strip(" \n\t[]()（）：:") if found else ""
        self._check(url, raw)
        return {"url": url, "title": " ".join(title.split())[:TEXT_LIMIT]}

    @staticmethod
    def _check(url: str, raw: object) -> None:
        try:
            parts = urlsplit(url)
            _port = parts.port
        except ValueError as error:
            raise refusal(_("“%(value)s” is not a web address."), raw, "not_link") from error
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or re.search(r"\s", url):
            raise refusal(_("“%(value)s” is not a web address. It starts with https:// or http://."), raw, "not_link")
        if len(url) > URL_LIMIT:
            raise refusal(_("This address is longer than %(limit)s characters."), raw, "too_long", limit=URL_LIMIT)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return stored["title"] or stored["url"]

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return f"{stored['title']} {stored['url']}".strip()

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return self.to_text(stored, column, resolver)

    def markdown(self, stored: Any, column: Column, resolver: Resolver) -> str:
        url = stored["url"].replace("|", "%7C")
        return f"[{super().markdown(stored, column, resolver)}](<{url}>)"

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"url": {"type": "string", "format": "uri"}, "title": {"type": "string"}},
            "required": ["url"],
            "additionalProperties": False,
        }
