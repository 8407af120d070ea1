"""Stored HTML written as Markdown.

Written here and not by html-to-markdown, which was tried: it escapes ``3.2 节`` to ``3\\.2 节``, indents
lists in cells, shifts merged cells and drops underlines. Here merged cells and lists in cells survive (as an
HTML table), and what is written reads back to the same stored text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from conversations.text.schema import MENTION
from conversations.text.tree import Element, is_empty

MARKS = {"strong": "**", "em": "*", "s": "~~", "mark": "=="}


def write(root: Element) -> str:
    """The blocks below ``root`` as Markdown, ending in a line end."""
    text = "\n\n".join(_blocks(root))
    return text + "\n" if text else ""


def _blocks(parent: Element) -> Iterator[str]:
    previous = None
    alternate = False
    for child in parent:
        kind = (child.tag, child.get("data-type")) if child.tag in ("ul", "ol") else None
        alternate = not alternate if kind and previous and kind[0] == previous[0] else False
        previous = kind
        if text := _block(child, alternate):
            yield text


def _block(child: Element, alternate: bool) -> str:
    tag = str(child.tag)
    if tag == "p":
        return _paragraph(child)
    if re.fullmatch(r"h[1-6]", tag):
        text = re.sub(r"(#+)$", r"\\\1", _inline(child).replace("  \n", " "))
        return f"{'#' * int(tag[1])} {text}" if text else ""
    if tag in ("ul", "ol"):
        return _list(child, alternate)
    if tag == "blockquote":
        return _indented("\n\n".join(_blocks(child)), "> ", "> ")
    if tag == "pre":
        return _code(child)
    if tag == "table":
        return _table(child)
    if tag == "hr":
        return "---"
    if tag == "img":
        return _picture(child)
    return "\n\n".join(_blocks(child)) if len(child) else _paragraph(child)


def _paragraph(paragraph: Element) -> str:
    lines = _inline(paragraph).split("\n")
    return "\n".join(_line_start(line) for line in lines)


def _line_start(line: str) -> str:
    """Escape what would begin a heading, a list, a quote, a rule, a fence, a table or a note."""
    line = line.lstrip(" ") if line.strip() else ""
    line = re.sub(r"^(#{1,6}(?:\s|$)|>|[-+](?:\s|$)|\*(?:\s|$)|=+\s*$|-{2,}\s*$|~~~|\||:)", r"\\\1", line)
    line = re.sub(r"^(\d{1,9})([.)](?:\s|$))", r"\1\\\2", line)
    return re.sub(r"^\[(.*?\]:)", r"\\[\1", line)


def _list(holder: Element, alternate: bool) -> str:
    items = [item for item in holder if item.tag == "li"]
    start = int(holder.get("start", "1")) if holder.get("start", "1").isdecimal() else 1
    loose = any(_is_loose(item) for item in items)
    written = []
    for number, item in enumerate(items, start=start):
        mark = f"{number}{')' if alternate else '.'} " if holder.tag == "ol" else ("* " if alternate else "- ")
        box = ""
        if item.get("data-checked") is not None:
            box = "[x] " if item.get("data-checked") == "true" else "[ ] "
        blocks = list(_blocks(item))
        if not box and blocks and re.match(r"\[[ xX]\](\s|$)", blocks[0]):
            blocks[0] = "\\" + blocks[0]
        starts_empty = item[0].tag == "p" and not _inline(item[0])
        body = ("\n" if starts_empty and blocks else "") + ("\n\n" if loose else "\n").join(blocks)
        written.append(_indented(box + body, mark, " " * len(mark)))
    return ("\n\n" if loose else "\n").join(written)


def _is_loose(item: Element) -> bool:
    """Whether an item needs blank lines: it holds more than a paragraph and lists, or a list begins empty."""
    return is_empty(item) or any(
        child.tag not in ("ul", "ol") or child.get("start") or (len(child) and is_empty(child[0])) for child in item[1:]
    )


def _indented(text: str, first: str, following: str) -> str:
    lines = text.split("\n")
    rest = [(following + line) if line else following.rstrip() for line in lines[1:]]
    return "\n".join([(first + lines[0]).rstrip() if not lines[0] else first + lines[0], *rest])


def _code(pre: Element) -> str:
    text = "".join(pre.itertext())
    code = pre.find("code")
    language = (code.get("class", "") if code is not None else "").removeprefix("language-")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _table(table: Element) -> str:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    simple = all(
        cell.get("colspan") is None and cell.get("rowspan") is None and all(child.tag in ("p", "img") for child in cell)
        for cell in cells
    )
    if not rows or not simple or len({len(row) for row in rows}) > 1:
        return _html_table(table)
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _cell(cell: Element) -> str:
    parts = [_picture(child) if child.tag == "img" else _inline(child) for child in cell]
    text = "<br>".join(part for part in parts if part)
    return text.replace("  \n", "<br>").replace("\n", " ").replace("|", "\\|")


def _html_table(table: Element) -> str:
    """A table Markdown cannot say, as HTML without blank lines."""
    copied = etree.fromstring(etree.tostring(table, with_tail=False))
    for element in copied.iter():
        element.attrib.pop("data-id", None)
    text = etree.tostring(copied, encoding="unicode", method="html")
    text = re.sub(r"(<tr>|</tr>|</tbody>|<tbody>)", r"\1\n", text)
    return re.sub(r"\n{2,}", "\n", text).strip()


# --- Inline ---------------------------------------------------------------------------------------


def _inline(parent: Element) -> str:
    text = "".join(_inline_parts(parent))
    return re.sub(r"[ \t]*\n[ \t]*", "  \n", text).strip() if "\n" in text else text.strip()


def _inline_parts(parent: Element) -> Iterator[str]:
    yield escaped_text(parent.text or "")
    children = list(parent)
    position = 0
    while position < len(children):
        child = children[position]
        group = [child]
        while (child.tag in MARKS or child.tag == "code") and not group[-1].tail and position + 1 < len(children):
            if children[position + 1].tag != child.tag:
                break
            position += 1
            group.append(children[position])
        yield _inline_element(group)
        yield escaped_text(group[-1].tail or "")
        position += 1


def _inline_element(group: list[Element]) -> str:
    child = group[0]
    tag = str(child.tag)
    if tag == "br":
        return "\n"
    if tag == "img":
        return _picture(child)
    if tag in MARKS:
        return _marked("".join("".join(_inline_parts(part)) for part in group), group)
    if tag == "u":
        return f"<u>{''.join(_inline_parts(child))}</u>"
    if tag == "code":
        return _inline_code("".join(text for part in group for text in part.itertext()))
    if tag == "span" and MENTION.fullmatch(child.get("data-mention", "")):
        label = "".join(child.itertext()).removeprefix("@")
        return f"@[{_in_brackets(label)}]({child.get('data-mention')})"
    if tag == "a":
        return _link(child)
    return "".join(_inline_parts(child))


def _marked(text: str, group: list[Element]) -> str:
    """Text between marks; as HTML where Markdown's rules would not see the marks as such."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    tag = str(group[0].tag)
    if "\n" in inner or _would_fail(inner, group, before, after):
        return f"{before}<{tag}>{inner}</{tag}>{after}"
    return f"{before}{MARKS[tag]}{inner}{MARKS[tag]}{after}"


