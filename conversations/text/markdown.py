"""Markdown in and out of the stored form.

Reading is done by comrak with its CJK emphasis rule (CommonMark refuses ``**（括号）**测试``); the result
goes through the sanitiser like any other HTML. Writing is ``markdown_writer``.
"""

from __future__ import annotations

import html as html_module
import re
from urllib.parse import quote

import comrak

from conversations.text.markdown_tree import alerts, footnotes, line_breaks, link_addresses
from conversations.text.markdown_writer import write
from conversations.text.mentions import link_mentions
from conversations.text.sanitise import (
    MAX_DEPTH,
    clean_comment,
    clean_document,
    inner_html,
    is_too_deep,
    parse,
    storable,
)

NESTED_LINE = re.compile(rf"^(?:[ \t]*(?:>|[-+*][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_DEPTH // 2},}}", re.MULTILINE)
SINGLE_TILDE = re.compile(r"(?<![~\\])(\\*)~(?!~)")
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n((?:(?:[\w-]+[ \t]*:.*|[ \t]+\S.*|[ \t]*-[ \t].*|[ \t]*)\n)+?)"
    r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


def from_markdown(text: str, *, salt: str = "") -> str:
    """A document section from Markdown (GFM tables, tasks, footnotes, alerts; HTML inside is sanitised)."""
    return clean_document(to_html(text), salt=salt)


def comment_from_markdown(text: str) -> str:
    """A comment from Markdown-light; every line break is kept, mention tokens become mentions."""
    return clean_comment(to_html(text, keep_breaks=True))


def to_markdown(html: str) -> str:
    """Stored HTML as Markdown that ``from_markdown`` reads back to the same text."""
    return write(parse(html)) if html.strip() else ""


def to_html(text: str, *, keep_breaks: bool = False) -> str:
    """Markdown as HTML that is **not yet sanitised**: for importers that still work on the tree."""
    text = storable(text)
    if NESTED_LINE.search(text):
        return "".join(f"<p>{html_module.escape(line)}</p>" for line in text.split("\n") if line.strip())
    text = _front_matter_as_code(text)
    rendered = _rendered(text)
    if not rendered.strip():
        return ""
    if is_too_deep(rendered):
        return rendered
    tree = parse(rendered)
    link_mentions(tree)
    footnotes(tree)
    alerts(tree)
    line_breaks(tree, keep_breaks)
    if "://" in rendered:
        link_addresses(tree)
    return inner_html(tree)


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = True
    options.tasklist = True
    options.strikethrough = True
    options.footnotes = True
    options.alerts = True
    options.highlight = True
    options.cjk_friendly_emphasis = True
    return options


def _rendering() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.unsafe_ = True  # HTML in the Markdown is kept here and sanitised by the caller
    return options


def _front_matter_as_code(text: str) -> str:
    """Front matter is kept as a block of YAML; without this its last lines would become a heading."""
    found = FRONT_MATTER.match(text)
    if not found or ":" not in found.group(1):
        return text
    return f"```yaml\n{found.group(1)}```\n\n{text[found.end() :]}"


def _rendered(text: str) -> str:
    """The HTML comrak makes, with single tildes as they are.

    ``5~7 天，8~10 天`` names two spans of days, not something struck out: only ``~~`` strikes. While comrak works,
    a character of the private area stands in for each single tilde, also in code and addresses.
    """
    stand_in = next((one for one in map(chr, range(0xE000, 0xF8FF)) if one not in text), "~")
    text = SINGLE_TILDE.sub(lambda found: f"{found[1]}{stand_in}" if len(found[1]) % 2 == 0 else found[0], text)
    html = comrak.render_markdown(text, extension_options=_extensions(), render_options=_rendering())
    return html.replace(stand_in, "~").replace(quote(stand_in), "~")
