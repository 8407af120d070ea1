"""The files around the code: locks, image, compose, Makefile, CI."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest
import yaml

from scripts import environment, registry
from scripts.commands import COMMANDS
from scripts.steps import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
LOCKS = sorted((ROOT / "lock").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_address(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    assert "://" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert pins
    for pin in pins:
        assert "==" in pin
        assert "--hash=sha256:" in pin


def test_every_lock_is_made_from_its_list() -> None:
    for path in LOCKS:
        names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9_.-]*)", path.with_suffix(".in").read_text(), re.MULTILINE)
        locked = path.read_text().lower().replace("_", "-")
        for name in names:
            assert re.search(rf"^{re.escape(name.lower().replace('_', '-'))}==", locked, re.MULTILINE), name


def test_front_end_pins_are_exact_and_carry_no_address() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    lock = json.loads((ROOT / "package-lock.json").read_text())
    entries = [entry for name, entry in lock["packages"].items() if name]
    assert all("integrity" in entry and "resolved" not in entry for entry in entries)


def test_compose_holds_everything_with_health_checks_and_nothing_as_root() -> None:
    services = COMPOSE["services"]
    assert {"proxy", "web", "worker", "beat", "database", "redis"} <= set(services)
    image = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER pmcomms$", image, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", image, re.MULTILINE)
    for name in ("proxy", "worker", "beat", "database", "redis"):
        assert services[name]["healthcheck"]["test"], name
    for name in ("web", "worker", "beat", "migrate"):
        assert services[name]["environment"]["PMCOMMS_MODE"] == "production"
        assert services[name]["cap_drop"] == ["ALL"]
    published = [name for name, service in services.items() if service.get("ports")]
    assert published == ["proxy"]


def test_every_variable_of_compose_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked <= explained


def test_every_file_the_image_copies_is_there() -> None:
    image = (ROOT / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (?!--)(.+)$", image, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name


def test_every_command_is_a_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for name in COMMANDS:
        assert f"make {name} " in shown
        dry = subprocess.run(["make", "-n", name], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
        assert f"scripts/run.py {name}" in dry.stdout


def test_ci_runs_the_tests_and_nothing_else() -> None:
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[-1] == "exec make test"
    assert any(line.startswith("export CI=") for line in lines)


def test_what_is_generated_or_secret_stays_out_of_the_repository_and_the_image() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/.venv/", "/var/", "/node_modules/", "/static/dist/", "*.mo", "/.env"} <= set(ignored)
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", ".env", "var", "node_modules", "static/dist"} <= set(left_out)


def test_the_mirror_named_for_pip_is_handed_to_uv() -> None:
    listing = "global.index-url='https://mirror.example/simple'\nglobal.extra-index-url='file:///a file:///b'\n"
    listing += ":env:.find-links='/wheels'\nglobal.cert='/ca.crt'\n"
    assert registry.translated(listing) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "file:///a file:///b",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/ca.crt",
    }
    assert registry.translated("") == {}


def test_what_uv_was_told_itself_is_left_alone() -> None:
    assert registry.registry_for_uv(environment.PYTHON, {"UV_DEFAULT_INDEX": "https://own.example/simple"}) == {}


def test_the_front_end_is_built_again_when_a_source_changes() -> None:
    sources = environment.front_end_sources()
    assert ROOT / "static" / "css" / "tokens.css" in sources
    assert ROOT / "static" / "js" / "app.js" in sources
    assert ROOT / "build.mjs" in sources
