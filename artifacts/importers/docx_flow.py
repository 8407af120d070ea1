"""HTML of a Word body while it is written: neighbouring items, code lines and quotes come together."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

MERMAID = re.compile(
    r"(?:graph|flowchart|sequenceDiagram|classDiagram|stateDiagram|erDiagram|gantt|journey|mindmap|pie|timeline)\b"
)


@dataclass
class Item:
    """A paragraph of a list, at a level from 0."""

    level: int
    is_ordered: bool
    value: int
    html: str


@dataclass
class Flow:
    """HTML being written; neighbouring list items, code lines and quotes are gathered first."""

    written: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    def block(self, text: str) -> None:
        self.flush()
        self.written.append(text)

    def flush(self, *, keep: str = "") -> None:
        if self.items and keep != "items":
            self.written.append(_lists(self.items))
            self.items = []
        if self.code and keep != "code":
            self.written.append(_code(self.code))
            self.code = []
        if self.quotes and keep != "quotes":
            self.written.append(f"<blockquote>{''.join(self.quotes)}</blockquote>")
            self.quotes = []

    def html(self) -> str:
        self.flush()
        return "".join(self.written)


def _code(lines: list[str]) -> str:
    is_mermaid = MERMAID.match("\n".join(lines).lstrip())
    language = ' class="language-mermaid"' if is_mermaid else ""
    return f"<pre><code{language}>{html.escape(chr(10).join(lines), quote=False)}</code></pre>"


def _lists(items: list[Item]) -> str:
    """Nested lists from items and their levels; a level that is skipped is not made up."""
    root = min(item.level for item in items)
    written: list[str] = []
    open_lists: list[tuple[int, str]] = []
    for item in items:
        level = max(item.level, root)
        tag = "ol" if item.is_ordered else "ul"
        while open_lists and open_lists[-1][0] > level:
            written.append(f"</li></{open_lists.pop()[1]}>")
        if open_lists and open_lists[-1] == (level, tag):
            written.append("</li>")
        else:
            if open_lists and open_lists[-1][0] == level:
                written.append(f"</li></{open_lists.pop()[1]}>")
            start = f' start="{item.value}"' if item.is_ordered and item.value > 1 else ""
            written.append(f"<{tag}{start}>")
            open_lists.append((level, tag))
        written.append(f"<li>{item.html}")
    written.extend(f"</li></{tag}>" for _level, tag in reversed(open_lists))
    return "".join(written)