def _would_fail(inner: str, group: list[Element], before: str, after: str) -> bool:
    left = before or _neighbour(group[0], before=True)
    right = after or _neighbour(group[-1], before=False)
    if inner[0] in "*~=_\\`" or inner[-1] in "*~=_\\`" or left[-1:] in ("*", "~", "=") or right[:1] in ("*", "~", "="):
        return True
    return bool(
        (_is_punctuation(inner[0]) and _is_letter(left[-1:])) or (_is_punctuation(inner[-1]) and _is_letter(right[:1]))
    ) and not (_is_cjk(left[-1:]) or _is_cjk(right[:1]))


def _neighbour(element: Element, *, before: bool) -> str:
    """The text right before or after an inline element, a mark of its own counting as that mark."""
    if not before:
        if element.tail:
            return element.tail
        following = element.getnext()
        return _mark_of(following)
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or _mark_of(previous)
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""


def _mark_of(element: Element | None) -> str:
    if element is None:
        return ""
    return MARKS.get(str(element.tag), " " if element.tag == "br" else "[")[:1]


def _is_punctuation(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"


def _is_letter(character: str) -> bool:
    return bool(character) and not character.isspace() and not _is_punctuation(character)


def _is_cjk(character: str) -> bool:
    return bool(re.match("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]", character))


def _inline_code(text: str) -> str:
    text = text.replace("\n", " ")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or (text != text.strip() and text.strip()) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _link(link: Element) -> str:
    address = link.get("href", "")
    if "".join(link.itertext()) == address and address.startswith("http") and not len(link):
        return address if re.fullmatch(r"[\x21-\x7e]*[A-Za-z0-9/]", address) and "*" not in address else f"<{address}>"
    label = "".join(_inline_parts(link)).replace("\n", " ")
    title = f' "{link.get("title", "").replace(chr(34), chr(39))}"' if link.get("title") else ""
    return f"[{_in_brackets(label, escaped=True)}]({_address(address)}{title})"


def _picture(picture: Element) -> str:
    return f"![{_in_brackets(picture.get('alt', ''))}]({_address(picture.get('src', ''))})"


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()<>]", address) else address


def _in_brackets(text: str, *, escaped: bool = False) -> str:
    text = text if escaped else escaped_text(text)
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", text)


def escaped_text(text: str) -> str:
    """Text in which nothing reads as Markdown; what cannot be read so is left as it is."""
    text = re.sub(r"[ \t\n\r\f]+", " ", text)
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~]|$)", r"\\\\", text)
    text = re.sub(r"([*`])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    text = re.sub(r"~(?=~)|(?<=~)~|=(?==)|(?<==)=", lambda match: "\\" + match.group(0), text)
    text = re.sub(r"\[(?=[^\]]*\][(\[:]|\^)", r"\\[", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
    return re.sub(r"&(?=#|\w+;)", r"\\&", text)
