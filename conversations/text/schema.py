"""Which elements stored text may hold, in documents and in comments.

The names are those the editor (tiptap) writes, so that a document opened and saved unchanged stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = {
    "strong": "strong", "b": "strong",
    "em": "em", "i": "em", "cite": "em", "dfn": "em",
    "s": "s", "strike": "s", "del": "s",
    "u": "u", "ins": "u",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "var": "code",
    "mark": "mark",
}  # fmt: skip

HEADINGS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}

TRANSPARENT_BLOCKS = frozenset(
    [
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "figure",
        "center",
        "details",
        "fieldset",
        "address",
        "body",
        "html",
        "form",
        "hgroup",
        "dl",
        "label",
        "thead",
        "tbody",
        "tfoot",
    ]
)
PARAGRAPH_LIKE = frozenset(["p", "dt", "dd", "summary", "figcaption", "caption", "legend"])
TABLE_PARTS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"])
BLOCKS = (
    frozenset(HEADINGS)
    | TRANSPARENT_BLOCKS
    | PARAGRAPH_LIKE
    | TABLE_PARTS
    | frozenset(["ul", "ol", "li", "blockquote", "pre", "hr", "menu", "dir"])
) - {"label"}

READ_TAGS = set(MARKS) | set(BLOCKS) | {"a", "span", "br", "img", "input", "label", "sup", "sub", "q"}
"""Everything the builder understands; other elements are dropped and their text kept."""

DROPPED_WITH_CONTENT = {
    "script", "style", "title", "iframe", "noscript", "template", "textarea", "svg", "math", "object",
    "embed", "applet", "audio", "video", "canvas", "noembed", "noframes", "xmp", "plaintext",
}  # fmt: skip

READ_ATTRIBUTES = {
    "*": {"data-id"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width"},
    "ul": {"data-type", "class"},
    "ol": {"start"},
    "li": {"data-type", "data-checked", "data-list", "value"},
    "input": {"type", "checked"},
    "td": {"colspan", "rowspan", "colwidth"},
    "th": {"colspan", "rowspan", "colwidth"},
    "span": {"data-mention"},
    "code": {"class"},
    "pre": {"class", "lang"},
}

LINK_SCHEMES = {"http", "https", "mailto"}

BLOCK_ID = re.compile(r"[A-Za-z0-9_-]{4,40}")
MENTION = re.compile(r"(user|department):[\w.@+-]{1,150}")
LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang)-([\w+#.-]{1,40})(?:$|\s)")
ATTACHMENT = re.compile(r"/attachments/[0-9A-Za-z_-]{1,64}(?:/[^\s/?#\\<>\"'`]{0,2600}){0,3}")
DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
SCHEME = re.compile(r"([^/?#]*?):", re.DOTALL)
COLUMN_WIDTH = re.compile(r"\d{1,4}(,\d{1,4}){0,50}")


@dataclass(frozen=True)
class Schema:
    """What one kind of stored text may hold."""

    name: str
    has_headings: bool
    has_tables: bool
    has_rules: bool
    has_tasks: bool
    has_ids: bool


DOCUMENT = Schema("document", True, True, True, True, True)
COMMENT = Schema("comment", False, False, False, False, False)

WRITTEN_TAGS = {
    "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "table", "tbody", "tr", "th",
    "td", "strong", "em", "s", "u", "mark", "a", "img", "br", "hr", "span",
}  # fmt: skip

WRITTEN_ATTRIBUTES = {
    "*": {"data-id"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width"},
    "ul": {"data-type"},
    "ol": {"start"},
    "li": {"data-type", "data-checked"},
    "td": {"colspan", "rowspan", "colwidth"},
    "th": {"colspan", "rowspan", "colwidth"},
    "span": {"data-mention"},
    "code": {"class"},
}

ID_TAGS = frozenset(["p", "h1", "h2", "h3", "h4", "li", "blockquote", "pre", "table", "tr", "img", "hr"])
"""Blocks that carry a stable ``data-id``; a paragraph inside a list item or a table cell has that one's."""


def is_harmless_address(address: str) -> bool:
    """Whether a link leads to the web, to a mailbox or to a place on this site, and nowhere else."""
    scheme = SCHEME.match(address)
    return scheme is None or scheme.group(1).lower() in LINK_SCHEMES


def is_own_attachment(url: str) -> bool:
    """Whether the address points at a stored attachment of this site and at nothing else."""
    return bool(ATTACHMENT.fullmatch(url)) and not DOT_SEGMENT.search(url)
