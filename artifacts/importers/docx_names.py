"""Names of WordprocessingML and the small questions asked of it everywhere."""

from __future__ import annotations

from conversations.text.tree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix Word itself uses
EMU_PER_PIXEL = 9525


def val(parent: Element | None, name: str) -> str | None:
    """``w:val`` of a child; None when there is no such child, empty when it has no value."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "")


def flag(parent: Element | None, name: str) -> bool | None:
    """A switch such as ``w:b``: None when not set here."""
    value = val(parent, name)
    return None if value is None else value.lower() not in ("0", "false", "off", "none")


def number(value: str | None, otherwise: int) -> int:
    """An attribute as a whole number."""
    try:
        return int(value or "")
    except ValueError:
        return otherwise
