"""Colours: the same names in both themes, readable on every ground they stand on, and never outside the tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.ROOT) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
TEXT = 4.5
SHAPE = 3.0

WORDS_ON_GROUNDS = [
    *[
        ("--text", ground)
        for ground in (
            "--bg",
            "--surface",
            "--sunken",
            "--accent-soft",
            "--warn-soft",
            "--good-soft",
            "--bad-soft",
            "--idle-soft",
            "--idle-strong",
        )
    ],
    *[("--muted", ground) for ground in ("--bg", "--surface", "--sunken", "--idle-soft", "--accent-soft")],
    *[(f"--{tone}", f"--{tone}-soft") for tone in ("accent", "good", "warn", "bad")],
    *[
        (f"--{tone}", ground)
        for tone in ("accent", "good", "warn", "bad")
        for ground in ("--surface", "--bg", "--sunken")
    ],
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
    ("--on-bad", "--bad"),
    ("--on-bad", "--bad-strong"),
    ("--surface", "--text"),
]


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", block))


def light() -> dict[str, str]:
    return declared(TOKENS.split("@media")[0])


def dark_blocks() -> list[dict[str, str]]:
    by_system = re.search(
        r'prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}', TOKENS, re.S
    )
    by_choice = re.search(r'\n  :root\[data-theme="dark"\] \{(.*?)\n  \}', TOKENS, re.S)
    assert by_system and by_choice
    return [declared(by_system[1]), declared(by_choice[1])]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_dark_theme_is_the_same_by_system_and_by_choice() -> None:
    by_system, by_choice = dark_blocks()
    assert by_system == by_choice
    assert {name for name, value in light().items() if HEX.fullmatch(value)} == {
        name for name, value in by_choice.items() if HEX.fullmatch(value)
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS_ON_GROUNDS)
def test_words_are_readable_on_their_ground(theme: str, words: str, ground: str) -> None:
    tokens = light() if theme == "light" else dark_blocks()[0]
    assert contrast(tokens[words], tokens[ground]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme: str) -> None:
    tokens = light() if theme == "light" else dark_blocks()[0]
    assert contrast(tokens["--line-strong"], tokens["--surface"]) >= SHAPE


def test_colours_stand_only_among_the_tokens() -> None:
    for file in CSS.rglob("*.css"):
        if file.name == "tokens.css":
            continue
        rules = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
        assert not HEX.search(rules), file.name
        assert not re.search(r"\b(rgb|hsl)a?\(", rules), file.name


def test_no_text_is_smaller_than_twelve_pixels_and_weights_are_three() -> None:
    for file in CSS.rglob("*.css"):
        rules = file.read_text()
        assert {int(weight) for weight in re.findall(r"font-weight:\s*(\d+)", rules)} <= {400, 500, 600}, file.name
        assert all(float(size) >= 0.75 for size in re.findall(r"font-size:\s*([\d.]+)rem", rules)), file.name


def test_every_token_used_is_declared() -> None:
    known = set(light()) | {"--c", "--kinds", "--done", "--rail"}
    for file in CSS.rglob("*.css"):
        for used in re.findall(r"var\((--[\w-]+)", file.read_text()):
            assert used in known, f"{file.name}: {used}"
