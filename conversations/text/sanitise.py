"""The stored form of text: sanitised HTML in the editor's schema, each block with a stable id.

nh3 runs first (what the builder works on is harmless and well formed) and last (whatever the builder wrote
is checked once more). Sanitising what is already sanitised changes nothing, so it may be done at every door.
"""

from __future__ import annotations

import hashlib
import html as html_module
import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from conversations.text import schema as s
from conversations.text.builder import Builder
from conversations.text.tree import Element, is_empty

MAX_LENGTH = 3_000_000
"""Longest text taken, in characters of HTML."""
MAX_DEPTH = 100
"""Deepest nesting taken; deeper input is shown as plain text, since parsing it would cost seconds."""

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
CLOSES_ITSELF = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "rt",
        "rp",
    ]
)


def clean_document(html: str, *, salt: str = "", limit: int = MAX_LENGTH) -> str:
    """Sanitise a document section to the editor's schema.

    Every block gets a ``data-id``: the one it has when that is well formed and unique, else one derived from
    its text, so the same block gets the same id each time. ``salt`` (a section's key) keeps ids of two
    sections of one page apart. Text without any content is the empty string. Raises ValidationError when it
    is longer than ``limit`` characters.
    """
    return _clean(html, s.DOCUMENT, salt, limit)


def clean_comment(html: str) -> str:
    """Sanitise a comment: paragraphs, lists, quotes, code, marks, links, mentions, own pictures; no ids."""
    return _clean(html, s.COMMENT, "", MAX_LENGTH)


def _clean(html: str, schema: s.Schema, salt: str, limit: int) -> str:
    if len(html) > limit:
        raise ValidationError(
            _("The text is too long: %(length)s characters, at most %(limit)s.")
            % {"length": len(html), "limit": limit},
            code="too_long",
        )
    html = storable(html)
    if not html.strip():
        return ""
    if is_too_deep(html):
        html = _as_plain(html)
    source = parse(nh3.clean(
        html,
        tags=s.READ_TAGS,
        clean_content_tags=s.DROPPED_WITH_CONTENT,
        attributes=s.READ_ATTRIBUTES,
        url_schemes=s.LINK_SCHEMES,
        link_rel=None,
    ))  # fmt: skip
    tree = Builder(schema).build(source)
    if all(child.tag == "p" for child in tree) and is_empty(tree):
        return ""
    if schema.has_ids:
        give_ids(tree, salt)
    return nh3.clean(
        serialise(tree),
        tags=s.WRITTEN_TAGS,
        attributes=s.WRITTEN_ATTRIBUTES if schema.has_ids else s.WRITTEN_ATTRIBUTES | {"*": set()},
        url_schemes=s.LINK_SCHEMES,
        link_rel="noopener noreferrer",
    )


def storable(text: str) -> str:
    """Text without characters that a database or a page cannot hold (NUL, controls, lone surrogates)."""
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def depth(html: str) -> int:
    """How deep elements nest, counted from the tags alone; an upper bound found in linear time."""
    level = deepest = 0
    for match in TAG.finditer(html):
        if match.group(2).lower() in CLOSES_ITSELF:
            continue
        level = max(level - 1, 0) if match.group(1) else level + 1
        deepest = max(deepest, level)
    return deepest


def is_too_deep(html: str) -> bool:
    """Whether elements nest so deep that parsing them would take seconds."""
    return depth(html) > MAX_DEPTH


def _as_plain(html: str) -> str:
    text = re.sub(r"<[^<>]{0,2000}>", " ", html)
    return f"<p>{html_module.escape(html_module.unescape(text))}</p>"


def parse(html: str) -> lxml_html.HtmlElement:
    """Parse sanitised HTML; its blocks are the children of the returned element."""
    return lxml_html.fragment_fromstring(html, create_parent="div")


def give_ids(tree: Element, salt: str = "") -> None:
    """Give every block below ``tree`` its own id, keeping those that are there and unique."""
    taken: set[str] = set()
    waiting: list[Element] = []
    for element in tree.iterdescendants():
        identifier = element.get("data-id")
        if element.tag not in s.ID_TAGS or not _has_own_id(element):
            if identifier is not None:
                del element.attrib["data-id"]
            continue
        if identifier is None or identifier in taken:
            waiting.append(element)
        else:
            taken.add(identifier)
    counts: dict[str, int] = {}
    for element in waiting:
        content = f"{salt}\0{element.tag}\0{_text_of(element)}\0{element.get('src', '')}"
        number = counts.get(content, 0)
        while (identifier := _digest(content, number)) in taken:
            number += 1
        counts[content] = number + 1
        taken.add(identifier)
        element.set("data-id", identifier)


def _text_of(element: Element) -> str:
    """All text inside, as ``itertext`` gives it."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def _has_own_id(element: Element) -> bool:
    parent = element.getparent()
    return not (element.tag == "p" and parent is not None and parent.tag in ("li", "td", "th"))


# Base 32 in lower case, ten bits at a time; ids are what a long list costs most.
_BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _BASE_32 for second in _BASE_32]


def _digest(content: str, number: int) -> str:
    made = int.from_bytes(hashlib.blake2b(f"{number}\0{content}".encode(), digest_size=5).digest())
    return _PAIRS[made >> 30] + _PAIRS[made >> 20 & 1023] + _PAIRS[made >> 10 & 1023] + _PAIRS[made & 1023]


def serialise(tree: Element) -> str:
    """The children of ``tree`` as HTML."""
    return "".join(lxml_html.tostring(child, encoding="unicode", with_tail=False) for child in tree)


def inner_html(element: Element) -> str:
    """Everything inside ``element`` as HTML, its own text included."""
    return html_module.escape(element.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode", with_tail=True) for child in element
    )
