"""An artifact as one Markdown text: its sections and record tables, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artifacts.columns.base import escape_markdown
from conversations.text.markdown import to_markdown
from conversations.text.markdown_writer import escaped_text
from conversations.text.sanitise import clean_document


@dataclass(frozen=True)
class SectionPart:
    """A titled section; ``html`` is stored text."""

    title: str
    html: str


@dataclass(frozen=True)
class TablePart:
    """A titled record table; ``rows`` hold Markdown of what the reader may see, masked cells left out."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def artifact_as_markdown(
    title: str, parts: Sequence[SectionPart | TablePart], facts: Sequence[tuple[str, str]] = ()
) -> str:
    """The whole artifact. ``facts`` (reference, version, state) stand as a list under the title.

    Headings inside a section are moved below the section's own. Empty sections and tables keep their heading, so
    that the text says what is not filled in.
    """
    blocks = [f"# {_one_line(title)}"]
    if facts:
        blocks.append("\n".join(f"- {_one_line(name)}：{_one_line(value)}" for name, value in facts))
    for part in parts:
        blocks.append(f"## {_one_line(part.title)}")
        if isinstance(part, SectionPart):
            blocks.append(to_markdown(_lowered(part.html)).rstrip("\n"))
        elif part.rows:
            blocks.append(table_as_markdown(part.columns, part.rows))
    return "\n\n".join(block for block in blocks if block) + "\n"


def table_as_markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table of named columns and Markdown cells."""
    lines = [_line([escape_markdown(column) for column in columns]), "|" + " --- |" * len(columns)]
    lines.extend(_line([*row, *[""] * (len(columns) - len(row))]) for row in rows)
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _one_line(text: str) -> str:
    return escaped_text(" ".join(text.split()))


def _lowered(html: str) -> str:
    """The section with its headings at the third level and below."""
    if "<h1" not in html and "<h2" not in html:
        return html
    highest = 1 if "<h1" in html else 2
    for level in (4, 3, 2, 1):
        if level >= highest:
            lowered = min(level + 3 - highest, 4)
            html = html.replace(f"<h{level}", f"<x{lowered}").replace(f"</h{level}>", f"</x{lowered}>")
    return clean_document(html.replace("<x", "<h").replace("</x", "</h"))
