"""复制为开会提纲: the interface page as plain text to paste into a chat or an invitation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from artifacts.interface import Interface, Line
from conversations.reading import NoteLine


def as_text(shown: Interface, notes: Sequence[NoteLine]) -> str:
    """What is open between the two sides first, then what changed and what was agreed."""
    blocks = [
        f"{shown.product.name} × {shown.department.name}",
        _block(_("Owed by the department"), shown.owed_by_department),
        _block(_("Owed by the product"), shown.owed_by_product),
        _block(_("Changed since"), shown.changed),
        _block(pgettext("interface", "Agreed"), shown.agreed),
    ]
    decisions = [f"- {decision.text}" for note in notes for decision in note.decisions]
    if decisions:
        blocks.append("\n".join([_("Conclusions"), *decisions]))
    return "\n\n".join(block for block in blocks if block)


def _block(title: str, lines: Iterable[Line]) -> str:
    shown = [f"- {line.artifact.reference} {line.text}" for line in lines]
    return "\n".join([title, *shown]) if shown else ""
