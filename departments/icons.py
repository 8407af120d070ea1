"""Which lucide icons there are; an unknown one would break every page that draws it."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path

import lucide


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as pack:
        return frozenset(Path(name).stem for name in pack.namelist() if name.endswith(".svg"))


def is_icon(name: str) -> bool:
    return name in _names()
