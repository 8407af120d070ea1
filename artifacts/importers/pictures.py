"""Pictures met on the way in: which kind they are by their first bytes, and one browsers can show."""

from __future__ import annotations

import io

from artifacts.importers.report import ImportedPicture, picture_token

PIXEL_LIMIT = 40_000_000
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
)
CONVERTED = (b"BM", b"II*\x00", b"MM\x00*")


class Album:
    """The pictures of one import; the same bytes are kept once."""

    def __init__(self) -> None:
        self.pictures: list[ImportedPicture] = []
        self._tokens: dict[bytes, str] = {}

    def add(self, data: bytes) -> str | None:
        """Keep a picture and give its token; None when no browser could show it."""
        if data in self._tokens:
            return self._tokens[data]
        found = kind_of(data)
        if found is None and data.startswith(CONVERTED):
            converted = _as_png(data)
            found, kept = (None, b"") if converted is None else (("image/png", ".png"), converted)
        else:
            kept = data
        if found is None:
            return None
        content_type, suffix = found
        number = len(self.pictures) + 1
        token = picture_token(number, suffix)
        self.pictures.append(ImportedPicture(token, f"picture-{number}{suffix}", content_type, kept))
        self._tokens[data] = token
        return token


def kind_of(data: bytes) -> tuple[str, str] | None:
    """Content type and suffix of a picture that browsers show, told by its bytes."""
    for signature, content_type, suffix in SIGNATURES:
        if data.startswith(signature):
            return content_type, suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", ".webp"
    return None


def _as_png(data: bytes) -> bytes | None:
    """BMP or TIFF as PNG; None when it cannot be read or is too large."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=["BMP", "TIFF"]) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                return None
            written = io.BytesIO()
            picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(written, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
    return written.getvalue()
