"""Imports run downward only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = [
    "events",
    "accounts",
    "departments",
    "conversations",
    "requirements",
    "artifacts",
    "notifications",
    "insights",
]
GROUND = ("pmcomms", "ground")


def imported_modules(path: Path) -> set[str]:
    """Every absolute module a file imports, wherever in the file, but not under TYPE_CHECKING alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def source_files() -> list[Path]:
    folders = [ROOT / floor for floor in FLOORS] + [ROOT / "pmcomms" / "ground"]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def floor_of(parts: tuple[str, ...]) -> int | None:
    """-1 for the ground, 0..7 for a floor, 8 for the roof, None for what is not ours."""
    if parts[:2] == GROUND:
        return -1
    if parts[0] in FLOORS:
        return FLOORS.index(parts[0])
    return len(FLOORS) if parts[0] == "pmcomms" else None


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_lower_floor_never_imports_a_higher_one(path: Path) -> None:
    own = floor_of(path.relative_to(ROOT).with_suffix("").parts)
    assert own is not None
    for module in imported_modules(path):
        other = floor_of(tuple(module.split(".")))
        assert other is None or other <= own, f"{path.relative_to(ROOT)} imports {module}"


def test_every_floor_is_read() -> None:
    floors = {floor_of(path.relative_to(ROOT).with_suffix("").parts) for path in source_files()}
    assert floors == {-1, *range(len(FLOORS))}
