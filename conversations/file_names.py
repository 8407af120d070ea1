"""The name people gave a file: kept, but harmless on every system and in every header."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
# Marks that turn the reading direction, so that ``gpj.exe`` reads ``exe.jpg``; and what no name needs.
_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_FORBIDDEN = re.compile(r'[<>:"|?*#%\\/]')


def safe_name(name: str) -> str:
    """The last part of the path, without control and direction marks; at most 200 characters, ending kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = _FORBIDDEN.sub("_", _DROPPED.sub("", name)).strip().strip(".").strip()
    if _DEVICES.match(name):
        name = f"_{name}"
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        keep = f"{dot}{ending}"[:20] if dot else ""
        name = (stem or name)[: LONGEST - len(keep)] + keep
    return name or "file"
