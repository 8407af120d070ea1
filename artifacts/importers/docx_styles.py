"""Styles and numbering of a Word document: what is a heading, a list, code, and how an item is numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from artifacts.importers.docx_names import W, flag, number, val
from conversations.text.tree import Element

HEADING = re.compile(r"^(?:heading|标题|标题样式|title)\s*([1-9])$", re.IGNORECASE)
TITLE = re.compile(r"^(?:title|标题|文档标题|封面标题)$", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc\s*\d|toc heading|目录\s*\d*|table of figures|图表目录)$", re.IGNORECASE)
CODE = re.compile(r"(?:^|\W|\b)(?:code|代码|source|preformatted|macro|listing)", re.IGNORECASE)
QUOTE = re.compile(r"^(?:intense quote|quote|block text|引用|明显引用|引文)$", re.IGNORECASE)
MONOSPACED = re.compile(
    r"consolas|courier|menlo|monaco|mono\b|source code|lucida console|fira code|jetbrains|cascadia", re.IGNORECASE
)
CHINESE_DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass
class Style:
    """One style with what it inherits already filled in."""

    name: str
    kind: str
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    marks: dict[str, bool] = field(default_factory=dict)
    is_monospaced: bool = False
    size: int = 0

    @property
    def heading(self) -> int | None:
        found = HEADING.match(self.name.strip())
        if found:
            return int(found.group(1))
        return None if self.outline is None or self.outline > 8 else self.outline + 1

    def is_like(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.name.strip()))


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._entries = (
            {} if root is None else {entry.get(f"{W}styleId", ""): entry for entry in root.iter(f"{W}style")}
        )
        self._styles: dict[str, Style] = {}
        usual = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default_size = number(val(usual, "sz"), 0)
        self.default = next(
            (
                key
                for key, entry in self._entries.items()
                if entry.get(f"{W}type") == "paragraph" and entry.get(f"{W}default") in ("1", "true")
            ),
            None,
        )

    def get(self, key: str | None) -> Style | None:
        """The style with that id; None when the document has none such."""
        if key is None or key not in self._entries:
            return None
        if key not in self._styles:
            self._styles[key] = self._made(key)
        return self._styles[key]

    def _made(self, key: str) -> Style:
        chain: list[Element] = []
        current: str | None = key
        while current in self._entries and len(chain) < 20 and self._entries[current] not in chain:
            chain.append(self._entries[current])
            current = val(chain[-1], "basedOn")
        style = Style(val(chain[0], "name") or key, chain[0].get(f"{W}type", ""))
        for entry in reversed(chain):
            _inherit(style, entry)
        for entry in chain:
            name = val(entry, "name") or ""
            if HEADING.match(name.strip()) and not HEADING.match(style.name.strip()):
                style.outline = int(HEADING.match(name.strip()).group(1)) - 1  # type: ignore[union-attr]
        return style


def _inherit(style: Style, entry: Element) -> None:
    paragraph, run = entry.find(f"{W}pPr"), entry.find(f"{W}rPr")
    if (outline := val(paragraph, "outlineLvl")) is not None:
        style.outline = number(outline, 9)
    numbering = None if paragraph is None else paragraph.find(f"{W}numPr")
    if numbering is not None:
        style.list_id = val(numbering, "numId") or style.list_id
        level = val(numbering, "ilvl")
        style.list_level = number(level, 0) if level is not None else style.list_level
    for name in ("b", "i", "strike", "vanish"):
        if (value := flag(run, name)) is not None:
            style.marks[name] = value
    style.size = number(val(run, "sz"), style.size)
    fonts = None if run is None else run.find(f"{W}rFonts")
    if fonts is not None and is_monospaced(fonts):
        style.is_monospaced = True


def is_monospaced(fonts: Element) -> bool:
    """Whether ``w:rFonts`` sets Latin text in a font of code."""
    return any(MONOSPACED.search(fonts.get(f"{W}{part}", "")) for part in ("ascii", "hAnsi"))


@dataclass(frozen=True)
class Level:
    """One level of a list."""

    format: str
    text: str
    start: int
    is_legal: bool = False


@dataclass(frozen=True)
class Label:
    """How a list paragraph is numbered: ``is_list`` when an HTML list says it, else ``text`` is to be written."""

    is_ordered: bool
    is_list: bool
    value: int
    text: str


class Numbering:
    """Lists of a document; counts along while the document is read."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for entry in root.iter(f"{W}abstractNum"):
            key = entry.get(f"{W}abstractNumId", "")
            self._levels[key] = dict(_levels(entry))
            if (own := val(entry, "styleLink")) is not None:
                by_style[own] = key
            if (linked := val(entry, "numStyleLink")) is not None:
                links[key] = linked
        for key, linked in links.items():
            if linked in by_style:
                self._levels[key] = self._levels[by_style[linked]]
        for entry in root.iter(f"{W}num"):
            key = entry.get(f"{W}numId", "")
            self._abstract[key] = val(entry, "abstractNumId") or ""
            for override in entry.iter(f"{W}lvlOverride"):
                if (start := val(override, "startOverride")) is not None:
                    level = number(override.get(f"{W}ilvl"), 0)
                    self._overrides.setdefault(key, {})[level] = number(start, 1)

    def has(self, list_id: str | None) -> bool:
        """Whether the id names a list; 0 takes a paragraph out of its style's list."""
        return list_id not in (None, "0") and bool(self._levels.get(self._abstract.get(list_id or "", "-")))

    def pattern(self, list_id: str, level: int) -> str:
        """How a level of a list is numbered, such as ``第%1章`` or ``%1.%2``; empty for bullets and no list."""
        found = self._levels.get(self._abstract.get(list_id, ""), {}).get(level)
        return "" if found is None or found.format == "bullet" else found.text

    def count(self, list_id: str, level: int) -> Label:
        """The label of the next paragraph of a list at a level (from 0)."""
        abstract = self._abstract[list_id]
        levels = self._levels[abstract]
        counts = self._counts.setdefault(abstract, {})
        here = levels.get(level) or Level("decimal", f"%{level + 1}.", 1)
        override = self._overrides.get(list_id, {}).get(level)
        if override is not None and (list_id, level) not in self._started:
            counts[level] = override
        else:
            counts[level] = counts.get(level, here.start - 1) + 1
        self._started.add((list_id, level))
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return _label(here, levels, counts, level)


