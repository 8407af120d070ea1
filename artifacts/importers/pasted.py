"""HTML from the clipboard: Word, Excel, 飞书, WPS, web pages.

Office marks lists as paragraphs with ``mso-list`` styles, headings as outline levels and bold as CSS; pictures come
as ``data:`` addresses. The tree is brought back to plain HTML here; the sanitiser does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from lxml import etree

from artifacts.importers import report
from artifacts.importers.markdown_file import SIZE_LIMIT, take_pictures
from artifacts.importers.parts import cut, take_title
from artifacts.importers.pictures import Album
from artifacts.importers.refusals import EMPTY, TOO_LARGE, refusal
from artifacts.importers.report import ImportedDocument, Notes
from conversations.text import schema
from conversations.text.sanitise import inner_html, is_too_deep, parse, storable
from conversations.text.tree import Element

PASTE_LIMIT = 8 * SIZE_LIMIT
"""Bytes of pasted HTML at most; pictures in it are written out as text."""
READ_TAGS = schema.READ_TAGS | {"font", "colgroup", "col"}
READ_ATTRIBUTES = schema.READ_ATTRIBUTES | {
    "*": {"style", "class", "data-id"},
    "img": {"src", "alt", "title", "width"},
    "a": {"href", "title"},
    "li": {"data-type", "data-checked", "data-list", "value", "style", "class"},
    "pre": {"class", "lang", "data-language"},
}
CONDITIONAL = re.compile(r"<!\[(?:if[^>]*|endif)\]>|<!--\[if[^>]*\]>.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
STYLES = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([\w-]+)\s*$")
LIST_PLACE = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.IGNORECASE)
IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
ORDINAL = re.compile(r"^\s*(?:\d+|[a-zA-Z]|[ivxlcIVXLC]+|[一二三四五六七八九十]+)[.)、．）]")
BOLD = re.compile(r"(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"(?:^|;)\s*font-style:\s*italic", re.IGNORECASE)
STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through", re.IGNORECASE)
UNDERLINED = re.compile(r"text-decoration(?:-line)?:[^;]*underline", re.IGNORECASE)
HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all", re.IGNORECASE)
OUTLINE = re.compile(r"mso-outline-level:\s*([1-9])", re.IGNORECASE)
HEADING_CLASS = re.compile(r"\bheading-?h?([1-9])\b", re.IGNORECASE)
PREFORMATTED = re.compile(r"white-space:\s*pre|font-family:[^;]*(?:consolas|courier|monaco|menlo)", re.IGNORECASE)


def read_pasted(html: str, title: str = "") -> ImportedDocument:
    """Read HTML as a browser hands it over on paste. Raises ValidationError when it is too large or empty."""
    if len(html) > PASTE_LIMIT:
        raise refusal(TOO_LARGE)
    notes, album = Notes(), Album()
    cleaned = _first_pass(storable(html), notes)
    if not is_too_deep(cleaned):
        tree = parse(cleaned)
        _drop_hidden(tree, notes)
        _headings(tree)
        _marks_from_styles(tree)
        _lists(tree)
        _feishu(tree)
        take_pictures(tree, album, notes, {})
        cleaned = inner_html(tree)
    found, parts = take_title(cut(cleaned), "")
    if not parts:
        raise refusal(EMPTY)
    return ImportedDocument(found or title, parts, album.pictures, notes.listed(), has_title=bool(found))


def _first_pass(html: str, notes: Notes) -> str:
    """Safe, well-formed HTML that still has its styles, those of classes written out."""
    classes = dict(_class_styles(html))
    html = CONDITIONAL.sub("", html)
    body = re.search(r"<!--StartFragment-->(.*?)<!--EndFragment-->", html, re.DOTALL)
    if body is not None and "<table" not in html[: body.start()].lower():
        html = body.group(1)
    cleaned = nh3.clean(
        html,
        tags=READ_TAGS,
        clean_content_tags=schema.DROPPED_WITH_CONTENT,
        attributes=READ_ATTRIBUTES,
        url_schemes=schema.LINK_SCHEMES | {"data"},
        link_rel=None,
    )
    if not classes or is_too_deep(cleaned):
        return cleaned
    tree = parse(cleaned)
    for element in tree.iter():
        added = ";".join(classes[name] for name in (element.get("class") or "").split() if name in classes)
        if added:
            element.set("style", f"{added};{element.get('style', '')}")
    return inner_html(tree)


def _class_styles(html: str) -> Iterator[tuple[str, str]]:
    """Simple class rules of the style sheets that came with the paste (Excel keeps bold cells there)."""
    for sheet in STYLES.findall(html):
        for selectors, declarations in RULE.findall(sheet):
            for selector in selectors.split(","):
                if found := CLASS.search(selector.strip()):
                    yield found.group(1), " ".join(declarations.split())


def _style(element: Element) -> str:
    style: str = element.get("style", "")
    return style


def _drop_hidden(tree: Element, notes: Notes) -> None:
    for element in list(tree.iter()):
        if element is tree or not HIDDEN.search(_style(element)) or element.getparent() is None:
            continue
        notes.add(report.HIDDEN_TEXT, "".join(element.itertext()))
        _remove(element)


def _headings(tree: Element) -> None:
    for element in tree.iter("p", "div"):
        level = OUTLINE.search(_style(element)) or HEADING_CLASS.search(element.get("class", ""))
        if level and not any(child.tag in schema.BLOCKS for child in element.iter() if child is not element):
            element.tag = f"h{min(int(level.group(1)), 6)}"


def _marks_from_styles(tree: Element) -> None:
    """Bold, italic, struck and underlined text of spans and cells as elements."""
    for element in list(tree.iter("span", "font", "td", "th", "a")):
        style = _style(element)
        for pattern, tag in ((BOLD, "strong"), (ITALIC, "em"), (STRUCK, "s"), (UNDERLINED, "u")):
            if pattern.search(style) and not (tag == "u" and element.tag == "a"):
                _wrap_content(element, tag)
    for element in tree.iter("b", "strong"):
        if re.search(r"font-weight:\s*(?:normal|400)", _style(element), re.IGNORECASE):
            element.tag = "span"


def _wrap_content(element: Element, tag: str) -> None:
    if not "".join(element.itertext()).strip():
        return
    wrapper = etree.Element(tag)
    wrapper.text, element.text = element.text, None
    for child in list(element):
        wrapper.append(child)
    element.append(wrapper)


# --- Lists ----------------------------------------------------------------------------------------


def _lists(tree: Element) -> None:
    """Runs of ``mso-list`` paragraphs become nested lists."""
    for first in list(tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")):
        if first.getparent() is None or first.tag != "p" or not LIST_PLACE.search(_style(first)):
            if first.tag != "p":
                _drop_bullet(first, keep=True)
            continue
        run = [first]
        following = first.getnext()
        while following is not None and following.tag == "p" and LIST_PLACE.search(_style(following)):
            run.append(following)
            following = following.getnext()
        if not any(paragraph.getparent() is None for paragraph in run):
            _make_list(run)


def _make_list(paragraphs: list[Element]) -> None:
    stack: list[tuple[int, Element]] = []
    top: Element | None = None
    parent = paragraphs[0].getparent()
    position = parent.index(paragraphs[0])
    for paragraph in paragraphs:
        place = LIST_PLACE.search(_style(paragraph))
        level = int(place.group(2)) if place else 1
        ordered = bool(ORDINAL.match(_drop_bullet(paragraph)))
        tail, paragraph.tail = paragraph.tail, None
        parent.remove(paragraph)
        while stack and stack[-1][0] > level and len(stack) > 1:
            stack.pop()
        if not stack or stack[-1][0] < level:
            holder = etree.Element("ol" if ordered else "ul")
            if stack:
                stack[-1][1][-1].append(holder)
            else:
                top = holder
            stack.append((level, holder))
        item = etree.SubElement(stack[-1][1], "li")
        paragraph.attrib.pop("style", None)
        item.append(paragraph)
        if top is not None and (tail or "").strip():
            top.tail = (top.tail or "") + (tail or "")
    if top is not None:
        parent.insert(position, top)


def _drop_bullet(paragraph: Element, *, keep: bool = False) -> str:
    """Take the bullet or number Word writes into the text; gives it. ``keep`` leaves a number as plain text."""
    for span in list(paragraph.iter("span")):
        if IGNORED.search(_style(span)):
            mark = " ".join("".join(span.itertext()).split())
            tail = (span.tail or "").lstrip()
            if keep and ORDINAL.match(mark + "."):
                span.clear()
                span.text, span.tail = f"{mark} ", tail
            else:
                span.tail = tail
                _remove(span)
            return mark
    return ""


def _remove(element: Element) -> None:
    """Take an element out, its tail stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _feishu(tree: Element) -> None:
    """飞书 writes code as lines in a ``pre`` or a box, and names its language apart."""
    for pre in tree.iter("pre"):
        language = pre.get("data-language", "").lower()
        if re.fullmatch(r"[\w+#.-]{1,40}", language):
            pre.set("class", f"language-{language}")
        for line in list(pre.iter("div", "p", "li")):
            line.tail = "\n" + (line.tail or "").lstrip("\n")
            line.tag = "span"
