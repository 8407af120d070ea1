"""Who is named in a text.

In Markdown a mention is ``@[林岚](user:linlan)`` or ``@[财务](department:finance)``; stored it is
``<span data-mention="user:linlan">@林岚</span>``. The key decides who is
meant, the label is only what is read.
"""

from __future__ import annotations

import html as html_module
from dataclasses import dataclass

from conversations.text import schema
from conversations.text.sanitise import parse
from conversations.text.tree import Element


@dataclass(frozen=True)
class Mention:
    """One person or department named: ``kind`` is user or department, ``key`` the user name or code."""

    kind: str
    key: str
    label: str

    @property
    def markdown(self) -> str:
        return f"@[{self.label}]({self.kind}:{self.key})"

    @property
    def html(self) -> str:
        key = html_module.escape(f"{self.kind}:{self.key}")
        return f'<span data-mention="{key}">@{html_module.escape(self.label)}</span>'


def mentions_in(html: str) -> list[Mention]:
    """Everyone named in a stored text, each once, in the order of first naming."""
    if "data-mention" not in html:
        return []
    found: dict[tuple[str, str], Mention] = {}
    for span in parse(html).iter("span"):
        named = span.get("data-mention", "")
        if schema.MENTION.fullmatch(named):
            kind, key = named.split(":", 1)
            label = "".join(span.itertext()).removeprefix("@")
            found.setdefault((kind, key), Mention(kind, key, label))
    return list(found.values())


def link_mentions(tree: Element) -> None:
    """Turn ``@<a href="user:…">`` as the Markdown parser leaves it into mention spans, in place."""
    for link in list(tree.iter("a")):
        named = link.get("href", "")
        if not schema.MENTION.fullmatch(named):
            continue
        label = "".join(link.itertext()).strip().removeprefix("@")
        tail = link.tail
        before = link.getprevious()
        parent = link.getparent()
        if before is not None and (before.tail or "").endswith("@"):
            before.tail = (before.tail or "")[:-1]
        elif before is None and parent is not None and (parent.text or "").endswith("@"):
            parent.text = (parent.text or "")[:-1]
        else:
            continue
        link.clear()
        link.tag = "span"
        link.set("data-mention", named)
        link.text = f"@{label}"
        link.tail = tail
