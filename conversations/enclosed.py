"""Files of a comment: each is shown once, in the words or below them."""

from __future__ import annotations

import re

from conversations.models import Attachment
from conversations.text.sanitise import inner_html, parse
from conversations.text.tree import Element, is_empty, strip_edges

_ADDRESS = re.compile(r"/attachments/(\d{1,18})/")


def apart(body: str, files: list[Attachment]) -> tuple[str, list[Attachment]]:
    """The words to show, and the files to show below them.

    A picture drawn among the words stands only there. A link that ends its paragraph gives way to the file below;
    one in the middle of a sentence stays, for the sentence needs it.
    """
    if not files or "/attachments/" not in body:
        return body, files
    tree = parse(body)
    own = {file.pk for file in files}
    for link in reversed(list(tree.iter("a"))):
        if _file_of(link.get("href", "")) in own and _ends_its_paragraph(link):
            _take_out(link)
    addresses = [element.get("src") or element.get("href", "") for element in tree.iter("img", "a")]
    among_words = {_file_of(address) for address in addresses}
    return inner_html(tree), [file for file in files if file.pk not in among_words]


def _file_of(address: str) -> int:
    found = _ADDRESS.match(address)
    return int(found[1]) if found else 0


def _ends_its_paragraph(link: Element) -> bool:
    parent = link.getparent()
    if parent is None or parent.tag != "p" or (link.tail or "").strip():
        return False
    return all(after.tag == "br" and not (after.tail or "").strip() for after in link.itersiblings())


def _take_out(link: Element) -> None:
    """The paragraph without the link and the space before it; without a paragraph where nothing is left."""
    paragraph = link.getparent()
    if paragraph is None:
        return
    for after in list(link.itersiblings()):
        paragraph.remove(after)
    link.tail = None
    paragraph.remove(link)
    strip_edges(paragraph)
    parent = paragraph.getparent()
    if is_empty(paragraph) and parent is not None and parent.tag == "div":
        parent.remove(paragraph)
