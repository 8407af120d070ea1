"""Characters that Word keeps in symbol fonts, and equations written on one line."""

from __future__ import annotations

import re

from artifacts.importers.docx_names import M, W
from conversations.text.tree import Element

WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x4C: "☹", 0x52: "☼", 0xAB: "★", 0xB5: "★",
}  # fmt: skip
WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "☐", 0x54: "☒", 0x2A: "☐"}
SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xAE: "→", 0xAC: "←",
    0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xDB: "⇔", 0xB7: "•", 0xB0: "°", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0xCE: "∈",
    0xC7: "∩", 0xC8: "∪", 0xD0: "∠", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6C: "λ", 0x6D: "μ",
    0x70: "π", 0x53: "Σ", 0x73: "σ", 0x71: "θ", 0x57: "Ω", 0x77: "ω", 0x6A: "φ", 0x65: "ε", 0x68: "η", 0x72: "ρ",
}  # fmt: skip
PRIVATE = re.compile("[\ue000-\uf8ff]")
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}


def symbol(element: Element) -> str | None:
    """The character of a ``w:sym``; None when its font is not known."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return None
    table = FONTS.get(element.get(f"{W}font", "").lower())
    if table is not None:
        return table.get(code & 0xFF)
    return None if 0xE000 <= code <= 0xF8FF or code < 0x20 else chr(code)


def private(character: str, font: str) -> str | None:
    """A character of the private area as a symbol font shows it (Wingdings when none is named); None if unknown."""
    return FONTS.get(font.lower(), WINGDINGS).get(ord(character) & 0xFF)


def equation(element: Element) -> str:
    """An equation on one line: fractions with a slash, raised and lowered parts with ^ and _."""
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    if tag == f"{M}f":
        return f"{_part(element, 'num')}/{_part(element, 'den')}"
    if tag == f"{M}sSup":
        return f"{_base(element)}^{_part(element, 'sup')}"
    if tag == f"{M}sSub":
        return f"{_base(element)}_{_part(element, 'sub')}"
    if tag == f"{M}sSubSup":
        return f"{_base(element)}_{_part(element, 'sub')}^{_part(element, 'sup')}"
    if tag == f"{M}rad":
        return f"√{_part(element, 'e')}"
    if tag == f"{M}d":
        return f"({', '.join(_joined(child) for child in element.findall(f'{M}e'))})"
    return _joined(element)


def _joined(element: Element) -> str:
    return "".join(equation(child) for child in element)


def _base(element: Element) -> str:
    part = element.find(f"{M}e")
    return "" if part is None else _joined(part)


def _part(element: Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    text = "" if part is None else _joined(part)
    return text if len(text) <= 1 else f"({text})"
