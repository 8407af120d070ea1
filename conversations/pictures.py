"""Raster pictures, drawn anew: whatever was hidden in the file or its metadata does not survive."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MAX_PIXELS = 60_000_000
MAX_FRAMES = 300
FORMATS = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}


@dataclass(frozen=True)
class Picture:
    content: bytes
    width: int
    height: int


def redraw(content: IO[bytes], family: str) -> Picture:
    """The picture encoded again in its own format. Raises ``ValidationError`` for what is none or too large."""
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=[FORMATS[family]]) as image:
                if image.width * image.height * getattr(image, "n_frames", 1) > MAX_PIXELS * 4:
                    raise _refused_size()
                if image.width * image.height > MAX_PIXELS or getattr(image, "n_frames", 1) > MAX_FRAMES:
                    raise _refused_size()
                return _encoded(image, FORMATS[family])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused_size() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ValidationError(
            {"file": _("This picture is broken: it cannot be opened.")}, code="file_refused"
        ) from error


def _encoded(image: Image.Image, fmt: str) -> Picture:
    target = io.BytesIO()
    if getattr(image, "n_frames", 1) > 1:
        frames = [_bare(frame) for frame in ImageSequence.Iterator(image)]
        durations = image.info.get("duration", 100)
        first, *others = frames
        first.save(target, fmt, save_all=True, append_images=others, duration=durations, loop=image.info.get("loop", 0))
        return Picture(target.getvalue(), first.width, first.height)
    bare = _bare(ImageOps.exif_transpose(image))
    if fmt == "JPEG":
        bare = bare if bare.mode in ("RGB", "L") else bare.convert("RGB")
        bare.save(target, fmt, quality=88, optimize=True)
    elif fmt == "WEBP":
        bare.save(target, fmt, quality=88)
    else:
        bare.save(target, fmt)
    return Picture(target.getvalue(), bare.width, bare.height)


def _bare(image: Image.Image) -> Image.Image:
    """The pixels and nothing else: no comment, profile, EXIF or text."""
    if image.mode not in ("RGB", "RGBA", "L", "LA", "P"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    copy = Image.new(image.mode, image.size)
    if image.mode == "P":
        palette = image.getpalette()
        if palette is not None:
            copy.putpalette(palette)
    copy.paste(image)
    if "transparency" in image.info:
        copy.info["transparency"] = image.info["transparency"]
    return copy


def _refused_size() -> ValidationError:
    return ValidationError({"file": _("This picture has too many pixels. Make it smaller first.")}, code="file_refused")
