"""What is shipped: its weight, where it points, and that only old-enough browsers' words are in it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.ROOT) / "static"
DIST = STATIC / "dist"
KILOBYTE = 1024


def weight(*names: str) -> int:
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in names)


def defined(name: str) -> set[str]:
    return set(re.findall(r'customElements\.define\("(pm-[a-z-]+)"', (DIST / name).read_text()))


def test_every_page_carries_at_most_sixty_kilobytes_of_our_styles_and_scripts() -> None:
    assert weight("app.css", "app.js") <= 60 * KILOBYTE


def test_the_editor_loads_only_where_used_and_stays_in_its_budget() -> None:
    assert weight("editor.js") <= 170 * KILOBYTE


def test_the_built_styles_fetch_nothing_from_outside() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", (DIST / "app.css").read_text())
    assert not [address for address in addresses if re.match(r"[\"']?(https?:)?//", address)]


@pytest.mark.parametrize(
    "newer", [r"light-dark\(", r"(?m)[{;]\s*&", r"@container style", r"@scope", r"\btext-box\b", r"\d(dvh|svh)\b"]
)
def test_the_built_styles_use_nothing_newer_than_the_promised_browsers(newer: str) -> None:
    assert not re.search(newer, (DIST / "app.css").read_text())


def test_color_mix_is_used_only_where_the_browser_says_it_knows_it() -> None:
    outside = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\}", "", (DIST / "app.css").read_text())
    assert "color-mix" not in outside


def test_no_custom_element_is_defined_by_two_bundles() -> None:
    assert defined("app.js") & defined("editor.js") == set()
    assert {"pm-palette", "pm-composer", "pm-people", "pm-toast", "pm-anchor", "pm-theme"} <= defined("app.js")
    assert {"pm-editor", "pm-grid", "pm-editor-tools"} <= defined("editor.js")


def test_licences_of_what_is_bundled_are_shipped() -> None:
    assert "Apache" in (DIST / "app.js.LEGAL.txt").read_text()


def test_every_keydown_handler_is_the_guarded_one() -> None:
    for script in (STATIC / "js").rglob("*.js"):
        if script.name in ("keys.js", "palette.js", "people.js"):
            continue  # these three only ask whether a composition is on
        assert 'addEventListener("keydown"' not in script.read_text(), script.name


def test_no_script_sets_handlers_or_evaluates_text() -> None:
    for script in (STATIC / "js").rglob("*.js"):
        assert not re.search(r"\beval\(|new Function\(|\.on(click|keydown|input)\s*=", script.read_text()), script.name
