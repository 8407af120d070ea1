"""Pictures, text boxes, charts and embedded objects of a Word document."""

from __future__ import annotations

import html
import posixpath

from artifacts.importers import report
from artifacts.importers.docx_names import DGM, EMU_PER_PIXEL, WP, A, C, O, R, V, W, number
from artifacts.importers.docx_package import Package, Relation
from artifacts.importers.pictures import Album
from artifacts.importers.report import Notes
from conversations.text.tree import Element

WIDEST = 2_000
Found = tuple[list[str], list[Element]]


class Drawings:
    """Reads drawings; pictures go to the album, what cannot be shown to the notes."""

    def __init__(self, package: Package, album: Album, notes: Notes) -> None:
        self.package = package
        self.album = album
        self.notes = notes

    def read(self, drawing: Element, relations: dict[str, Relation], folder: str) -> Found:
        """The ``img`` elements of a drawing as HTML and its text boxes (elements holding paragraphs)."""
        alternative = self._alternative(drawing)
        width = self._width(drawing)
        pictures = []
        for blip in drawing.iter(f"{A}blip"):
            identifier = blip.get(f"{R}embed") or blip.get(f"{R}link") or ""
            pictures.append(self._picture(relations.get(identifier), alternative, width))
        for image in drawing.iter(f"{V}imagedata"):
            identifier = image.get(f"{R}id") or image.get(f"{R}href") or image.get(f"{O}relid") or ""
            pictures.append(self._picture(relations.get(identifier), alternative or image.get(f"{O}title", ""), 0))
        boxes = [box for box in drawing.iter(f"{W}txbxContent") if not _inside_box(box, drawing)]
        self._others(drawing, relations, bool(pictures), boxes)
        return [picture for picture in pictures if picture], boxes

    def _others(
        self, drawing: Element, relations: dict[str, Relation], has_picture: bool, boxes: list[Element]
    ) -> None:
        if any("".join(box.itertext(f"{W}t")).strip() for box in boxes):
            self.notes.add(report.TEXT_BOX)
        known = has_picture or bool(boxes)
        for chart in drawing.iter(f"{C}chart"):
            known = True
            self.notes.add(report.CHART, self._words(relations.get(chart.get(f"{R}id", "")), f"{A}t"))
        for diagram in drawing.iter(f"{DGM}relIds"):
            known = True
            self.notes.add(report.SMART_ART, self._words(relations.get(diagram.get(f"{R}dm", "")), f"{A}t"))
        for embedded in drawing.iter(f"{O}OLEObject"):
            known = True
            program = embedded.get("ProgID", "")
            kind = report.EQUATION if program.lower().startswith(("equation", "dsmt", "mathtype")) else None
            self.notes.add(kind or report.EMBEDDED_OBJECT, program)
        for word_art in drawing.iter(f"{V}textpath"):
            known = True
            self.notes.add(report.SHAPE, word_art.get("string", ""))
        if not known:
            self.notes.add(report.SHAPE, "".join(drawing.itertext(f"{A}t")))

    def _words(self, relation: Relation | None, tag: str) -> str:
        root = None if relation is None or relation.is_external else self.package.xml(relation.target)
        return (
            "" if root is None else " / ".join(text for part in root.iter(tag) if (text := (part.text or "").strip()))
        )

    def _picture(self, relation: Relation | None, alternative: str, width: int) -> str:
        if relation is None or (not relation.is_external and relation.target not in self.package.names):
            self.notes.add(report.PICTURE_MISSING, alternative)
            return _placeholder(alternative)
        if relation.is_external:
            self.notes.add(report.PICTURE_LINKED, relation.target)
            label = html.escape(alternative or posixpath.basename(relation.target) or relation.target)
            if relation.target.lower().startswith(("http://", "https://")):
                return f'<a href="{html.escape(relation.target)}">{label}</a>'
            return _placeholder(alternative)
        token = self.album.add(self.package.bytes(relation.target) or b"")
        name = posixpath.basename(relation.target)
        if token is None:
            self.notes.add(report.PICTURE_FORMAT, name)
            return _placeholder(alternative or name)
        size = f' width="{width}"' if 0 < width <= WIDEST else ""
        return f'<img src="{html.escape(token)}" alt="{html.escape(alternative)}"{size}>'

    def _alternative(self, drawing: Element) -> str:
        properties = next(drawing.iter(f"{WP}docPr"), None)
        if properties is None:
            shape = next(drawing.iter(f"{V}shape"), None)
            return "" if shape is None else shape.get("alt", "")
        return " ".join((properties.get("descr") or properties.get("title") or "").split())[:300]

    def _width(self, drawing: Element) -> int:
        extent = next(drawing.iter(f"{WP}extent"), None)
        return 0 if extent is None else number(extent.get("cx"), 0) // EMU_PER_PIXEL


def _placeholder(name: str) -> str:
    return f"［{html.escape(name)}］" if name else ""


def _inside_box(box: Element, drawing: Element) -> bool:
    """Boxes in boxes are read with the outer one."""
    parent = box.getparent()
    while parent is not None and parent is not drawing:
        if parent.tag == f"{W}txbxContent":
            return True
        parent = parent.getparent()
    return False
