"""Every kind of event has words in both languages, and every kind that is recorded is declared."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from events import registry

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "events",
    "accounts",
    "departments",
    "conversations",
    "requirements",
    "artifacts",
    "notifications",
    "insights",
)
KINDS = registry.all_kinds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_is_dotted_and_has_words(kind: registry.EventKind) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*\.[a-z][a-z_]*", kind.code)
    assert kind.icon
    with translation.override("en"):
        assert str(kind.label).strip()
        assert str(kind.sentence).strip()


def recorded_kinds() -> dict[str, str]:
    """Kinds written as text in a call of ``record``, with the file that does."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0]
                if name == "record" and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = str(path.relative_to(ROOT))
    return found


def test_every_kind_that_is_recorded_is_declared() -> None:
    declared = {kind.code for kind in KINDS}
    assert {code: path for code, path in recorded_kinds().items() if code not in declared} == {}


def test_a_kind_declared_twice_in_different_words_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        registry.register(registry.EventKind("job.started", "other", "other"))