def _levels(entry: Element) -> Iterator[tuple[int, Level]]:
    for level in entry.iter(f"{W}lvl"):
        yield (
            number(level.get(f"{W}ilvl"), 0),
            Level(
                val(level, "numFmt") or "decimal",
                val(level, "lvlText") or "",
                number(val(level, "start"), 1),
                bool(flag(level, "isLgl")),
            ),
        )


def _label(here: Level, levels: dict[int, Level], counts: dict[int, int], level: int) -> Label:
    if here.format == "bullet":
        return Label(False, True, counts[level], "•")
    if here.format == "none" or not here.text:
        return Label(False, False, counts[level], here.text)

    def part(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        named = levels.get(index, Level("decimal", "", 1))
        return spelled(counts.get(index, named.start), "decimal" if here.is_legal else named.format)

    text = re.sub(r"%([1-9])", part, here.text)
    plain = here.format in ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")
    is_list = plain and bool(re.fullmatch(rf"[(（]?%{level + 1}[.、)）．]?\s*", here.text))
    return Label(True, is_list, counts[level], text.strip())


def spelled(value: int, style: str) -> str:
    """A number as Word's number format writes it."""
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    ):
        return _chinese(value)
    if style == "ideographTraditional" and 1 <= value <= 10:
        return STEMS[value - 1]
    if style.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x245F + value)
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _roman(value: int) -> str:
    written = ""
    for amount, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        written += letters * (value // amount)
        value %= amount
    return written


def _chinese(value: int) -> str:
    if not 0 < value < 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    written = f"{CHINESE_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else CHINESE_DIGITS[tens]) + "十"
    elif hundreds and units:
        written += "零"
    return written + (CHINESE_DIGITS[units] if units else "")
