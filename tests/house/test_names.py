"""Names that templates and code use exist: routes, icons, event kinds. No dead link, no broken page."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation

from events import registry
from pmcomms.demo import urls as demo_urls
from tests.house.test_floors import FLOORS, ROOT
from tests.permissions.asking import routes

ROUTE_NAMES = {route.name for route in routes()} | {route.name for route in demo_urls.urlpatterns}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KINDS = registry.all_kinds()


def python_files() -> Iterator[tuple[Path, ast.Module]]:
    for folder in [ROOT / floor for floor in FLOORS] + [ROOT / "pmcomms"]:
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in names:
            yield node


def constant(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_compiles_and_names_only_routes_and_templates_that_exist(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))
    text = path.read_text()
    named = set(re.findall(r"""\{%-?\s*url\s+["']([^"']+)["']""", text))
    assert named - ROUTE_NAMES == set()
    for other in re.findall(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""", text):
        get_template(other)


def test_code_names_only_routes_that_exist() -> None:
    unknown = []
    for path, tree in python_files():
        for call in calls(tree, "reverse", "reverse_lazy", "redirect"):
            name = constant(call.args[0]) if call.args else None
            if name and re.fullmatch(r"[a-z0-9_:-]+", name) and name not in ROUTE_NAMES:
                unknown.append(f"{path}: {name}")
    assert unknown == []


def test_every_icon_that_is_named_exists() -> None:
    drawn = {Path(name).stem for name in zipfile.ZipFile(str(files("lucide") / "lucide.zip")).namelist()}
    named: dict[str, str] = {}
    for template in TEMPLATES:
        for icon in re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", template.read_text()):
            named[icon] = str(template.relative_to(ROOT))
    for path, tree in python_files():
        for node in ast.walk(tree):
            given = constant(node.value) if isinstance(node, ast.keyword | ast.AnnAssign) else None
            target = getattr(node, "arg", None) or getattr(getattr(node, "target", None), "id", None)
            if target == "icon" and given:
                named[given] = str(path)
    named |= {kind.icon: f"event kind {kind.code}" for kind in KINDS}
    assert {icon: where for icon, where in named.items() if icon not in drawn} == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_event_kind_speaks_chinese(kind: registry.EventKind) -> None:
    with translation.override("zh-hans"):
        assert CHINESE.search(str(kind.label)), kind.label
        assert CHINESE.search(str(kind.sentence)), kind.sentence


def test_every_event_kind_that_is_declared_is_recorded_somewhere() -> None:
    written = {
        text
        for path, tree in python_files()
        if "event_kinds" not in path.name
        for node in ast.walk(tree)
        if (text := constant(node))
    }
    assert [kind.code for kind in KINDS if kind.code not in written] == []
