"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.test_floors import FLOORS, ROOT

# What belongs to a thread may be fetched only through what the reader sees.
GUARDED = (
    "Artifact|Attachment|Comment|Decision|MeetingNote|NoteTodo|OpenPoint|Question|Redaction|RefusedPart|"
    "SignOff|Thread|TraceLink|Version"
)
RAW = re.compile(rf"\b(?:{GUARDED})\.objects\.(?:get|all)\(|\b(?:{GUARDED})\.objects\.filter\((?:pk|id)=")
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def doors() -> list[Path]:
    """The files that answer requests."""
    return sorted(
        path for floor in FLOORS for place in ("views", "api") for path in (ROOT / floor / place).rglob("*.py")
    )


def test_no_view_fetches_what_its_reader_may_not_see() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in doors()
        for line in path.read_text().splitlines()
        if RAW.search(line)
    ]
    assert found == []


def test_views_write_nothing_themselves() -> None:
    """Rows are written by actions; a view that saves one would leave no event."""
    found = []
    for path in doors():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                target = ast.unparse(node.func.value)
                if node.func.attr in ("bulk_create", "bulk_update", "get_or_create", "update_or_create") or (
                    node.func.attr == "create" and target.endswith(".objects")
                ):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}")
    assert found == []


def test_every_listener_for_keys_knows_of_input_methods() -> None:
    """``addEventListener("keydown")`` stands in keys.js, or asks ``composing`` itself."""
    found = []
    for path in SCRIPTS:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if (
                re.search(r"addEventListener\(\s*[\"']key(?:down|up|press)", line)
                and "composing(" not in line
                and path.name != "keys.js"
            ):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_templates_hold_no_script_and_no_handler() -> None:
    """The policy of the pages forbids both; they would only fail silently."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        inline = re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
        handler = re.search(r"\s(?:on[a-z]+|hx-on[:a-z-]*)=[\"']", text)
        if inline or handler:
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_style_attributes_carry_custom_properties_only() -> None:
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for value in re.findall(r"""\sstyle=["']([^"']*)""", path.read_text()):
            if not re.fullmatch(r"\s*(?:--[a-z-]+:\s*[^;]+;?\s*)+", value):
                found.append(f"{path.relative_to(ROOT)}: {value}")
    assert found == []


def test_files_keep_their_size() -> None:
    """At most 300 lines a file; what is longer is two things. The catalog's declarations are tables, not code."""
    long = {
        str(path.relative_to(ROOT)): count
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        if not {"migrations", "catalog"} & set(path.parts) and (count := len(path.read_text().splitlines())) > 300
    }
    assert long == {}
