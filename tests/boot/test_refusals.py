"""What whoever types a command reads when it cannot work."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import chromium, commands, options
from scripts.options import Options
from scripts.run import too_old
from scripts.steps import ROOT, Refusal, Step, explain


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VAR", "PORT", "HOST", "RESET", "ONLY", "SIZE", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def asked(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Options:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Options.from_environment("")


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 6, 0), (2, 7, 18)])
def test_an_old_python_is_named_with_what_is_needed(version: tuple[int, ...]) -> None:
    sentence = too_old(version)
    assert "needs Python 3.11 or newer" in sentence
    assert ".".join(map(str, version)) in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_python_is_not_refused(version: tuple[int, ...]) -> None:
    assert too_old(version) is None


def test_an_old_python_ends_the_command_with_status_one(tmp_path: Path) -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['scripts/run.py', 'demo'];"
        "runpy.run_path('scripts/run.py', run_name='__main__')"
    )
    env = {"PATH": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, env=env, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "this is 3.9.2" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_entry_script_is_readable_by_an_old_python() -> None:
    import ast

    ast.parse((ROOT / "scripts" / "run.py").read_text(), feature_version=(3, 4))


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "８０００"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match=r"PORT=.* is not a number from 1 to 65535"):
        asked(monkeypatch, PORT=port)


def test_a_taken_port_is_said_with_another_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is taken.*PORT={port + 1}"):
            asked(monkeypatch, PORT=str(port)).refuse_taken_port()


def test_a_taken_port_ends_the_command_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        env = dict(os.environ) | {"PORT": port, "VAR": str(tmp_path / "var")}
        ended = subprocess.run(
            [sys.executable, "scripts/run.py", "demo"], cwd=ROOT, env=env, capture_output=True, text=True
        )
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(("name", "value"), [("RESET", "maybe"), ("SIZE", "huge")])
def test_a_broken_variable_is_named_with_its_value(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match=f"{name}='{value}'"):
        asked(monkeypatch, **{name: value})


def test_a_var_that_cannot_be_a_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match=r"VAR=.* cannot be used"):
        asked(monkeypatch, VAR=str(tmp_path / "file" / "var")).refuse_var_that_cannot_be_written()


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(Refusal, match=r"The disk is full: .* has 5 MB left, and 200 MB are needed"):
        asked(monkeypatch, VAR=str(tmp_path / "not" / "yet")).refuse_full_disk()


def test_a_first_start_asks_for_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=900_000_000))
    monkeypatch.setattr(options, "ROOT", tmp_path)
    with pytest.raises(Refusal, match="1500 MB are needed"):
        asked(monkeypatch, VAR=str(tmp_path)).refuse_full_disk()


@pytest.mark.parametrize(
    "output",
    [
        "Failed to establish a new connection: [Errno 111] Connection refused",
        "error: Failed to fetch: `http://mirror/simple/django/`",
        "npm error code ENOTFOUND",
        "npm error code EAI_AGAIN",
    ],
)
def test_an_unreachable_registry_is_said_with_what_to_try(output: str) -> None:
    sentence = explain("Python packages", output, 1)
    assert "Python packages: the package registry cannot be reached" in sentence
    assert "PIP_INDEX_URL" in sentence
    assert output in sentence


@pytest.mark.parametrize(
    "output",
    [
        "OSError: [Errno 28] No space left on device",
        "npm error code ENOSPC",
        'psycopg2.errors.DiskFull: could not extend file "base/5/1": wrote only 4096',
        "error: failed to write: No space left on device (os error 28)",
    ],
)
def test_a_disk_that_fills_up_meanwhile_is_said(output: str) -> None:
    assert explain("Front end", output, 1).startswith("The disk is full: Front end could not write")


def test_a_broken_setting_is_said_without_the_traceback_around_it() -> None:
    output = (
        'Traceback (most recent call last):\n  File "x.py", line 1\n'
        "django.core.exceptions.ImproperlyConfigured: ATTACHMENT_LIMIT_MB is not a whole number."
    )
    assert explain("Tables", output, 1) == "A setting is broken: ATTACHMENT_LIMIT_MB is not a whole number."


def test_any_other_failure_shows_its_last_lines() -> None:
    sentence = explain("Database tables", "\n".join(f"line {number}" for number in range(40)), 3)
    assert "Database tables failed with status 3" in sentence
    assert "line 39" in sentence
    assert "line 5\n" not in sentence


def test_a_step_that_fails_raises_its_sentence(tmp_path: Path) -> None:
    step = Step("[1/1] Something", is_terminal=False)
    with pytest.raises(Refusal, match="Something failed with status 7"):
        step.run([sys.executable, "-c", "print('因为'); raise SystemExit(7)"], log=tmp_path / "log")
    assert "因为" in (tmp_path / "log").read_text()


def test_a_browser_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(Refusal, match=r"CHROMIUM=.* is not a program"):
        chromium.find()


def test_without_a_browser_ci_is_refused_and_others_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "ON_MACOS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    step = Step("[1/1] Chromium", is_terminal=False)
    monkeypatch.setenv("CI", "false")
    assert chromium.find_or_install(step, tmp_path / "log") == ""
    assert "Install the packages chromium" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Refusal, match="No Chromium is on this machine"):
        chromium.find_or_install(step, tmp_path / "log")


def test_an_unknown_command_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["fly"]) == 2
    shown = capsys.readouterr().out
    assert all(f"make {name}" in shown for name in commands.COMMANDS)
