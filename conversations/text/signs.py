"""What an element of any origin says about itself: the language of code, whether a task is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.text import schema as s
from conversations.text.tree import Element

CHECKED = {"true", "ischecked", "checked", "done"}


def language_of(pre: Element) -> str:
    for holder in (pre, *pre.iter("code")):
        if found := s.LANGUAGE.search(holder.get("class", "")):
            return found.group(1).lower()
    named = pre.get("lang", "")
    return named.lower() if re.fullmatch(r"[\w+#.-]{1,40}", named) else ""


def checked_of(item: Element, parent: Element) -> bool | None:
    """True or false for a task item, None for a plain one."""
    if item.tag != "li":
        return None
    if item.get("data-type") == "taskItem" or parent.get("data-type") == "taskList":
        box = next(_own_boxes(item), None)
        return item.get("data-checked") == "true" or (
            item.get("data-checked") is None and box is not None and box.get("checked") is not None
        )
    if item.get("data-list", "").lower() in CHECKED | {"unchecked"}:
        return item.get("data-list", "").lower() in CHECKED
    box = next(_own_boxes(item), None)
    return None if box is None else box.get("checked") is not None


def _own_boxes(item: Element) -> Iterator[Element]:
    """Check boxes at the head of this item, not those of items nested in it."""
    for child in item:
        if child.tag == "input" and child.get("type", "").lower() == "checkbox":
            yield child
        elif child.tag in ("label", "p", "div", "span"):
            yield from (box for box in child if box.tag == "input" and box.get("type") == "checkbox")
