"""What the tests let the child process of the importers do."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from artifacts.importers.refusals import MACROS, Refused


def echo(payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    (folder / "out" / "copy.bin").write_bytes((folder / "given.bin").read_bytes())
    return {"said": payload["say"], "secrets": [key for key in os.environ if "SECRET" in key or "DATABASE" in key]}


def refuse(_payload: dict[str, Any], _folder: Path) -> None:
    raise Refused(MACROS)


def eat_memory(_payload: dict[str, Any], _folder: Path) -> int:
    return len(bytearray(1024 * 1024 * 1024))


def never_end(_payload: dict[str, Any], _folder: Path) -> None:
    while True:
        pass


def sleep(_payload: dict[str, Any], _folder: Path) -> None:
    time.sleep(60)


def write_much(_payload: dict[str, Any], folder: Path) -> None:
    with (folder / "out" / "large.bin").open("wb") as file:
        for _ in range(400):
            file.write(b"\\0" * 1024 * 1024)


def crash(_payload: dict[str, Any], _folder: Path) -> None:
    raise ValueError("something nobody thought of")
